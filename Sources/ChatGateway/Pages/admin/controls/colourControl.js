import { element } from '../../desk/element.js';
import { icon } from '../../desk/icon.js';
import { isColour } from '../../shared/contrast.js';
import { field } from '../field.js';

/**
 * A colour by the browser's picker or as `#RRGGBB`; empty, it follows from the base.
 *
 * @returns {ReturnType<typeof field> & {follow: (derived?: string) => void}} `follow`: the colour that it has while empty
 */
export function colourControl({ label, help, path, required }, { value, set }) {
  let derived = '#0080FF';
  const picker = element('input', {
    type: 'color', value: isColour(value) ? value.toLowerCase() : '#0080ff', 'aria-label': `${label}: choose`,
    on: { input: () => take(picker.value.toUpperCase()) },
  });
  const text = element('input.input', {
    type: 'text', value: value ?? '', spellcheck: 'false', autocomplete: 'off', maxlength: 7,
    on: { input: () => take(text.value.trim(), false) },
  });
  const clear = element('button.btn.btn-ghost.btn-icon.btn-sm', {
    type: 'button', 'aria-label': `${label}: follow the base colour`, title: 'Follow the base colour', on: { click: () => take('') },
  }, icon('undo'));

  function take(colour, isWritten = true) {
    if (isWritten) text.value = colour;
    show();
    set(colour === '' && !required ? undefined : colour);
    if (colour === '' && document.activeElement === clear) text.focus();
  }

  function show() {
    picker.value = (isColour(text.value) ? text.value : derived).toLowerCase();
    text.placeholder = required ? '' : derived;
    clear.hidden = required || text.value === '';
  }

  const node = field({ label, help, required, control: text, name: path, after: clear });
  const row = text.parentElement;
  row.classList.add('colour');
  row.prepend(picker);
  node.follow = (colour) => {
    if (colour) derived = colour;
    show();
  };
  show();
  return node;
}
