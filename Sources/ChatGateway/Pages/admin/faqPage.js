import { wordsOf } from '../desk/apiError.js';
import { confirmDialog } from '../desk/dialog.js';
import { element, fill } from '../desk/element.js';
import { icon } from '../desk/icon.js';
import { attachMenu } from '../desk/menu.js';
import { notify } from '../desk/notice.js';
import { languages } from './channelFields.js';
import { csv, download } from './csv.js';
import { emptyState } from './emptyState.js';
import { faqDialog } from './faqDialog.js';
import { columns, rowsOf } from './faqTable.js';
import { field, select } from './field.js';
import { folderDialog } from './folderDialog.js';
import { folderTree } from './folderTree.js';
import { pathOf, withinFolder } from './folders.js';
import { importDialog } from './importDialog.js';

/** The FAQ: folders, and the entries in the chosen one. */
export function open(main, { api }) {
  let entries = [];
  let folders = [];
  let chosen = '';
  let hasLeft = false;
  const filter = { text: '', language: '', state: '' };
  const tree = element('nav.tree.card', { 'aria-label': 'Folders' });
  const title = element('h2.grow');
  const list = element('ul.rows.card');
  const count = element('span.muted', { role: 'status' });
  const search = element('input.input', { type: 'search', placeholder: 'Find in title and text', on: { input: () => { filter.text = search.value.trim().toLowerCase(); drawList(); } } });
  const language = select({ choices: [{ value: '', label: 'All languages' }, ...languages], value: '', onChange: (value) => { filter.language = value; drawList(); } });
  const state = select({
    choices: [{ value: '', label: 'All' }, { value: 'shown', label: 'For visitors' }, { value: 'agents', label: 'For agents only' }, { value: 'draft', label: 'Drafts' }],
    value: '', onChange: (value) => { filter.state = value; drawList(); },
  });
  const more = element('button.btn.btn-icon', { type: 'button', 'aria-label': 'More actions' }, icon('menu'));
  attachMenu(more, () => [
    { label: 'New folder…', icon: 'folder', run: () => editFolder() },
    ...(chosen ? [
      { label: 'Edit this folder…', icon: 'edit', run: () => editFolder(folders.find(({ folder }) => folder === chosen)) },
      { label: 'Remove this folder…', icon: 'trash', danger: true, run: removeFolder },
    ] : []),
    { kind: 'line' },
    { label: 'Import a table…', icon: 'upload', run: importEntries },
    { label: 'Export all as a table', icon: 'download', run: () => download('faq.csv', csv(columns, rowsOf(entries, folders))) },
  ], { align: 'end' });
  fill(main, element('div.page', {},
    element('header.page-header', {},
      element('div.grow', {}, element('h1', {}, 'FAQ'), element('p', {}, 'What is asked often. Channels suggest entries to visitors, agents insert them.')),
      element('button.btn.btn-primary', { type: 'button', on: { click: () => edit() } }, icon('plus'), 'New entry'), more),
    element('div.beside', {}, tree, element('div.stack', {},
      element('div.row.wrap', {}, title, count),
      element('div.filters', {}, field({ label: 'Search', control: search }), field({ label: 'Language', control: language }), field({ label: 'Shown', control: state })),
      list))));
  fill(list, element('li.empty', {}, element('span.spinner', { role: 'status', 'aria-label': 'Loading' })));

  async function load() {
    const first = await api.send('faq.list', { limit: 200 }, { patience: 30 });
    const all = [...first.items];
    for (let { cursor } = first; cursor;) {
      const next = await api.send('faq.list', { limit: 200, cursor }, { patience: 30 });
      all.push(...next.items);
      cursor = next.cursor;
    }
    if (hasLeft) return;
    entries = all;
    folders = first.folders;
    if (chosen && !folders.some(({ folder }) => folder === chosen)) chosen = '';
    draw();
  }

  function inside(folder) {
    if (!folder) return entries;
    const within = withinFolder(folders, folder);
    return entries.filter((entry) => within.has(entry.folder));
  }

  function draw() {
    const focused = tree.contains(document.activeElement) ? document.activeElement.dataset.folder : undefined;
    fill(tree, folderTree({
      folders, kind: 'faq', chosen, all: 'All entries', countIn: (folder) => inside(folder).length,
      choose: (folder) => {
        chosen = folder;
        draw();
      },
    }));
    if (focused !== undefined) tree.querySelector(`[data-folder="${focused}"]`)?.focus();
    title.textContent = chosen ? pathOf(folders, chosen) : 'All entries';
    drawList();
  }

  function drawList() {
    const found = inside(chosen).filter((entry) => (!filter.text || `${entry.title}\n${entry.text}`.toLowerCase().includes(filter.text))
      && (!filter.language || !entry.language || entry.language === filter.language) && (!filter.state || stateOf(entry) === filter.state));
    count.textContent = `${found.length} ${found.length === 1 ? 'entry' : 'entries'}`;
    fill(list, found.length === 0
      ? element('li', {}, emptyState({ icon: 'article', title: entries.length === 0 ? 'No entries yet' : 'Nothing found', text: entries.length === 0 ? 'Write down the first answer that you give again and again.' : 'No entry here fits what you look for.' }))
      : found.map(row));
  }

  function row(entry) {
    return element('li', {}, element('div.row', {},
      element('div.grow', {},
        element('div.row.wrap', {}, element('button.link-button', { type: 'button', on: { click: () => edit(entry) } }, entry.title), tags(entry)),
        element('p.entry-text.clamp.small', {}, entry.text)),
      element('button.btn.btn-ghost.btn-icon', { type: 'button', 'aria-label': `Remove “${entry.title}”`, on: { click: () => remove(entry) } }, icon('trash'))));
  }

  function tags(entry) {
    return [
      !entry.published && element('span.tag.tag-warn', {}, 'Draft'),
      !entry.public && element('span.tag', {}, 'Agents only'),
      entry.language && element('span.tag', { title: 'Language' }, entry.language),
      !chosen && entry.folder && element('span.tag', {}, pathOf(folders, entry.folder)),
    ];
  }

  async function edit(entry) {
    if (!(await faqDialog({ api, folders, entry, folder: chosen }))) return;
    notify({ kind: 'ok', text: 'The entry is saved.' });
    await load();
  }

  async function remove(entry) {
    const isGone = await confirmDialog({
      title: `Remove “${entry.title}”?`, text: 'It is suggested to nobody any more. Links to it in earlier chats stay.', action: 'Remove', danger: true,
      run: () => api.send('faq.remove', { entry: entry.entry }, { patience: 30 }),
    });
    if (isGone) await load();
  }

  async function editFolder(folder) {
    const saved = await folderDialog({ api, folders, kind: 'faq', folder, parent: chosen });
    if (!saved) return;
    chosen = saved;
    await load();
  }

  async function removeFolder() {
    const folder = folders.find(({ folder: id }) => id === chosen);
    const own = entries.filter((entry) => entry.folder === chosen);
    const isGone = await confirmDialog({
      title: `Remove the folder “${folder.name}”?`, action: 'Remove the folder', danger: true,
      text: own.length === 0 ? 'It is empty.' : `Its ${own.length} ${own.length === 1 ? 'entry moves' : 'entries move'} to ${folder.parent ? `“${pathOf(folders, folder.parent)}”` : 'the top'}.`,
      run: async () => {
        // First what may be refused: a channel may use the folder. Pressed again, it may be gone already.
        await api.send('folder.remove', { folder: folder.folder }, { patience: 30 }).catch((error) => {
          if (error.code !== 'notFound') throw error;
        });
        for (const { folder: _, ...entry } of own) {
          await api.send('faq.save', { ...entry, ...(folder.parent ? { folder: folder.parent } : {}) }, { patience: 30 });
        }
      },
    });
    if (!isGone) return load();
    chosen = folder.parent ?? '';
    return load();
  }

  async function importEntries() {
    const saved = await importDialog({ api, entries, folders });
    if (saved !== undefined) notify({ kind: 'ok', text: `${saved} ${saved === 1 ? 'entry is' : 'entries are'} imported.` });
    await load();
  }

  load().catch((error) => fill(list, element('li', {}, emptyState({ icon: 'warning', title: 'The FAQ could not be read', text: wordsOf(error) }))));
  return {
    leave() {
      hasLeft = true;
    },
  };
}

/** @returns {"shown" | "agents" | "draft"} */
function stateOf(entry) {
  if (!entry.published) return 'draft';
  return entry.public ? 'shown' : 'agents';
}
