import { element } from '../desk/element.js';

/** One figure with its name. `title`: what it means. */
export function tile({ label, value, words = false, title, note }) {
  return element('div.tile.card', { title }, element('div.overline', {}, label), element('div.value', { class: words ? 'words' : '' }, value), note && element('div.small.muted', {}, note));
}
