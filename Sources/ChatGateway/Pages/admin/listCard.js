import { element } from '../desk/element.js';
import { icon } from '../desk/icon.js';

/**
 * A short list that one adds to, changes and takes from.
 *
 * @param {{title: string, help: string, items: {key: string, name: string}[], one: string, add: () => void, edit: (key: string) => void,
 *   remove: (key: string) => void, move?: (key: string, by: -1 | 1) => void}} options `one`: what a thing of it is called
 */
export function listCard({ title, help, items, one, add, edit, remove, move }) {
  const button = (iconName, label, run, disabled = false, action = '') => element('button.btn.btn-ghost.btn-icon.btn-sm', { type: 'button', 'aria-label': label, title: label, disabled, data: { action }, on: { click: run } }, icon(iconName));
  return element('section.card', { 'aria-label': title },
    element('header.card-header', {}, element('h2', {}, title), element('button.btn.btn-sm', { type: 'button', 'aria-label': `New ${one}`, on: { click: add } }, icon('plus'), 'New')),
    element('p.card-body.hint', {}, help),
    element('ul.rows', {}, items.length === 0 && element('li.muted', {}, 'None yet'), items.map(({ key, name }, index) => element('li.row', { data: { key } },
      element('span.grow', {}, name),
      move && button('up', `Move “${name}” up`, () => move(key, -1), index === 0, 'up'),
      move && button('down', `Move “${name}” down`, () => move(key, 1), index === items.length - 1, 'down'),
      button('edit', `Rename “${name}”`, () => edit(key)),
      button('trash', `Remove “${name}”`, () => remove(key))))));
}
