import { emptyLog, takeEarlier, takeEvent, takePage } from './log.js';
import { addLine, confirmLine, dropLine, failLine, settleEvent } from './outbox.js';
import { applyEvent, lineOf, mergeCard } from './summary.js';

/**
 * One step: what is known and what came give what is known then. Pure.
 *
 * @param {import("./initial.js").State} state
 * @param {{type: string}} action
 * @returns {import("./initial.js").State}
 */
export function reduce(state, action) {
  switch (action.type) {
    case 'stream': return { ...state, stream: action.status };
    case 'broker': return { ...state, broker: action.connected };
    case 'desk': return takeDesk(state, action.desk);
    case 'settings': return { ...state, settings: Object.fromEntries(action.channels.map((one) => [one.channel, one])) };
    case 'cards': return takeCards(state, action.cards, action.view);
    case 'event': return tookEvent(state, action.event);
    case 'transient': return tookTransient(state, action.transient, action.now);
    case 'log.open': return state.logs[action.session] ? state : withLog(state, action.session, emptyLog());
    case 'log.page': return tookPage(state, action);
    case 'log.earlier': {
      const log = state.logs[action.session];
      return log ? withLog(state, action.session, takeEarlier(log, action.events)) : state;
    }
    case 'log.close': return { ...state, logs: without(state.logs, action.session) };
    case 'select': return { ...state, selected: action.session };
    case 'forget': return forget(state, action.session, action.why);
    case 'listening': return {
      ...state,
      listening: action.listens
        ? [...new Set([...state.listening, action.session])]
        : state.listening.filter((id) => id !== action.session),
    };
    case 'contact': return { ...state, contacts: { ...state.contacts, [action.id]: action.name } };
    case 'offer.over': return change(state, action.session, { offeredUntil: undefined });
    case 'presence': return {
      ...state,
      agent: { ...state.agent, wanted: action.wanted, effective: action.effective ?? state.agent.effective },
    };
    case 'profile': return { ...state, agent: { ...state.agent, ...action.fields } };
    case 'line.add': return { ...state, lines: addLine(state.lines, action.line) };
    case 'line.confirm': {
      const through = state.logs[action.session]?.through;
      return { ...state, lines: confirmLine(state.lines, action.id, action.seq, through) };
    }
    case 'line.fail': return { ...state, lines: failLine(state.lines, action.id, action.failed) };
    case 'line.drop': return { ...state, lines: dropLine(state.lines, action.id) };
    case 'typing.over': return { ...state, typing: without(state.typing, action.session) };
    default: throw new TypeError(`there is no action ${action.type}`);
  }
}

/** `desk.get`: everything is looked at anew; what it does not list is kept only while it is open here. */
function takeDesk(state, desk) {
  const sessions = {};
  for (const id of Object.keys(state.logs)) if (state.sessions[id]) sessions[id] = state.sessions[id];
  for (const [list, extra] of [
    [desk.recent, { handled: true }], [desk.incoming, {}], [desk.ongoing, { handled: true }], [desk.listening, {}],
    // Of others, for my answer.
    [desk.transfers ?? [], {}],
  ]) {
    for (const card of list) sessions[card.session] = { ...mergeCard(state.sessions[card.session], card, true), ...extra };
  }
  // Those of others come by `session.list`; until then the old ones stand.
  for (const [id, card] of Object.entries(state.sessions)) {
    if (!sessions[id] && card.agent && card.agent !== state.me && card.statusCode < 7) sessions[id] = card;
  }
  return {
    ...state,
    isReady: true,
    agent: desk.me,
    agents: Object.fromEntries(desk.presence.map((agent) => [agent.agent, agent])),
    channels: Object.fromEntries(desk.channels.map((card) => [card.channel, card])),
    listening: desk.listening.map(({ session }) => session),
    sessions,
    typing: {},
  };
}

/** An answer of `session.list`; `view` ongoing is all that goes on, so others that do are over. */
function takeCards(state, cards, view) {
  const sessions = { ...state.sessions };
  if (view === 'ongoing') {
    const listed = new Set(cards.map(({ session }) => session));
    for (const [id, card] of Object.entries(sessions)) {
      const isAnothers = card.agent && card.agent !== state.me && card.statusCode < 7 && !state.logs[id];
      if (isAnothers && !listed.has(id)) delete sessions[id];
    }
  }
  for (const card of cards) sessions[card.session] = mergeCard(sessions[card.session], card, true);
  return { ...state, sessions };
}

function tookEvent(state, event) {
  const id = event.session;
  let next = state;
  const log = state.logs[id];
  if (log) {
    const taken = takeEvent(log, event);
    if (taken !== log) next = withLog(next, id, taken);
  }
  const lines = settleEvent(next.lines, event, state.me);
  if (lines !== next.lines) next = { ...next, lines };
  if (event.type === 'session.listened' && event.data.agent === state.me) {
    next = reduce(next, { type: 'listening', session: id, listens: true });
  }
  if (event.type === 'session.unlistened' && event.data.agent === state.me) {
    next = reduce(next, { type: 'listening', session: id, listens: false });
  }
  if (event.type === 'session.deleted') return forget(next, id, 'deleted');
  if (lineOf(event)?.from === 'visitor') {
    next = { ...next, typing: without(next.typing, id) };
  }
  let card = next.sessions[id];
  if (!card) {
    if (event.type !== 'session.opened' && event.type !== 'session.queued' && event.type !== 'session.assigned') return next;
    card = newCard(event, next);
  }
  const isOver = event.seq <= card.seq;
  const changed = applyEvent(card, event, state.me);
  if (changed === card && next.sessions[id]) return next;
  if (event.type === 'session.moved' && !next.channels[event.data.to]) {
    return forget(next, id, `moved:${event.data.to}`);
  }
  changed.channelName = next.channels[changed.channel]?.name ?? changed.channelName;
  // Once it is over it stops being a listener's; the former owner of a transfer becomes one.
  if (!isOver && changed.statusCode >= 7) next = reduce(next, { type: 'listening', session: id, listens: false });
  if (!isOver && event.type === 'session.assigned') {
    const isFormer = card.agent === state.me && event.data.agent !== state.me;
    if (isFormer) next = reduce(next, { type: 'listening', session: id, listens: true });
    if (event.data.agent === state.me) next = reduce(next, { type: 'listening', session: id, listens: false });
  }
  return tidy({ ...next, sessions: { ...next.sessions, [id]: changed } }, id);
}

