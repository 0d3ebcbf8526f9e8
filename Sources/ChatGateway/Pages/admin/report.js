import { element } from '../desk/element.js';
import { chartCard } from './chartCard.js';
import { fullName } from './names.js';
import { weekdays } from './openingHours.js';
import { decimal, definitions, outcomes, percent, spell } from './reportFigures.js';
import { reportTable } from './reportTable.js';
import { tile } from './tile.js';

/**
 * A report's figures as tiles, charts and tables.
 *
 * @param {{reports: Record<"channel" | "agent" | "weekday" | "hour" | "month", object>, channels: Map<string, string>, agents: Map<string, object>}} options
 * @returns {HTMLElement[]}
 */
export function report({ reports, channels, agents }) {
  const { total, queueLength, busiestHour, ratings } = reports.channel;
  const { sessions } = total;
  const nameOf = (agent) => (agents.has(agent) ? fullName(agents.get(agent)) : agent ?? 'Nobody');
  const groups = (by) => new Map(reports[by].groups.map(({ key, figures }) => [key, figures]));
  const counts = (by, keys) => {
    const found = groups(by);
    return keys.map((key) => found.get(String(key))?.sessions?.incoming ?? 0);
  };
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  const hourNames = hours.map((hour) => `${String(hour).padStart(2, '0')}`);
  const stars = (value) => decimal(value, 2);
  return [
    element('div.tiles', {},
      tile({ label: 'Chats', value: sessions.incoming.toLocaleString('en'), title: definitions.chats, note: busiestHour === null ? null : `most at ${hourNames[busiestHour]}:00` }),
      tile({ label: 'Taken', value: sessions.queue.accepted.toLocaleString('en'), title: definitions.accepted }),
      tile({ label: 'Waiting time', value: spell(sessions.firstWait.mean), title: definitions.firstWait, note: sessions.firstWait.p90 === null ? null : `90 % within ${spell(sessions.firstWait.p90)}` }),
      tile({ label: 'First response', value: spell(total.firstResponse.mean), title: definitions.firstResponse, note: total.firstResponse.p90 === null ? null : `90 % within ${spell(total.firstResponse.p90)}` }),
      tile({ label: `In ${sessions.serviceLevel.target} s`, value: percent(sessions.serviceLevel.value), title: definitions.serviceLevel, note: 'service level' }),
      tile({ label: 'Abandoned', value: percent(sessions.abandonRate), title: definitions.abandonRate }),
      tile({ label: 'Duration', value: spell(sessions.duration.mean), title: definitions.duration, note: sessions.duration.p50 === null ? null : `half within ${spell(sessions.duration.p50)}` }),
      tile({ label: 'Rating', value: stars(total.ratings.mean), title: definitions.rating, note: total.ratings.count > 0 ? `${total.ratings.count} of ${total.ratings.asked} rated, ${percent(total.ratings.satisfaction)} good` : null })),
    element('div.cards', {},
      chartCard({ title: 'Chats by hour of the day', kind: 'bars', data: { labels: hourNames, series: [{ name: 'Chats', values: counts('hour', hours) }] } }),
      chartCard({ title: 'Chats by weekday', kind: 'bars', data: { labels: weekdays.map(({ short }) => short), series: [{ name: 'Chats', values: counts('weekday', [1, 2, 3, 4, 5, 6, 7]) }] } }),
      chartCard({
        title: 'Length of the queue by hour', kind: 'line', note: 'mean', format: (value) => decimal(value, 2),
        data: { labels: hourNames, series: [{ name: 'Waiting', values: hours.map((hour) => queueLength.find((one) => one.hour === hour)?.average ?? null) }] },
      }),
      chartCard({ title: 'Chats by month', kind: 'bars', data: { labels: reports.month.groups.map(({ key }) => key), series: [{ name: 'Chats', values: reports.month.groups.map(({ figures }) => figures.sessions?.incoming ?? 0) }] } })),
    reportTable({
      title: 'Channels', file: 'channels',
      columns: [
        { label: 'Channel' }, { label: 'Chats', title: definitions.chats }, { label: 'Taken', title: definitions.accepted }, { label: 'Waiting time (s)', title: definitions.firstWait, write: spell },
        { label: 'First response (s)', title: definitions.firstResponse, write: spell }, { label: 'Service level', title: definitions.serviceLevel, write: percent },
        { label: 'Abandoned', title: definitions.abandonRate, write: percent }, { label: 'Duration (s)', title: definitions.duration, write: spell }, { label: 'Unanswered at the end', title: definitions.unanswered },
        { label: 'Rating', title: definitions.rating, write: stars }, { label: 'Rated' },
      ],
      rows: reports.channel.groups.map(({ key, figures: f }) => [
        channels.get(key) ?? key, f.sessions.incoming, f.sessions.queue.accepted, f.sessions.firstWait.mean, f.firstResponse.mean, f.sessions.serviceLevel.value, f.sessions.abandonRate,
        f.sessions.duration.mean, f.sessions.unansweredAtClose, f.ratings.mean, f.ratings.count,
      ]),
    }),
    reportTable({
      title: 'Agents', file: 'agents',
      columns: [
        { label: 'Agent' }, { label: 'Chats', title: 'Chats that the agent had, each time anew.' }, { label: 'Lines' }, { label: 'Time with a chat (s)', title: definitions.handle, write: spell },
        { label: 'First response (s)', title: definitions.firstResponse, write: spell }, { label: 'Response (s)', title: definitions.response, write: spell },
        { label: 'At once', title: definitions.concurrency, write: decimal }, { label: 'Occupied', title: definitions.occupancy, write: percent }, { label: 'Utilised', title: definitions.utilisation, write: percent },
        { label: 'Offers accepted', write: percent }, { label: 'Rating', title: definitions.rating, write: stars }, { label: 'Rated' },
      ],
      rows: reports.agent.groups.map(({ key, figures: f }) => [
        nameOf(key), f.legs.count, f.legs.messages, f.legs.handle.mean, f.firstResponse.mean, f.legs.response.mean, f.time?.concurrency ?? null, f.time?.occupancy ?? null, f.time?.utilisation ?? null,
        f.offers.acceptRate, f.ratings.mean, f.ratings.count,
      ]),
    }),
    element('div.cards', {},
      reportTable({
        title: 'How chats ended', file: 'outcomes', columns: [{ label: 'Outcome' }, { label: 'Chats' }, { label: 'Share', write: percent }],
        rows: outcomes.filter(({ name }) => sessions.outcomes[name] > 0).map(({ name, label }) => [label, sessions.outcomes[name], sessions.ended > 0 ? sessions.outcomes[name] / sessions.ended : null]),
      }),
      reportTable({
        title: 'Ratings by agent and month', file: 'ratings', empty: 'Nobody rated a chat in this range.',
        columns: [{ label: 'Agent' }, { label: 'Month' }, { label: 'Rating', title: definitions.rating, write: stars }, { label: 'Rated' }, { label: 'Good', title: definitions.satisfaction, write: percent }],
        rows: ratings.filter(({ ratings: given }) => given.count > 0).map(({ agent, month, ratings: given }) => [nameOf(agent), month, given.mean, given.count, given.satisfaction]),
      })),
    meanings(),
  ];
}

function meanings() {
  const words = [
    ['Chats', definitions.chats], ['Taken by agents', definitions.accepted], ['Waiting time', definitions.firstWait], ['First response', definitions.firstResponse], ['Response', definitions.response],
    ['Service level', definitions.serviceLevel], ['Abandoned', definitions.abandonRate], ['Duration', definitions.duration], ['Time with a chat', definitions.handle], ['At once', definitions.concurrency],
    ['Occupied', definitions.occupancy], ['Utilised', definitions.utilisation], ['Rating', definitions.rating], ['Good', definitions.satisfaction], ['Length of the queue', definitions.queueLength],
    ['Unanswered at the end', definitions.unanswered], ...outcomes.map(({ label, meaning }) => [label, meaning]),
  ];
  return element('details.card.card-body', {}, element('summary', {}, 'What the figures mean'), element('dl.facts.attributes', {}, words.flatMap(([name, meaning]) => [element('dt', {}, name), element('dd', {}, meaning)])));
}
