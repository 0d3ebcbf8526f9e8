import { element } from '../../desk/element.js';
import { field } from '../field.js';

/** Websites, one a line. */
export function originsControl({ label, help, path }, { value, set }) {
  const control = element('textarea.textarea.mono', {
    rows: 3, placeholder: 'https://www.example.com', spellcheck: 'false', value: (value ?? []).join('\n'),
    on: { input: () => set(control.value.split('\n')) },
  });
  return field({ label, help, control, name: path });
}
