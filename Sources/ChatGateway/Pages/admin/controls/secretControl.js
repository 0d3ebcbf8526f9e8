import { element } from '../../desk/element.js';
import { copyButton } from '../copyButton.js';
import { field } from '../field.js';

/** A secret that can be set, made anew or taken away, and never read again. */
export function secretControl({ label, help, path }, { value, set, isNew }) {
  const control = element('input.input.mono', {
    type: 'text', autocomplete: 'off', spellcheck: 'false', value: value ?? '', placeholder: isNew ? 'None' : 'Stays as it is',
    on: { input: () => take(control.value === '' ? undefined : control.value) },
  });
  const copy = copyButton(() => control.value, 'Copy the secret');
  const generate = element('button.btn', {
    type: 'button',
    on: {
      click: () => {
        const bytes = crypto.getRandomValues(new Uint8Array(32));
        control.value = btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
        take(control.value);
      },
    },
  }, 'Generate');
  const remove = element('input', {
    type: 'checkbox',
    on: {
      change: () => {
        control.value = '';
        take(remove.checked ? '' : undefined);
      },
    },
  });

  function take(secret) {
    remove.checked = secret === '';
    control.disabled = generate.disabled = secret === '';
    copy.hidden = !secret;
    set(secret);
  }

  copy.hidden = !value;
  const node = field({ label, help, control, name: path, after: element('div.row', {}, generate, copy) });
  if (!isNew) node.append(element('label.check', {}, remove, element('span', {}, 'Remove the secret that is set: nobody is vouched for any more')));
  return node;
}
