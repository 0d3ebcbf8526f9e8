import { element } from '../desk/element.js';
import { icon } from '../desk/icon.js';

/** What stands where there is nothing yet: what this is for, and how to begin. */
export function emptyState({ icon: name, title, text, action }) {
  return element('div.empty', {}, icon(name), element('p.title', {}, title), element('p', {}, text), action);
}
