import { element } from '../../desk/element.js';
import { field } from '../field.js';

/** A number with its unit; what is no number yet is `null`. */
export function numberControl({ label, help, path, unit, min, max, fraction }, { value, set }) {
  const control = element('input.input.short', {
    type: 'number', inputmode: fraction ? 'decimal' : 'numeric', min, max, step: fraction ? 'any' : 1, value: value ?? '',
    on: { input: () => set(control.value === '' ? null : control.valueAsNumber) },
  });
  return field({ label, help, control, unit, name: path });
}
