import { element, uniqueId } from './element.js';
import { icon } from './icon.js';

/**
 * @typedef {object} MenuItem
 * @property {string} [label]
 * @property {string} [icon]
 * @property {string} [hint] e.g. the shortcut
 * @property {() => void} [run]
 * @property {string} [href] a link instead of `run`
 * @property {boolean} [danger]
 * @property {boolean} [checked] makes it one that is switched on and off
 * @property {"line" | "heading"} [kind]
 */

/**
 * Makes `button` open a menu (ARIA menu button: arrows, Home, End, letters, Escape; Tab and a click outside close it).
 *
 * @param {HTMLElement} button
 * @param {() => MenuItem[]} items asked each time it opens
 * @param {{align?: "start" | "end", label?: string}} [options]
 * @returns {{open: () => void, close: () => void}}
 */
export function attachMenu(button, items, { align = 'start', label } = {}) {
  const id = uniqueId('menu');
  let menu = null;
  button.setAttribute('aria-haspopup', 'menu');
  button.setAttribute('aria-expanded', 'false');

  button.addEventListener('click', () => (menu ? close() : open()));
  button.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      open(event.key === 'ArrowUp');
    }
  });

  function open(atEnd = false) {
    if (menu) return;
    menu = element('div.menu', {
      id,
      role: 'menu',
      popover: 'manual',
      'aria-label': label ?? button.getAttribute('aria-label') ?? button.textContent.trim(),
    });
    menu.append(...items().map((item) => makeItem(item, close)));
    // Within a dialog the menu must stand inside of it: everything else is inert. And within its landmark, where screen
    // readers look for it.
    (button.closest('dialog, main, header') ?? document.body).append(menu);
    menu.showPopover?.();
    place(menu, button, align);
    button.setAttribute('aria-expanded', 'true');
    button.setAttribute('aria-controls', id);
    menu.addEventListener('keydown', onKey);
    document.addEventListener('pointerdown', onPointer, true);
    window.addEventListener('resize', closeQuietly);
    window.addEventListener('blur', closeQuietly);
    const choices = choicesOf(menu);
    (atEnd ? choices.at(-1) : choices[0])?.focus();
  }

  function close(event) {
    if (!menu) return;
    menu.remove();
    menu = null;
    button.setAttribute('aria-expanded', 'false');
    button.removeAttribute('aria-controls');
    document.removeEventListener('pointerdown', onPointer, true);
    window.removeEventListener('resize', closeQuietly);
    window.removeEventListener('blur', closeQuietly);
    if (event !== 'quietly') button.focus();
  }

  function closeQuietly() {
    close('quietly');
  }

  function onPointer(event) {
    if (!menu.contains(event.target) && !button.contains(event.target)) close('quietly');
  }

  function onKey(event) {
    const choices = choicesOf(menu);
    const at = choices.indexOf(document.activeElement);
    const go = (index) => {
      event.preventDefault();
      choices[(index + choices.length) % choices.length]?.focus();
    };
    switch (event.key) {
      case 'ArrowDown': return go(at + 1);
      case 'ArrowUp': return go(at - 1);
      case 'Home': return go(0);
      case 'End': return go(-1);
      case 'Escape':
        event.preventDefault();
        event.stopPropagation();
        return close();
      case 'Tab': return close('quietly');
      default:
        if (event.key.length === 1 && /\S/.test(event.key) && !event.ctrlKey && !event.metaKey) {
          event.stopPropagation();
          const letter = event.key.toLowerCase();
          const after = [...choices.slice(at + 1), ...choices.slice(0, at + 1)];
          after.find((choice) => choice.textContent.trim().toLowerCase().startsWith(letter))?.focus();
        }
    }
  }

  return { open, close };
}

function choicesOf(menu) {
  return [...menu.querySelectorAll('.menu-item')];
}

function makeItem(item, close) {
  if (item.kind === 'line') return element('hr.menu-line', { role: 'separator' });
  if (item.kind === 'heading') return element('div.menu-heading', { role: 'presentation' }, item.label);
  const isCheck = item.checked !== undefined;
  return element(
    item.href ? 'a.menu-item' : 'button.menu-item', {
      role: isCheck ? 'menuitemcheckbox' : 'menuitem',
      type: item.href ? null : 'button',
      href: item.href,
      tabindex: '-1',
      class: item.danger ? 'danger' : '',
      'aria-checked': isCheck ? String(item.checked) : null,
      on: {
        click: () => {
          close();
          item.run?.();
        },
      },
    },
    isCheck ? icon(item.checked ? 'check' : 'none') : item.icon && icon(item.icon),
    element('span', {}, item.label),
    item.hint && element('span.hint', {}, item.hint));
}

/** Puts a popover below its button, or above where there is more room. */
export function place(popover, button, align = 'start') {
  const around = button.getBoundingClientRect();
  const size = popover.getBoundingClientRect();
  const isEnd = (align === 'end') !== (getComputedStyle(button).direction === 'rtl');
  const left = isEnd ? around.right - size.width : around.left;
  const below = around.bottom + 4;
  const fitsBelow = below + size.height <= window.innerHeight - 8;
  const top = fitsBelow || around.top < window.innerHeight / 2 ? below : around.top - size.height - 4;
  popover.style.left = `${Math.max(8, Math.min(left, window.innerWidth - size.width - 8))}px`;
  popover.style.top = `${Math.max(8, Math.min(top, window.innerHeight - size.height - 8))}px`;
}
