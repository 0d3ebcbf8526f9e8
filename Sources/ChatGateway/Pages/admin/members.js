/** Who may do what on a channel: four permissions, each independent of the others (spec section 5.3). */

/** @typedef {{channel: string, agent: string, respond: boolean, notify: boolean, listen: boolean, manage: boolean}} Member */

export const permissions = [
  { name: 'respond', label: 'Can respond', short: 'Respond', help: 'Answers chats of this channel.' },
  { name: 'notify', label: 'Notifications', short: 'Notify', help: 'Gets warnings of the channel while Present.' },
  { name: 'listen', label: 'Can listen in', short: 'Listen', help: 'Opens others’ chats to read along; they are not told.' },
  { name: 'manage', label: 'Manager', short: 'Manage', help: 'Takes over and transfers chats, gets managers’ warnings, changes this channel.' },
];

/** What a new member may: respond and notifications. */
export function newMember(channel, agent) {
  return { channel, agent, respond: true, notify: true, listen: false, manage: false };
}

/**
 * The members of a channel, by the agents' memberships.
 *
 * @param {{agent: string, channels: Member[]}[]} agents
 * @returns {Member[]}
 */
export function membersOf(agents, channel) {
  return agents.flatMap((agent) => agent.channels.filter((member) => member.channel === channel));
}

/**
 * The commands that make `before` into `after`.
 *
 * @param {Member[]} before
 * @param {Member[]} after
 * @returns {{type: "member.save" | "member.remove", body: object}[]}
 */
export function memberCommands(before, after) {
  const key = ({ channel, agent }) => `${channel} ${agent}`;
  const earlier = new Map(before.map((member) => [key(member), member]));
  const later = new Map(after.map((member) => [key(member), member]));
  const commands = [];
  for (const [at, member] of later) {
    const old = earlier.get(at);
    const isEmpty = !permissions.some(({ name }) => member[name]);
    if (isEmpty && old) commands.push(removal(member));
    else if (!isEmpty && (!old || permissions.some(({ name }) => old[name] !== member[name]))) {
      const { channel, agent, respond, notify, listen, manage } = member;
      commands.push({ type: 'member.save', body: { channel, agent, respond, notify, listen, manage } });
    }
  }
  for (const [at, member] of earlier) if (!later.has(at)) commands.push(removal(member));
  // Whoever takes the permission to manage away from himself does so last: after it he may change nothing more.
  return commands.sort((first, second) => Number(losesManage(first)) - Number(losesManage(second)));

  function losesManage({ type, body }) {
    return earlier.get(key(body))?.manage === true && (type === 'member.remove' || !body.manage);
  }
}

function removal({ channel, agent }) {
  return { type: 'member.remove', body: { channel, agent } };
}
