import { openDialog } from '../desk/dialog.js';
import { element, fill } from '../desk/element.js';
import { wordsOf } from '../desk/apiError.js';
import { icon } from '../desk/icon.js';
import { parseCSV } from './csv.js';
import { columns, plan } from './faqTable.js';
import { field } from './field.js';

/**
 * Takes entries over from a table: shows first what would happen.
 *
 * @returns {Promise<number | undefined>} how many entries were saved
 */
export function importDialog({ api, entries, folders }) {
  let wanted;
  const file = element('input.input', { type: 'file', name: 'file', accept: '.csv,text/csv', on: { click: forget, change: read } });
  const outcome = element('div.stack', { 'aria-live': 'polite' });
  const { closed } = openDialog({
    title: 'Import entries',
    content: element('div.stack.loose', {},
      field({
        label: 'Table (CSV)', control: file,
        help: `The first line names the columns: ${columns.map(({ label }) => label).join(', ')}. Only title and text must be there. A row with the id of an entry changes it; folders are written as “Shop / Shipping” and made where they are missing.`,
      }), outcome),
    actions: [{ label: 'Cancel' }, { label: 'Import', kind: 'primary', run: save }],
  });
  return closed;

  /** Choosing the same file again, mended meanwhile, is a change too. */
  function forget() {
    file.value = '';
    wanted = undefined;
    fill(outcome);
  }

  async function read() {
    wanted = undefined;
    const chosen = file.files[0];
    if (!chosen) return fill(outcome);
    if (chosen.size > 20_000_000) return say('danger', 'This file is larger than 20 MB. Split it.');
    wanted = plan(parseCSV(await chosen.text()), { entries, folders, makeId: () => crypto.randomUUID() });
    return show();
  }

  function show() {
    const { added, changed, same, problems, folders: missing } = wanted;
    fill(outcome,
      element('p', {}, element('span.strong', {}, `${added} new, ${changed} changed`), `, ${same} as they are`, missing.length > 0 && `, ${missing.length} ${missing.length === 1 ? 'folder' : 'folders'} to make`, '.'),
      problems.length > 0 && element('div.banner.banner-danger', {}, icon('alert'), element('div.stack.tight', {},
        element('div.strong', {}, `${problems.length} ${problems.length === 1 ? 'row is' : 'rows are'} wrong; nothing is imported until they are right.`),
        element('ul', {}, problems.slice(0, 20).map(({ row, words }) => element('li', {}, `Row ${row}: ${words}`))),
        problems.length > 20 && element('div', {}, `and ${problems.length - 20} more`))));
  }

  function say(kind, words) {
    fill(outcome, element('div.banner', { class: `banner-${kind}` }, icon('alert'), element('span', {}, words)));
  }

  async function save() {
    if (!wanted) {
      file.focus();
      say('danger', 'Choose a file first.');
      return undefined;
    }
    if (wanted.problems.length > 0) return undefined;
    const todo = [...wanted.folders.map((folder) => ['folder.save', folder]), ...wanted.entries.map((entry) => ['faq.save', entry])];
    let count = 0;
    try {
      for (const [type, body] of todo) {
        await api.send(type, body, { patience: 60 });
        count += 1;
        if (count % 10 === 0) fill(outcome, element('p', {}, `${count} of ${todo.length} saved…`));
      }
    } catch (error) {
      // Ids are made by now: importing again goes on where it stopped, and doubles nothing.
      say('danger', `Stopped after ${count} of ${todo.length}: ${wordsOf(error)} Press Import to go on.`);
      wanted.folders = wanted.folders.slice(count);
      wanted.entries = wanted.entries.slice(Math.max(0, count - (todo.length - wanted.entries.length)));
      return undefined;
    }
    return wanted.entries.length;
  }
}
