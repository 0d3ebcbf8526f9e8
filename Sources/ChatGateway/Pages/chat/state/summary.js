/**
 * What an event changes of a session's card. The numbers keep the order: an event at or below the card's own is in it
 * already.
 *
 * Cards are the contract's `Summary`, and besides `handled` (I had it), `lastVisitorSeq`, `transferExpiresAt`, and the
 * visitor's `page`, `timeZone` and `returnsAt` where events told them.
 */

/**
 * @param {object} card
 * @param {object} event in the agents' form
 * @param {string} me
 * @returns {object} the card after it
 */
export function applyEvent(card, event, me) {
  if (event.seq <= card.seq) return card;
  const next = { ...card, seq: event.seq, status: event.status, channel: event.channel, ...change(card, event, me) };
  next.statusCode = statusCode(next.status);
  return next;
}

function change(card, event, me) {
  const { data, at } = event;
  switch (event.type) {
    case 'session.opened':
      return { visitor: data.visitor, page: data.page, timeZone: data.timeZone };
    case 'session.identified':
      return { visitor: data.visitor };
    case 'session.queued':
      return { queuedAt: at, position: data.position, agent: undefined, rank: undefined, returnsAt: undefined, ...noTransfer };
    case 'session.assigned':
      return {
        agent: data.agent,
        rank: data.rank,
        startedAt: card.startedAt ?? at,
        endedAt: undefined,
        offeredUntil: undefined,
        position: undefined,
        returnsAt: undefined,
        handled: card.handled || data.agent === me,
        unread: data.agent === me ? card.unread : 0,
        ...noTransfer,
      };
    case 'session.offered':
      return data.agent === me ? { offeredUntil: data.expiresAt } : {};
    case 'session.offerEnded':
      return data.agent === me ? { offeredUntil: undefined } : {};
    case 'message.posted':
    case 'file.shared': {
      const { from, text } = lineOf(event);
      const isVisitors = from === 'visitor';
      return {
        lastMessage: { text, from, at },
        idleSince: at,
        unread: isVisitors ? card.unread + 1 : card.unread,
        lastVisitorSeq: isVisitors ? event.seq : card.lastVisitorSeq,
      };
    }
    case 'message.read':
      if (data.by !== 'agent') return {};
      return data.through >= (card.lastVisitorSeq ?? 0) ? { unread: 0 } : {};
    case 'transfer.requested':
      return { transferTo: data.to, transferFrom: data.from, transferExpiresAt: data.expiresAt };
    case 'transfer.accepted':
    case 'transfer.rejected':
    case 'transfer.cancelled':
    case 'transfer.expired':
      return noTransfer;
    case 'session.agentLost':
      return { returnsAt: data.returnsAt };
    case 'session.disconnected':
      return { connected: false };
    case 'session.reconnected':
      return { connected: true };
    case 'session.finished':
    case 'session.closed':
      return { endedAt: card.endedAt ?? at, offeredUntil: undefined, position: undefined, ...noTransfer };
    case 'session.reopened':
      return { endedAt: undefined };
    case 'session.moved':
      return { channel: data.to, agent: undefined, rank: undefined, startedAt: undefined, ...noTransfer };
    case 'session.rated':
      return { rating: data.rating };
    case 'request.created':
      return { request: data.request };
    case 'files.allowed':
      return { filesAllowed: data.allowed };
    case 'contact.linked':
      return { person: data.person, company: data.company, sale: data.sale, project: data.project, request: data.request ?? card.request };
    case 'contact.unlinked':
      return { person: undefined, company: undefined, sale: undefined, project: undefined };
    default:
      return {};
  }
}

const noTransfer = { transferTo: undefined, transferFrom: undefined, transferExpiresAt: undefined };

/**
 * Takes a newer card from the worker, and keeps what only this page knows.
 *
 * @param {object | undefined} known
 * @param {object} fresh a `Summary`: an answer's (`own`), or a transient without text, role, unread marks of one's own
 * @param {boolean} isOwn whether it was made for me
 */
export function mergeCard(known, fresh, isOwn) {
  if (!known) return { ...fresh };
  if (fresh.seq < known.seq) return known;
  const merged = { ...known };
  // What the fresh card leaves out is not there any more.
  for (const field of optional) delete merged[field];
  Object.assign(merged, fresh);
  if (!isOwn) {
    merged.offeredUntil = fresh.status === 'inQueue' ? known.offeredUntil : undefined;
    if (fresh.lastMessage && !fresh.lastMessage.text && known.lastMessage?.at === fresh.lastMessage.at) {
      merged.lastMessage = known.lastMessage;
    }
  }
  if (merged.transferTo && !fresh.transferExpiresAt) {
    merged.transferExpiresAt = known.transferTo === merged.transferTo ? known.transferExpiresAt : undefined;
  }
  if (merged.statusCode >= 7) merged.agent ??= known.agent;
  return merged;
}

const optional = [
  'agent', 'rank', 'lastMessage', 'queuedAt', 'startedAt', 'endedAt', 'position', 'transferTo', 'transferFrom',
  'transferExpiresAt', 'offeredUntil', 'rating', 'request', 'person', 'company', 'sale', 'project',
];

const codes = {
  preChatForm: 1, faq: 2, offlineForm: 3, inQueue: 4, customerLast: 5, userLast: 6, finished: 7, deleted: 8, closed: 9,
  requestPosted: 10, closedFromQueue: 11,
};

/** The original's number of a status. */
export function statusCode(status) {
  return codes[status] ?? 0;
}

/**
 * What somebody says with an event: a message, or a file by its name; `null` of all others.
 *
 * @param {{type: string, data: object}} event
 * @returns {{from: string, text: string} | null}
 */
export function lineOf({ type, data }) {
  switch (type) {
    case 'message.posted': return { from: data.from, text: plain(data) };
    case 'file.shared': return { from: data.by, text: data.name };
    default: return null;
  }
}

/** A message's text in one line, without tags. */
export function plain({ text, format }) {
  const bare = format === 'html' ? unescaped(text.replace(/<(br|\/p|\/li)\b[^>]*>/gi, ' ').replace(/<[^>]*>/g, '')) : text;
  return bare.replace(/\s+/g, ' ').trim();
}

function unescaped(text) {
  const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
  return text.replace(/&(#x?[0-9a-f]+|[a-z]+);/gi, (whole, name) => {
    if (name.startsWith('#')) {
      const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    }
    return named[name.toLowerCase()] ?? whole;
  });
}
