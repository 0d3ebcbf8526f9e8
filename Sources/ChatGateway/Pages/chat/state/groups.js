/** What is shown where: pure views of the state. */

const eightHours = 8 * 3600 * 1000;

/** What a session is to me: `owner`, `target` (a transfer or an offer waits for my answer), `listener` or `none`. */
export function roleOf(state, card) {
  if (card.statusCode >= 5 && card.statusCode <= 6) {
    if (card.agent === state.me) return 'owner';
    if (card.transferTo === state.me) return 'target';
  }
  if (card.statusCode === 4 && card.offeredUntil) return 'target';
  return state.listening.includes(card.session) ? 'listener' : 'none';
}

/** My chats that go on, and those that somebody wants to give me: these first, then the newest. */
export function ongoing(state) {
  return Object.values(state.sessions)
    .filter((card) => isConversation(card) && (card.agent === state.me || card.transferTo === state.me))
    .sort((one, other) =>
      Number(other.transferTo === state.me) - Number(one.transferTo === state.me)
      || compare(other.startedAt, one.startedAt) || compare(one.session, other.session));
}

/** Chats that were mine and ended in the last eight hours, the last one first. */
export function recent(state, now) {
  return Object.values(state.sessions)
    .filter((card) => card.handled && card.statusCode >= 7 && card.status !== 'deleted' && card.endedAt
      && now - Date.parse(card.endedAt) < eightHours)
    .sort((one, other) => compare(other.endedAt, one.endedAt) || compare(one.session, other.session));
}

export function listening(state) {
  return state.listening
    .map((id) => state.sessions[id])
    .filter((card) => card && card.statusCode < 7 && card.agent !== state.me);
}

/** Chats that I am asked to take, the one that runs out first on top. */
export function offers(state, now) {
  return Object.values(state.sessions)
    .filter((card) => card.statusCode === 4 && card.offeredUntil && Date.parse(card.offeredUntil) > now)
    .sort((one, other) => compare(one.offeredUntil, other.offeredUntil));
}

/** Chats that wait, in the order of the queue. */
export function incoming(state, channel) {
  return Object.values(state.sessions)
    .filter((card) => card.statusCode === 4 && state.channels[card.channel] && (!channel || card.channel === channel))
    .sort((one, other) =>
      compare(one.queuedAt ?? one.requestedAt, other.queuedAt ?? other.requestedAt) || compare(one.session, other.session));
}

/** Everybody's chats that go on. */
export function underway(state, channel) {
  return Object.values(state.sessions)
    .filter((card) => isConversation(card) && card.agent && state.channels[card.channel] && (!channel || card.channel === channel))
    .sort((one, other) => compare(one.startedAt, other.startedAt) || compare(one.session, other.session));
}

/** How many wait on channels where I have any permission: the Dashboard's badge. */
export function waitingCount(state, channel) {
  return sum(state, channel, (card) => card.waiting);
}

/** How many wait that I may take: *Get next (n)*. */
export function nextCount(state) {
  return sum(state, null, (card) => (card.member.respond ? card.waiting : 0));
}

/** Agents who could take a chat now on these channels: each counts once. */
export function availableAgents(state, channel) {
  return Object.values(state.agents).filter((agent) =>
    agent.effective === 'present' && agent.enabled !== false
    && !(agent.capacity > 0 && agent.ongoing >= agent.capacity)
    && (agent.channels ?? []).some((member) =>
      member.respond && state.channels[member.channel] && (!channel || member.channel === channel)));
}

/** Whether I have a permission on a channel. */
export function may(state, permission, channel) {
  return state.channels[channel]?.member?.[permission] === true;
}

export function isConversation(card) {
  return card.statusCode === 5 || card.statusCode === 6;
}

/** How somebody is called on these pages. */
export function agentName(state, handle) {
  if (!handle) return '';
  return state.agents[handle]?.nickname || handle;
}

/** How a visitor is called: by name, else by mail address, else as a visitor. */
export function visitorName(card) {
  return card.visitor?.name || card.visitor?.email || 'Visitor';
}

/**
 * How urgent a wait is (statistics, "Dashboard"): `ok` under the agents' warning limit, `warn` under the managers', else
 * `danger`; `none` where no limit is set.
 *
 * @param {number} seconds
 * @param {{agentNewChat?: number, managerNewChat?: number}[]} warnings limits in minutes; 0 is off
 */
export function urgency(seconds, warnings) {
  const least = (values) => Math.min(...values.filter((value) => value > 0)) * 60;
  const agents = least(warnings.map((limits) => limits?.agentNewChat ?? 0));
  const managers = least(warnings.map((limits) => limits?.managerNewChat ?? 0));
  if (seconds >= managers) return 'danger';
  if (seconds >= agents) return 'warn';
  return agents === Infinity && managers === Infinity ? 'none' : 'ok';
}

/** The limits of the channels chosen, or of all. */
export function warningsOf(state, channel) {
  return Object.values(state.settings)
    .filter((settings) => state.channels[settings.channel] && (!channel || settings.channel === channel))
    .map(({ warnings }) => warnings);
}

function sum(state, channel, figure) {
  let total = 0;
  for (const card of Object.values(state.channels)) if (!channel || card.channel === channel) total += figure(card) ?? 0;
  return total;
}

function compare(one, other) {
  return one === other ? 0 : (one ?? '') < (other ?? '') ? -1 : 1;
}
