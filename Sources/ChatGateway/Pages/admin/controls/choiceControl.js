import { element } from '../../desk/element.js';
import { field, select } from '../field.js';

/** One of several. `none`: the words for no choice at all. */
export function choiceControl({ label, help, path, required }, { value, set, choices, none }) {
  const known = choices.some((choice) => choice.value === value);
  const all = [
    ...(none || required ? [{ value: '', label: none ?? 'Choose…' }] : []), ...choices,
    // What was removed meanwhile is still what is set.
    ...(value && !known ? [{ value, label: `${value} (not there any more)` }] : []),
  ];
  const control = select({ choices: all, value: value ?? '', onChange: (chosen) => set(chosen === '' ? undefined : chosen) });
  return field({ label, help, required, control, name: path, after: choices.length === 0 && none ? element('span.muted.small', {}, 'There are none yet') : undefined });
}
