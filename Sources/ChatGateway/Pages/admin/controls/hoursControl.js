import { element, fill } from '../../desk/element.js';
import { icon } from '../../desk/icon.js';
import { nextInterval, runsOverMidnight, tidyTime, weekdays } from '../openingHours.js';
import { field, switchField } from '../field.js';

/** The zones that the browser knows by name. */
function zones() {
  const all = Intl.supportedValuesOf?.('timeZone') ?? [];
  return all.includes('Etc/UTC') ? all : ['Etc/UTC', ...all];
}

/**
 * The week, lunch and exceptions of a channel.
 *
 * @returns {HTMLElement & {say: () => void, problems: (found: {field: string, words: string}[]) => void}}
 */
export function hoursControl(_, { value, set }) {
  let hours = structuredClone(value);
  const rules = element('div.stack.loose');
  const node = element('div.stack');
  /** @type {Map<string, {control: HTMLElement, words: HTMLElement}>} where each thing is said, by its place on the wire */
  const places = new Map();

  function change(edit, isRedrawn = false) {
    hours = structuredClone(hours);
    edit(hours);
    set(hours);
    if (isRedrawn) draw();
  }

  function draw() {
    places.clear();
    fill(
      node,
      switchField({
        label: 'Enable opening hours', checked: hours.enabled, help: 'Outside of them visitors get the offline form. Switched off, the channel is always open.',
        onChange: (enabled) => change((all) => { all.enabled = enabled; }, true),
      }),
      hours.enabled && rules);
    if (hours.enabled) fill(rules, zone(), week(), lunch(), exceptions());
  }

  function zone() {
    const input = element('select.select', { on: { change: () => change((all) => { all.timeZone = input.value; }) } },
      [...new Set([hours.timeZone, ...zones()])].sort().map((name) => element('option', { value: name, selected: name === hours.timeZone }, name.replaceAll('_', ' '))));
    const made = field({ label: 'Time zone', control: input, help: 'All times below are local there, in summer and winter.' });
    const words = made.querySelector('.said');
    places.set('openingHours.timeZone', { control: input, words });
    return made;
  }

  function week() {
    return element('div', { role: 'group', 'aria-label': 'Week' }, weekdays.map(({ day, label }) => {
      const at = `openingHours.days.${day}`;
      const box = element('input', {
        type: 'checkbox', checked: (hours.days[day] ?? []).length > 0,
        on: { change: () => change((all) => { all.days[day] = box.checked ? [{ from: '08:00', to: '16:00' }] : []; }, true) },
      });
      return element('div.day', {}, element('label.check', {}, box, element('span', {}, label)),
        intervals(at, label, hours.days[day] ?? [], (edit) => (all) => edit(all.days[day])));
    }));
  }

  function lunch() {
    const box = element('input', {
      type: 'checkbox', checked: Boolean(hours.lunch),
      on: { change: () => change((all) => { all.lunch = box.checked ? { from: '11:30', to: '12:30' } : undefined; }, true) },
    });
    return element('div.day', {}, element('label.check', {}, box, element('span', {}, 'Lunch')),
      element('div.stack.tight', {},
        hours.lunch ? interval('openingHours.lunch', 'Lunch', hours.lunch, (edit) => (all) => edit(all.lunch)) : element('span.muted', {}, 'No lunch break'),
        element('p.hint', {}, 'On every day the chat is closed meanwhile, and visitors are told why.')));
  }

  function exceptions() {
    const list = hours.exceptions ?? [];
    return element('div.stack', { role: 'group', 'aria-label': 'Exceptions' },
      element('h4', {}, 'Exceptions'),
      element('p.hint', {}, 'Holidays and other days with hours of their own. Without hours the day is closed.'),
      list.map((exception, index) => {
        const at = `openingHours.exceptions[${index}]`;
        const name = `Exception ${index + 1}`;
        const date = element('input.input', { type: 'date', value: exception.date, 'aria-label': `${name}: date`, on: { change: () => change((all) => { all.exceptions[index].date = date.value; }) } });
        return element('div.day', {},
          element('div.stack.tight', {}, date, said(`${at}.date`, date)),
          intervals(at + '.intervals', name, exception.intervals, (edit) => (all) => edit(all.exceptions[index].intervals), {
            label: `Remove exception ${index + 1}`, run: () => change((all) => { all.exceptions.splice(index, 1); }, true),
          }));
      }),
      element('div', {}, element('button.btn.btn-sm', {
        type: 'button', on: {
          click: () => {
            change((all) => { all.exceptions = [...(all.exceptions ?? []), { date: '', intervals: [] }]; }, true);
            rules.querySelector('.day:last-of-type input[type="date"]')?.focus();
          },
        },
      }, icon('plus'), 'Add an exception')));
  }

  function intervals(at, name, list, within, removal) {
    return element('div.stack.tight', {},
      list.length === 0 && element('span.muted.closed', {}, 'Closed'),
      list.map((one, index) => element('div.stack.tight', {},
        interval(`${at}[${index}]`, list.length > 1 ? `${name} ${index + 1}` : name, one, (edit) => within((all) => edit(all[index])), {
          label: `Remove ${name} ${one.from} to ${one.to}`, run: () => change(within((all) => all.splice(index, 1)), true),
        }))),
      element('div.row', {},
        element('button.btn.btn-ghost.btn-sm', {
          type: 'button', 'aria-label': `${name}: add hours`, on: { click: () => change(within((all) => all.push(nextInterval(all))), true) },
        }, icon('plus'), 'Add hours'),
        removal && element('button.btn.btn-ghost.btn-sm', { type: 'button', 'aria-label': removal.label, on: { click: removal.run } }, icon('trash'), 'Remove')));
  }

  function interval(at, name, one, within, removal) {
    const night = element('span.tag', { hidden: !runsOverMidnight(one) }, icon('moon'), 'next day');
    const time = (end, words) => {
      const input = element('input.input', {
        type: 'text', inputmode: 'numeric', maxlength: 5, value: one[end], 'aria-label': `${name}: ${words}`, autocomplete: 'off',
        on: {
          input: () => change(within((all) => { all[end] = tidyTime(input.value); })),
          change: () => {
            input.value = tidyTime(input.value);
            one = { ...one, [end]: input.value };
            night.hidden = !runsOverMidnight(one);
          },
        },
      });
      return input;
    };
    const [from, to] = [time('from', 'from'), time('to', 'to')];
    return element('div.stack.tight', {},
      element('div.interval', {}, from, element('span', { 'aria-hidden': 'true' }, '–'), to, night,
        removal && element('button.btn.btn-ghost.btn-icon.btn-sm', { type: 'button', 'aria-label': removal.label, on: { click: removal.run } }, icon('close'))),
      said(`${at}.from`, from), said(`${at}.to`, to), said(at, from));
  }

  function said(at, control) {
    const words = element('div.said', { 'aria-live': 'polite' });
    places.set(at, { control, words });
    return words;
  }

  node.say = () => {};
  node.problems = (found) => {
    for (const { control, words } of places.values()) {
      control.removeAttribute('aria-invalid');
      words.replaceChildren();
    }
    for (const { field: at, words: text } of found) {
      const place = places.get(at) ?? places.get(at.replace(/\.(from|to)$/, '')) ?? [...places.entries()].find(([key]) => at.startsWith(key))?.[1];
      if (!place) continue;
      place.control.setAttribute('aria-invalid', 'true');
      place.words.append(element('p.field-error', {}, icon('alert'), element('span', {}, text)));
    }
  };
  draw();
  return node;
}
