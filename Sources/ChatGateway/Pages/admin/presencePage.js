import { avatar } from '../desk/avatar.js';
import { wordsOf } from '../desk/apiError.js';
import { element, fill } from '../desk/element.js';
import { notify } from '../desk/notice.js';
import { emptyState } from './emptyState.js';
import { fullName } from './names.js';
import { presenceTag } from './presenceTag.js';
import { repeat } from './repeat.js';
import { tile } from './tile.js';

/** Who is there, on which channels; a manager sets the members of his channels Present or Away. */
export function open(main, context) {
  const { api, me, managed } = context;
  const tiles = element('div.tiles');
  const list = element('div');
  fill(main, element('div.page', {},
    element('header.page-header', {}, element('div.grow', {}, element('h1', {}, 'Presence'), element('p', {}, 'Present agents with an open Chat screen get chats and warnings. Nobody present: visitors get the offline form.'))),
    tiles, list));
  fill(list, element('p.empty', {}, element('span.spinner', { role: 'status', 'aria-label': 'Loading' })));

  async function load() {
    const [agents, channels] = await Promise.all([api.all('agent.list'), api.all('channel.list')]);
    draw(agents.filter(({ enabled }) => enabled), new Map(channels.map(({ channel, name }) => [channel, name])));
  }

  const maySet = (agent) => agent.agent === me.agent || agent.channels.some(({ channel }) => managed.includes(channel));

  function draw(agents, names) {
    const count = (effective) => String(agents.filter((agent) => agent.effective === effective).length);
    fill(tiles,
      tile({ label: 'Present', value: count('present') }), tile({ label: 'Away', value: count('away') }),
      tile({ label: 'Not responding', value: count('notResponding'), title: 'Let an offer pass, and did nothing since.' }), tile({ label: 'Not connected', value: count('disconnected'), title: 'No Chat screen is open.' }),
      tile({ label: 'Chats now', value: String(agents.reduce((sum, { ongoing }) => sum + ongoing, 0)) }));
    const focused = document.activeElement?.closest?.('[data-agent]')?.dataset.agent;
    const order = { present: 0, notResponding: 1, away: 2, disconnected: 3 };
    const sorted = [...agents].sort((left, right) => order[left.effective] - order[right.effective] || fullName(left).localeCompare(fullName(right)));
    fill(list, sorted.length === 0
      ? emptyState({ icon: 'users', title: 'There is nobody', text: 'Agents are added on the page Agents.' })
      : element('ul.rows.card', {}, sorted.map((agent) => row(agent, names))));
    if (focused) list.querySelector(`[data-agent="${CSS.escape(focused)}"] input`)?.focus();
  }

  function row(agent, names) {
    const name = fullName(agent);
    const toggle = element('input', {
      type: 'checkbox', role: 'switch', checked: agent.wanted === 'present', 'aria-label': `${name}: Present`, disabled: !maySet(agent), on: { change: () => set(agent, toggle) },
    });
    return element('li.row.wrap', { data: { agent: agent.agent } },
      avatar({ name, photo: agent.photo, presence: agent.effective }),
      element('span.grow.account', {}, name, element('span.muted', {}, agent.channels.map(({ channel }) => names.get(channel) ?? channel).join(', ') || 'On no channel')),
      element('span.numbers.muted', {}, `${agent.ongoing}${agent.capacity ? ` of ${agent.capacity}` : ''} ${agent.ongoing === 1 && !agent.capacity ? 'chat' : 'chats'}`),
      presenceTag(agent),
      element('label.switch', { title: maySet(agent) ? null : 'Set by himself, or by a manager of one of his channels' }, toggle, element('span.presence-word', {}, agent.wanted === 'present' ? 'Present' : 'Away')));
  }

  async function set(agent, toggle) {
    try {
      await api.send('presence.set', { status: toggle.checked ? 'present' : 'away', ...(agent.agent === me.agent ? {} : { agents: [agent.agent] }) }, { patience: 30, lane: 'presence' });
    } catch (error) {
      notify({ kind: 'danger', title: `The presence of ${fullName(agent)} was not changed`, text: wordsOf(error) });
    }
    await load().catch(() => {});
  }

  const stop = repeat(load, 5, (error) => fill(list, emptyState({ icon: 'warning', title: 'The agents could not be read', text: wordsOf(error) })));
  return { leave: stop };
}
