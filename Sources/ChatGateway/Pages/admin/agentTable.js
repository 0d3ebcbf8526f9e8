import { avatar } from '../desk/avatar.js';
import { element } from '../desk/element.js';
import { fullName } from './names.js';
import { presenceTag } from './presenceTag.js';

/**
 * All agents: who is there, with how many chats, on which channels.
 *
 * @param {{agents: object[], nameOf: (channel: string) => string, edit?: (agent: object) => void}} options
 */
export function agentTable({ agents, nameOf, edit }) {
  return element('div.table-frame.card', { tabindex: '0', role: 'group', 'aria-label': 'Agents' }, element('table.table', {},
    element('thead', {}, element('tr', {}, ['Agent', 'Presence', 'Chats', 'Channels', 'Rights'].map((title) => element('th', { scope: 'col' }, title)))),
    element('tbody', {}, agents.map((agent) => {
      const name = fullName(agent);
      return element('tr', { class: agent.enabled ? '' : 'off', data: { agent: agent.agent } },
        element('td', {}, element('span.row', {}, avatar({ name, photo: agent.photo, presence: agent.enabled ? agent.effective : undefined }),
          element('span.account', {},
            edit ? element('button.link-button', { type: 'button', on: { click: () => edit(agent) } }, name) : name,
            element('span.muted', {}, [agent.nickname, agent.agent, agent.email].filter(Boolean).join(' · '))))),
        element('td', {}, presenceTag(agent)),
        element('td.numbers', {}, agent.capacity ? `${agent.ongoing} of ${agent.capacity}` : `${agent.ongoing}`),
        element('td', {}, element('span.row.wrap', {}, agent.channels.length === 0
          ? element('span.muted', {}, 'None')
          : agent.channels.map(({ channel }) => element('span.tag', {}, nameOf(channel))))),
        element('td', {}, element('span.row.wrap', {},
          agent.administrator && element('span.tag.tag-accent', {}, 'Administrator'),
          agent.channels.some(({ manage }) => manage) && element('span.tag', { title: 'Manages at least one channel' }, 'Manager'))));
    }))));
}
