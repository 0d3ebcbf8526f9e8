import { element } from '../../desk/element.js';
import { formFields } from '../channelFields.js';
import { field } from '../field.js';

/** Which fields a form asks for. */
export function fieldsControl({ label, help }, { value, set }) {
  let chosen = new Set(value ?? []);
  const control = element('div.checks', {}, formFields.map((one) => {
    const box = element('input', {
      type: 'checkbox', checked: chosen.has(one.value),
      on: {
        change: () => {
          chosen = new Set(chosen);
          if (box.checked) chosen.add(one.value);
          else chosen.delete(one.value);
          set(formFields.map((each) => each.value).filter((name) => chosen.has(name)));
        },
      },
    });
    return element('label.check', {}, box, element('span', {}, one.label));
  }));
  return field({ label, help, control });
}
