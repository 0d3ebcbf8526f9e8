import { element, uniqueId } from '../desk/element.js';
import { icon } from '../desk/icon.js';

/**
 * A label, a control, what it means, and what is wrong with it.
 *
 * @param {{label: string, control: HTMLElement, help?: string, required?: boolean, unit?: string, after?: Node, name?: string}} options
 * @returns {HTMLElement & {say: (words?: string, kind?: "error" | "warning") => void}}
 */
export function field({ label, control, help, required, unit, after, name }) {
  const id = control.id || uniqueId('field');
  control.id = id;
  const helpId = `${id}-help`;
  const sayId = `${id}-error`;
  if (name) control.setAttribute('name', name);
  if (help) control.setAttribute('aria-describedby', helpId);
  if (required) control.setAttribute('aria-required', 'true');
  const isGroup = control.matches('div, fieldset');
  const said = element('div.said', { id: sayId, 'aria-live': 'polite' });
  const labelled = isGroup
    ? element('span.label', { id: `${id}-label` }, label)
    : element('label', { for: id }, label);
  if (isGroup) {
    control.setAttribute('role', control.getAttribute('role') ?? 'group');
    control.setAttribute('aria-labelledby', `${id}-label`);
  }
  if (required) labelled.append(element('span.required', { 'aria-hidden': 'true' }, ' *'));
  const node = element(
    'div.field', {}, labelled,
    unit || after ? element('div.row', {}, control, unit && element('span.muted.unit', {}, unit), after) : control,
    said, help && element('p.hint', { id: helpId }, help));
  node.say = (words, kind = 'error') => {
    if (said.textContent === (words ?? '') && said.dataset.kind === kind) return;
    said.dataset.kind = kind;
    const target = isGroup ? control.querySelector('input, select, textarea') ?? control : control;
    if (words && kind === 'error') target.setAttribute('aria-invalid', 'true');
    else target.removeAttribute('aria-invalid');
    target.setAttribute('aria-describedby', [words && sayId, help && helpId].filter(Boolean).join(' '));
    said.replaceChildren(...(words
      ? [element('p', { class: kind === 'error' ? 'field-error' : 'field-warning' }, icon(kind === 'error' ? 'alert' : 'warning'), element('span', {}, words))]
      : []));
  };
  return node;
}

/** A switch with its meaning below. */
export function switchField({ label, help, checked, onChange, name, disabled }) {
  const helpId = uniqueId('help');
  const input = element('input', { type: 'checkbox', role: 'switch', checked, name, disabled, 'aria-describedby': help ? helpId : null, on: { change: () => onChange?.(input.checked) } });
  const node = element('div.field', {}, element('label.switch', {}, input, element('span', {}, label)), help && element('p.hint', { id: helpId }, help));
  node.say = () => {};
  node.input = input;
  return node;
}

/** A drop-down. `choices`: `{value, label}`. */
export function select({ choices, value, onChange, label, small, disabled }) {
  const made = element(
    'select.select', { class: small ? 'select-sm' : '', 'aria-label': label, disabled, on: { change: () => onChange?.(made.value) } },
    choices.map((choice) => element('option', { value: choice.value, selected: choice.value === value }, choice.label)));
  return made;
}
