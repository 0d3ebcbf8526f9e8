import { element } from '../desk/element.js';
import { openShelf } from './shelf.js';
import { templateDialog } from './templateDialog.js';

/** Reply templates: what agents insert, with the chat's names filled in (spec section 7.4). */
export function open(main, context) {
  return openShelf(main, context, {
    kind: 'template', command: 'template', key: 'template', label: 'name', nouns: ['template', 'templates'], title: 'Templates',
    intro: 'Answers for all agents to insert; names of visitor, agent and channel are filled in.',
    empty: { title: 'No templates yet', text: 'Write the answers here that all agents should give alike.' },
    removal: 'Agents find it no more. What was sent with it stays.',
    states: [{ value: 'published', label: 'For agents' }, { value: 'draft', label: 'Drafts' }],
    stateOf: ({ published }) => (published ? 'published' : 'draft'),
    tags: ({ published, format }) => [!published && element('span.tag.tag-warn', {}, 'Draft'), format === 'html' && element('span.tag', {}, 'HTML')],
    dialog: ({ item, ...rest }) => templateDialog({ ...rest, template: item }),
  });
}
