import { wordsOf } from '../desk/apiError.js';
import { confirmDialog } from '../desk/dialog.js';
import { element, fill } from '../desk/element.js';
import { icon } from '../desk/icon.js';
import { attachMenu } from '../desk/menu.js';
import { notify } from '../desk/notice.js';
import { languages } from './channelFields.js';
import { emptyState } from './emptyState.js';
import { field, select } from './field.js';
import { folderDialog } from './folderDialog.js';
import { folderTree } from './folderTree.js';
import { pathOf, withinFolder } from './folders.js';

/**
 * Texts in folders: the folders, and the texts in the chosen one.
 *
 * @typedef {object} Shelf
 * @property {"faq" | "template"} kind of its folders
 * @property {string} title
 * @property {string} intro
 * @property {string} command as in `faq.list`, `faq.save`, `faq.remove`
 * @property {string} key the field with a text's id
 * @property {string} label the field with a text's name
 * @property {[string, string]} nouns one and many
 * @property {{title: string, text: string}} empty
 * @property {string} removal what removing one means
 * @property {{value: string, label: string}[]} states
 * @property {(item: object) => string} stateOf one of `states`
 * @property {(item: object) => (Node | false)[]} tags
 * @property {(options: {api: object, folders: object[], item?: object, folder: string}) => Promise<boolean | undefined>} dialog
 * @property {(all: {items: object[], folders: object[], load: () => Promise<void>}) => object[]} [actions] for the menu
 *
 * @param {HTMLElement} main
 * @param {{api: import('../desk/api.js').Api}} context
 * @param {Shelf} shelf
 */