/** A card for a session of which nothing was known: its summary follows within a second. */
function newCard(event, state) {
  return {
    session: event.session,
    channel: event.channel,
    channelName: state.channels[event.channel]?.name ?? event.channel,
    status: event.status,
    statusCode: 0,
    visitor: { id: '', name: '', verified: false },
    unread: 0,
    requestedAt: event.at,
    idleSince: event.at,
    queueLength: 0,
    connected: true,
    botActive: false,
    warned: 0,
    filesAllowed: false,
    seq: 0,
    isIncomplete: true,
  };
}

function tookTransient(state, transient, now) {
  const { channel, session, data } = transient;
  switch (transient.type) {
    case 'typing.changed':
      if (data.by !== 'visitor') return state;
      return data.typing
        ? { ...state, typing: { ...state.typing, [session]: now + 8000 } }
        : { ...state, typing: without(state.typing, session) };
    case 'queue.changed': {
      const card = state.channels[channel];
      if (!card) return state;
      return { ...state, channels: { ...state.channels, [channel]: { ...card, longestSince: undefined, ...data } } };
    }
    case 'session.summary': {
      if (!state.channels[data.channel] && !state.logs[data.session]) return state;
      const known = state.sessions[data.session];
      const merged = mergeCard(known, data, false);
      if (merged === known) return state;
      if (merged.agent !== state.me && known?.agent === state.me) merged.handled = true;
      delete merged.isIncomplete;
      return tidy({ ...state, sessions: { ...state.sessions, [data.session]: merged } }, data.session);
    }
    case 'presence.changed': {
      const agents = { ...state.agents, [data.agent]: { ...state.agents[data.agent], ...data } };
      const agent = data.agent === state.me ? { ...state.agent, ...data } : state.agent;
      return { ...state, agents, agent };
    }
    case 'channel.saved': {
      const card = state.channels[data.channel];
      if (!card) return state;
      return { ...state, channels: { ...state.channels, [data.channel]: { ...card, name: data.name } } };
    }
    default:
      // A newer worker may tell more than this page knows.
      return state;
  }
}

function tookPage(state, { session, page, after }) {
  const log = state.logs[session];
  if (!log) return state;
  const merged = withLog(state, session, takePage(log, page, after));
  const card = mergeCard(state.sessions[session], page.snapshot, true);
  let { page: address, timeZone } = card;
  for (const event of page.events) {
    if (event.type === 'session.opened') ({ page: address, timeZone } = event.data);
  }
  const transfer = card.transferTo && page.events.findLast?.(({ type }) => type === 'transfer.requested');
  const lastVisitors = page.events.findLast((event) => lineOf(event)?.from === 'visitor');
  const full = {
    ...card,
    page: address,
    timeZone,
    transferExpiresAt: transfer ? transfer.data.expiresAt : card.transferExpiresAt,
    lastVisitorSeq: Math.max(card.lastVisitorSeq ?? 0, lastVisitors?.seq ?? 0) || undefined,
    handled: card.handled || card.agent === state.me,
  };
  delete full.events;
  delete full.more;
  let next = { ...merged, sessions: { ...merged.sessions, [session]: full } };
  for (const event of page.events) next = { ...next, lines: settleEvent(next.lines, event, state.me) };
  if (page.snapshot.role === 'listener') next = reduce(next, { type: 'listening', session, listens: true });
  return next;
}

/** A session that is over, not mine and not open is of no interest any more. */
function tidy(state, id) {
  const card = state.sessions[id];
  if (card.statusCode < 7 || card.handled || state.logs[id]) return state;
  return { ...state, sessions: without(state.sessions, id), typing: without(state.typing, id) };
}

function forget(state, id, why) {
  const wasSeen = state.selected === id;
  return {
    ...state,
    sessions: without(state.sessions, id),
    logs: without(state.logs, id),
    typing: without(state.typing, id),
    listening: state.listening.filter((one) => one !== id),
    gone: wasSeen ? { ...state.gone, [id]: why } : state.gone,
  };
}

function change(state, id, fields) {
  const card = state.sessions[id];
  return card ? { ...state, sessions: { ...state.sessions, [id]: { ...card, ...fields } } } : state;
}

function withLog(state, id, log) {
  const through = log.through;
  const lines = state.lines.some((line) => line.session === id && line.seq !== undefined && through !== null && line.seq <= through)
    ? state.lines.filter((line) => line.session !== id || line.seq === undefined || line.seq > through)
    : state.lines;
  return { ...state, lines, logs: { ...state.logs, [id]: log } };
}

function without(record, key) {
  if (!(key in record)) return record;
  const { [key]: _, ...rest } = record;
  return rest;
}

