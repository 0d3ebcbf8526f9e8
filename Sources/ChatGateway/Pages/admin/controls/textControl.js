import { element, uniqueId } from '../../desk/element.js';
import { field } from '../field.js';

/** One line, or many. Of a text with suggestions the browser offers them. */
export function textControl(description, { value, set }) {
  const { kind, label, help, required, placeholder, suggestions, path, max } = description;
  const isLong = kind === 'lines';
  const control = element(isLong ? 'textarea.textarea' : 'input.input', {
    type: isLong ? null : 'text', rows: isLong ? (max > 1024 ? 4 : 3) : null, placeholder, autocomplete: 'off', value: value ?? '',
    on: { input: () => set(control.value) },
  });
  const list = suggestions && element('datalist', { id: uniqueId('suggestions') }, suggestions.map((text) => element('option', { value: text })));
  if (list) control.setAttribute('list', list.id);
  return field({ label, help, required, control, name: path, after: list || undefined });
}
