import { avatar } from '../desk/avatar.js';
import { wordsOf } from '../desk/apiError.js';
import { element } from '../desk/element.js';
import { notify } from '../desk/notice.js';
import { permissions } from './members.js';
import { fullName } from './names.js';

/**
 * Who may do what where: each press is saved at once.
 *
 * @param {{agents: object[], channels: {channel: string, name: string}[], api: import('../desk/api.js').Api}} options
 *   `channels`: those that one manages
 */
export function permissionsMatrix({ agents, channels, api }) {
  return element('div.stack', {},
    element('dl.facts.small', {}, permissions.flatMap(({ label, short, help }) => [
      element('dt', {}, element('span.strong', {}, short[0]), ` ${label}`), element('dd', {}, help),
    ])),
    element('div.table-frame.card', { tabindex: '0', role: 'group', 'aria-label': 'Permissions' }, element('table.table.matrix', {},
      element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, 'Agent'),
        channels.map(({ name }) => element('th.centre', { scope: 'col', title: name }, element('span.truncate', {}, name))))),
      element('tbody', {}, agents.map((agent) => element('tr', {},
        element('th.account', { scope: 'row' }, element('span.row', {}, avatar({ name: fullName(agent), photo: agent.photo, size: 's' }), fullName(agent))),
        channels.map((channel) => element('td', {}, cell(agent, channel)))))))));

  function cell(agent, { channel, name }) {
    let member = agent.channels.find((one) => one.channel === channel) ?? { channel, agent: agent.agent, respond: false, notify: false, listen: false, manage: false };
    const group = element('div.toggles', { role: 'group', 'aria-label': `${fullName(agent)} on ${name}` });
    group.append(...permissions.map(({ name: permission, label, short }) => {
      const button = element('button.toggle', {
        type: 'button', title: label, 'aria-label': label, 'aria-pressed': String(member[permission]),
        on: { click: () => press(permission) },
      }, short[0]);
      button.dataset.permission = permission;
      return button;
    }));

    function draw() {
      for (const button of group.children) button.setAttribute('aria-pressed', String(member[button.dataset.permission]));
    }

    async function press(permission) {
      const before = member;
      member = { ...member, [permission]: !member[permission] };
      draw();
      const isMember = permissions.some(({ name: one }) => member[one]);
      const { agent: who } = agent;
      try {
        // One after the other, so that the last press is what holds.
        if (isMember) await api.send('member.save', member, { patience: 30, lane: `members ${channel}` });
        else await api.send('member.remove', { channel, agent: who }, { patience: 30, lane: `members ${channel}` });
        agent.channels = [...agent.channels.filter((one) => one.channel !== channel), ...(isMember ? [member] : [])];
      } catch (error) {
        member = before;
        draw();
        notify({ kind: 'danger', title: `${fullName(agent)} on ${name} was not changed`, text: wordsOf(error) });
      }
    }

    return group;
  }
}
