import { element } from '../desk/element.js';
import { notify } from '../desk/notice.js';
import { csv, download } from './csv.js';
import { faqDialog } from './faqDialog.js';
import { columns, rowsOf } from './faqTable.js';
import { importDialog } from './importDialog.js';
import { openShelf } from './shelf.js';

/** The FAQ: folders, and the entries in the chosen one. */
export function open(main, context) {
  const { api } = context;
  return openShelf(main, context, {
    kind: 'faq', command: 'faq', key: 'entry', label: 'title', nouns: ['entry', 'entries'], title: 'FAQ',
    intro: 'What is asked often. Channels suggest entries to visitors, agents insert them.',
    empty: { title: 'No entries yet', text: 'Write down the first answer that you give again and again.' },
    removal: 'It is suggested to nobody any more. Links to it in earlier chats stay.',
    states: [{ value: 'shown', label: 'For visitors' }, { value: 'agents', label: 'For agents only' }, { value: 'draft', label: 'Drafts' }],
    stateOf: ({ published, public: isPublic }) => (published ? (isPublic ? 'shown' : 'agents') : 'draft'),
    tags: ({ published, public: isPublic }) => [
      !published && element('span.tag.tag-warn', {}, 'Draft'), !isPublic && element('span.tag', {}, 'Agents only'),
    ],
    dialog: ({ item, ...rest }) => faqDialog({ ...rest, entry: item }),
    actions: ({ items, folders, load }) => [
      {
        label: 'Import a table…', icon: 'upload', run: async () => {
          const saved = await importDialog({ api, entries: items, folders });
          if (saved !== undefined) notify({ kind: 'ok', text: `${saved} ${saved === 1 ? 'entry is' : 'entries are'} imported.` });
          await load();
        },
      },
      { label: 'Export all as a table', icon: 'download', run: () => download('faq.csv', csv(columns, rowsOf(items, folders))) },
    ],
  });
}
