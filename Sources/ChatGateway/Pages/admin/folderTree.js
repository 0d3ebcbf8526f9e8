import { element } from '../desk/element.js';
import { icon } from '../desk/icon.js';
import { foldersInOrder } from './folders.js';

/**
 * The folders of a kind, to choose one.
 *
 * @param {{folders: import('./folders.js').Folder[], kind: "faq" | "template", chosen: string, countIn: (folder: string) => number,
 *   choose: (folder: string) => void, all: string}} options `chosen`: an id, or `''` for all
 */
export function folderTree({ folders, kind, chosen, countIn, choose, all }) {
  const item = (folder, name, depth) => element('li', {}, element('button.list-item', {
    type: 'button', 'aria-current': folder === chosen ? 'true' : null, vars: { '--depth': String(depth) }, data: { folder }, on: { click: () => choose(folder) },
  }, icon(folder ? 'folder' : 'article'), element('span.grow', {}, name), element('span.badge', {}, String(countIn(folder)))));
  return element('ul', {}, item('', all, 0), foldersInOrder(folders, kind).map(({ folder, name, depth }) => item(folder, name, depth)));
}
