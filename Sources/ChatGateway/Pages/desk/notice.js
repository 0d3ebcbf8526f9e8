import { element } from './element.js';
import { icon } from './icon.js';

/**
 * @typedef {object} Notice
 * @property {string} text
 * @property {string} [title]
 * @property {"info" | "ok" | "warn" | "danger"} [kind]
 * @property {number} [seconds] how long it stays; 8 unless told, 0 until it is closed
 * @property {string} [key] a notice with the same key is replaced
 * @property {{label: string, run: () => void}[]} [actions]
 */

const icons = { info: 'info', ok: 'check', warn: 'warning', danger: 'alert' };
let region;
const shown = new Map();

/** Takes the notice with this key away, if it is still there. */
export function dismiss(key) {
  shown.get(key)?.();
}

/**
 * Shows a notice in the corner. Screen readers say it without moving the focus.
 *
 * @param {Notice} notice
 * @returns {() => void} takes it away
 */
export function notify({ text, title, kind = 'info', seconds = 8, key, actions = [] }) {
  if (!region) {
    region = element('section.notices', { 'aria-label': 'Notices', 'aria-live': 'polite', popover: 'manual' });
    document.body.append(region);
  }
  // On top also of a dialog that was opened meanwhile.
  if (region.matches(':popover-open')) region.hidePopover();
  region.showPopover?.();
  if (key) shown.get(key)?.();
  let timer;
  const remove = () => {
    clearTimeout(timer);
    node.remove();
    if (key && shown.get(key) === remove) shown.delete(key);
    if (region.childElementCount === 0 && region.matches(':popover-open')) region.hidePopover();
  };
  const start = () => {
    clearTimeout(timer);
    if (seconds > 0) timer = setTimeout(remove, seconds * 1000);
  };
  const node = element(
    'div.notice', {
      class: `notice-${kind}`,
      role: kind === 'danger' ? 'alert' : null,
      on: { pointerenter: () => clearTimeout(timer), pointerleave: start },
    },
    icon(icons[kind]),
    element(
      'div.body', {},
      title && element('div.strong', {}, title),
      element('div', {}, text),
      actions.length > 0 && element(
        'div.actions', {},
        actions.map(({ label, run }) => element('button.btn.btn-sm', {
          type: 'button',
          on: {
            click: () => {
              remove();
              run();
            },
          },
        }, label)))),
    element('button.btn.btn-ghost.btn-icon.btn-sm', { type: 'button', 'aria-label': 'Close notice', on: { click: remove } }, icon('close')));
  region.append(node);
  while (region.childElementCount > 5) region.firstElementChild.remove();
  if (key) shown.set(key, remove);
  start();
  return remove;
}