export function openShelf(main, { api }, shelf) {
  const { kind, command, key, label } = shelf;
  const [one, many] = shelf.nouns;
  let items = [];
  let folders = [];
  let chosen = '';
  let hasLeft = false;
  const filter = { text: '', language: '', state: '' };
  const tree = element('nav.tree.card', { 'aria-label': 'Folders' });
  const title = element('h2.grow');
  const list = element('ul.rows.card');
  const count = element('span.muted', { role: 'status' });
  const search = element('input.input', { type: 'search', placeholder: 'Find in name and text', on: { input: () => { filter.text = search.value.trim().toLowerCase(); drawList(); } } });
  const language = select({ choices: [{ value: '', label: 'All languages' }, ...languages], value: '', onChange: (value) => { filter.language = value; drawList(); } });
  const state = select({ choices: [{ value: '', label: 'All' }, ...shelf.states], value: '', onChange: (value) => { filter.state = value; drawList(); } });
  const more = element('button.btn.btn-icon', { type: 'button', 'aria-label': 'More actions' }, icon('menu'));
  attachMenu(more, () => [
    { label: 'New folder…', icon: 'folder', run: () => editFolder() },
    ...(chosen ? [
      { label: 'Edit this folder…', icon: 'edit', run: () => editFolder(folders.find(({ folder }) => folder === chosen)) },
      { label: 'Remove this folder…', icon: 'trash', danger: true, run: removeFolder },
    ] : []),
    ...(shelf.actions ? [{ kind: 'line' }, ...shelf.actions({ items, folders, load })] : []),
  ], { align: 'end' });
  fill(main, element('div.page', {},
    element('header.page-header', {},
      element('div.grow', {}, element('h1', {}, shelf.title), element('p', {}, shelf.intro)),
      element('button.btn.btn-primary', { type: 'button', on: { click: () => edit() } }, icon('plus'), `New ${one}`), more),
    element('div.beside', {}, tree, element('div.stack', {},
      element('div.row.wrap', {}, title, count),
      element('div.filters', {}, field({ label: 'Search', control: search }), field({ label: 'Language', control: language }), field({ label: 'Shown', control: state })),
      list))));
  fill(list, element('li.empty', {}, element('span.spinner', { role: 'status', 'aria-label': 'Loading' })));

  async function load() {
    const first = await api.send(`${command}.list`, { limit: 200 }, { patience: 30 });
    const all = [...first.items];
    for (let { cursor } = first; cursor;) {
      const next = await api.send(`${command}.list`, { limit: 200, cursor }, { patience: 30 });
      all.push(...next.items);
      cursor = next.cursor;
    }
    if (hasLeft) return;
    items = all;
    folders = first.folders.filter((folder) => folder.kind === kind);
    if (chosen && !folders.some(({ folder }) => folder === chosen)) chosen = '';
    draw();
  }

  function inside(folder) {
    if (!folder) return items;
    const within = withinFolder(folders, folder);
    return items.filter((item) => within.has(item.folder));
  }

  function draw() {
    const focused = tree.contains(document.activeElement) ? document.activeElement.dataset.folder : undefined;
    fill(tree, folderTree({
      folders, kind, chosen, all: `All ${many}`, countIn: (folder) => inside(folder).length,
      choose: (folder) => {
        chosen = folder;
        draw();
      },
    }));
    if (focused !== undefined) tree.querySelector(`[data-folder="${focused}"]`)?.focus();
    title.textContent = chosen ? pathOf(folders, chosen) : `All ${many}`;
    drawList();
  }

  function drawList() {
    const found = inside(chosen).filter((item) => (!filter.text || `${item[label]}\n${item.text}\n${item.keywords ?? ''}`.toLowerCase().includes(filter.text))
      && (!filter.language || !item.language || item.language === filter.language) && (!filter.state || shelf.stateOf(item) === filter.state));
    count.textContent = `${found.length} ${found.length === 1 ? one : many}`;
    fill(list, found.length === 0
      ? element('li', {}, emptyState(items.length === 0 ? { icon: 'article', ...shelf.empty } : { icon: 'search', title: 'Nothing found', text: `No ${one} here fits what you look for.` }))
      : found.map(row));
  }

  function row(item) {
    return element('li', {}, element('div.row', {},
      element('div.grow', {},
        element('div.row.wrap', {}, element('button.link-button', { type: 'button', on: { click: () => edit(item) } }, item[label]), tags(item)),
        element('p.entry-text.clamp.small', {}, plain(item))),
      element('button.btn.btn-ghost.btn-icon', { type: 'button', 'aria-label': `Remove “${item[label]}”`, on: { click: () => remove(item) } }, icon('trash'))));
  }

  function tags(item) {
    return [
      ...shelf.tags(item),
      item.language && element('span.tag', { title: 'Language' }, item.language),
      !chosen && item.folder && element('span.tag', {}, pathOf(folders, item.folder)),
    ];
  }

  async function edit(item) {
    if (!(await shelf.dialog({ api, folders, item, folder: chosen }))) return;
    notify({ kind: 'ok', text: `The ${one} is saved.` });
    await load();
  }

  async function remove(item) {
    const isGone = await confirmDialog({
      title: `Remove “${item[label]}”?`, text: shelf.removal, action: 'Remove', danger: true,
      run: () => api.send(`${command}.remove`, { [key]: item[key] }, { patience: 30 }),
    });
    if (isGone) await load();
  }

  async function editFolder(folder) {
    const saved = await folderDialog({ api, folders, kind, folder, parent: chosen });
    if (!saved) return;
    chosen = saved;
    await load();
  }

  async function removeFolder() {
    const folder = folders.find(({ folder: id }) => id === chosen);
    const own = items.filter((item) => item.folder === chosen);
    const isGone = await confirmDialog({
      title: `Remove the folder “${folder.name}”?`, action: 'Remove the folder', danger: true,
      text: own.length === 0 ? 'It is empty.' : `Its ${own.length} ${own.length === 1 ? `${one} moves` : `${many} move`} to ${folder.parent ? `“${pathOf(folders, folder.parent)}”` : 'the top'}.`,
      run: async () => {
        // First what may be refused: a channel may use the folder. Pressed again, it may be gone already.
        await api.send('folder.remove', { folder: folder.folder }, { patience: 30 }).catch((error) => {
          if (error.code !== 'notFound') throw error;
        });
        for (const { folder: _, ...item } of own) {
          await api.send(`${command}.save`, { ...item, ...(folder.parent ? { folder: folder.parent } : {}) }, { patience: 30 });
        }
      },
    });
    if (!isGone) return load();
    chosen = folder.parent ?? '';
    return load();
  }

  load().catch((error) => fill(list, element('li', {}, emptyState({ icon: 'warning', title: `The ${many} could not be read`, text: wordsOf(error) }))));
  return {
    leave() {
      hasLeft = true;
    },
  };
}

/** The first lines, also of one that is HTML: parsed where nothing of it runs or loads. */
function plain({ text, format }) {
  return format === 'html' ? new DOMParser().parseFromString(text, 'text/html').body.textContent : text;
}
