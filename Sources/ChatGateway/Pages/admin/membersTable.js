import { avatar } from '../desk/avatar.js';
import { element, fill } from '../desk/element.js';
import { icon } from '../desk/icon.js';
import { select } from './field.js';
import { newMember, permissions } from './members.js';
import { fullName } from './names.js';

/**
 * The agents of a channel with their four permissions (spec section 5.3).
 *
 * @param {{members: import('./members.js').Member[], agents: object[], channel: () => string, set: (members: object[]) => void}} options
 */
export function membersTable({ members: given, agents, channel, set }) {
  let members = given;
  const node = element('div.stack');
  const byName = new Map(agents.map((agent) => [agent.agent, agent]));

  function change(next, focus) {
    members = next;
    set(members);
    draw();
    node.querySelector(focus)?.focus();
  }

  function draw() {
    const others = agents.filter(({ agent }) => !members.some((member) => member.agent === agent));
    const choice = select({
      choices: [{ value: '', label: others.length > 0 ? 'Choose an agent…' : 'All agents are members' }, ...others.map((agent) => ({ value: agent.agent, label: `${fullName(agent)} (${agent.agent})` }))],
      value: '', label: 'Agent to add', disabled: others.length === 0,
    });
    const add = element('button.btn', {
      type: 'button', disabled: others.length === 0,
      on: {
        click: () => {
          if (choice.value) change([...members, newMember(channel(), choice.value)], 'select');
          else choice.focus();
        },
      },
    }, icon('plus'), 'Add');
    fill(
      node,
      element('div.row', {}, choice, add),
      members.length === 0
        ? element('p.muted', {}, 'Nobody yet: chats of this channel are seen by nobody, and visitors get the offline form.')
        : element('div.table-frame.card', { tabindex: '0', role: 'group', 'aria-label': 'Members' }, table()),
      element('dl.facts.small', {}, permissions.flatMap(({ label, help }) => [element('dt', {}, label), element('dd', {}, help)])));
  }

  function table() {
    return element('table.table', {},
      element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, 'Agent'),
        permissions.map(({ label, help }) => element('th.centre', { scope: 'col', title: help }, label)),
        element('th', {}, element('span.visually-hidden', {}, 'Remove')))),
      element('tbody', {}, members.map((member, index) => {
        const agent = byName.get(member.agent) ?? { agent: member.agent, nickname: member.agent, firstName: '', lastName: '' };
        return element('tr', {},
          element('td', {}, element('span.row', {}, avatar({ name: fullName(agent), photo: agent.photo, size: 's' }), element('span', {}, fullName(agent)))),
          permissions.map(({ name, label }) => {
            const box = element('input', {
              type: 'checkbox', checked: member[name], 'aria-label': `${fullName(agent)}: ${label}`,
              on: {
                change: () => {
                  members = members.map((one, at) => (at === index ? { ...one, [name]: box.checked } : one));
                  member = members[index];
                  set(members);
                },
              },
            });
            return element('td.centre', {}, box);
          }),
          element('td.number', {}, element('button.btn.btn-ghost.btn-icon.btn-sm', {
            type: 'button', 'aria-label': `Remove ${fullName(agent)}`, on: { click: () => change(members.filter((_, at) => at !== index), 'select') },
          }, icon('close'))));
      })));
  }

  draw();
  return node;
}
