import { wordsOf } from '../desk/apiError.js';
import { element, fill } from '../desk/element.js';
import { icon } from '../desk/icon.js';
import { emptyState } from './emptyState.js';
import { field, select } from './field.js';
import { report } from './report.js';
import { formulae, targets } from './reportFigures.js';
import { daysOf, plusDays, ranges, todayIn } from './reportRange.js';

/** Reports over the channels that one manages (spec/statistics.md "Reports"). */
export function open(main, context) {
  const { api, me, isAdministrator, managed } = context;
  const wanted = { range: '28', channel: '', formula: formulae[0].value, target: '20' };
  const today = todayIn(me.timeZone);
  let turn = 0;
  const figures = element('div.stack', { 'aria-live': 'polite', 'aria-busy': 'true' });
  const said = element('p.muted', { role: 'status' });
  const choice = (name, choices) => select({ choices, value: wanted[name], onChange: (value) => { wanted[name] = value; own(); show(); } });
  const channel = choice('channel', [{ value: '', label: 'All channels' }]);
  const day = (value) => element('input.input', { type: 'date', value, max: today, on: { change: show } });
  const [from, to] = [day(plusDays(today, -27)), day(today)];
  const ownDays = element('div.row', { hidden: true }, field({ label: 'From', control: from }), field({ label: 'To', control: to }));
  fill(main, element('div.page', {},
    element('header.page-header', {}, element('div.grow', {}, element('h1', {}, 'Reports'), said),
      element('button.btn', { type: 'button', on: { click: show } }, icon('refresh'), 'Read anew')),
    element('div.filters.card.card-body', { role: 'search', 'aria-label': 'What the report is about' },
      field({ label: 'Days', control: choice('range', ranges) }), ownDays, field({ label: 'Channel', control: channel }),
      field({ label: 'Service level within', control: choice('target', targets.map((seconds) => ({ value: String(seconds), label: `${seconds} s` }))) }),
      field({ label: 'Formula', control: choice('formula', formulae) })),
    figures));

  function own() {
    ownDays.hidden = wanted.range !== 'own';
  }

  async function show() {
    const mine = ++turn;
    const days = daysOf(wanted.range, today, { from: from.value, to: to.value });
    if (!days.from || !days.to || days.from > days.to) return fill(figures, emptyState({ icon: 'alert', title: 'Choose two days', text: 'The first day lies before the last, or is the same.' }));
    figures.setAttribute('aria-busy', 'true');
    if (!figures.hasChildNodes()) fill(figures, element('p.empty', {}, element('span.spinner', { role: 'status', 'aria-label': 'Loading' })));
    try {
      const body = { view: 'report', from: days.from, to: plusDays(days.to, 1), variant: wanted.formula, target: Number(wanted.target), ...(wanted.channel ? { channels: [wanted.channel] } : {}) };
      const [channels, agents, ...found] = await Promise.all([
        api.all('channel.list'), api.all('agent.list'),
        ...['channel', 'agent', 'weekday', 'hour', 'month'].map((by) => api.send('statistics.get', { ...body, by }, { patience: 30 })),
      ]);
      if (mine !== turn) return undefined;
      const names = new Map(channels.map((one) => [one.channel, one.name]));
      offer(channels);
      const [channelReport, agent, weekday, hour, month] = found;
      said.textContent = `${dayInWords(days.from)}${days.to === days.from ? '' : ` to ${dayInWords(days.to)}`}, ${channelReport.zone.replaceAll('_', ' ')}`;
      fill(figures, report({ reports: { channel: channelReport, agent, weekday, hour, month }, channels: names, agents: new Map(agents.map((one) => [one.agent, one])) }));
    } catch (error) {
      if (mine === turn) fill(figures, emptyState({ icon: 'warning', title: 'The report could not be made', text: wordsOf(error) }));
    } finally {
      if (mine === turn) figures.removeAttribute('aria-busy');
    }
    return undefined;
  }

  function offer(channels) {
    const mine = channels.filter((one) => isAdministrator || managed.includes(one.channel)).sort((left, right) => left.name.localeCompare(right.name));
    fill(channel, [{ channel: '', name: 'All channels' }, ...mine].map((one) => element('option', { value: one.channel, selected: one.channel === wanted.channel }, one.name)));
  }

  show();
  return {
    leave() {
      turn += 1;
    },
  };
}

function dayInWords(date) {
  return new Date(`${date}T12:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}
