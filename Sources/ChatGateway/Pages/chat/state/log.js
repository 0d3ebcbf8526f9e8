/**
 * A session's events as one reader has them (contract, "Numbers"): pure, every function gives a new log.
 *
 * Numbers count without a gap, but some are for others only (who listens in, for one). So a number that does not follow is
 * kept aside until `session.get {after: through}` has told what is in between.
 *
 * @typedef {object} Log
 * @property {object[]} events ascending by number
 * @property {number | null} through up to where everything is here; `null` until the first answer
 * @property {object[]} aside what came too early, ascending
 * @property {boolean} hasEarlier whether there are events before the first one here
 */

/** @returns {Log} one that waits for its first page */
export function emptyLog() {
  return { events: [], through: null, aside: [], hasEarlier: false };
}

/**
 * Takes an event that arrived.
 *
 * @param {Log} log
 * @param {{seq: number}} event
 * @returns {Log} the same one when the event was here already
 */
export function takeEvent(log, event) {
  if (log.through !== null && event.seq <= log.through) return log;
  if (log.aside.some(({ seq }) => seq === event.seq)) return log;
  return drain({ ...log, aside: insert(log.aside, event) });
}

/**
 * Takes the answer to `session.get {after}`, or to `session.get` without `after` (the last 200).
 *
 * @param {Log} log
 * @param {{snapshot: {seq: number}, events: {seq: number}[], more: boolean}} page
 * @param {number} [after] as it was asked
 * @returns {Log}
 */
export function takePage(log, page, after) {
  const known = new Set(log.events.map(({ seq }) => seq));
  const fresh = page.events.filter(({ seq }) => !known.has(seq));
  const events = fresh.length === 0 ? log.events : [...log.events, ...fresh].sort((one, other) => one.seq - other.seq);
  if (after === undefined) {
    return drain({
      ...log,
      events,
      through: Math.max(log.through ?? 0, page.snapshot.seq),
      hasEarlier: log.through === null ? page.more : log.hasEarlier,
    });
  }
  // A page that does not reach what is here already says nothing about the end.
  const end = page.more ? page.events.at(-1)?.seq ?? after : page.snapshot.seq;
  const through = log.through !== null && after <= log.through ? Math.max(log.through, end) : log.through;
  return drain({ ...log, events, through });
}

/** All events before those that are here were fetched. */
export function takeEarlier(log, earlier) {
  const known = new Set(log.events.map(({ seq }) => seq));
  const fresh = earlier.filter(({ seq }) => !known.has(seq));
  return { ...log, events: [...fresh, ...log.events].sort((one, other) => one.seq - other.seq), hasEarlier: false };
}

/** Whether something is missing before what came. */
export function hasHole(log) {
  return log.through !== null && log.aside.length > 0;
}

function drain(log) {
  if (log.through === null || log.aside.length === 0) return log;
  let { events, through } = log;
  let index = 0;
  for (; index < log.aside.length; index += 1) {
    const event = log.aside[index];
    if (event.seq <= through) continue;
    if (event.seq !== through + 1) break;
    events = [...events, event];
    through = event.seq;
  }
  return index === 0 ? { ...log, events, through } : { ...log, events, through, aside: log.aside.slice(index) };
}

function insert(events, event) {
  const at = events.findIndex(({ seq }) => seq > event.seq);
  return at < 0 ? [...events, event] : [...events.slice(0, at), event, ...events.slice(at)];
}
