/**
 * Puts the events of one session in order, drops repeats and finds holes (contract, "Numbers"; guarantees 4, 17, 18).
 *
 * Pure: it knows no clock and asks nobody; times are milliseconds that the caller gives.
 *
 * ```js
 * show(reader.take(event, Date.now()));
 * const after = reader.hole(Date.now());
 * if (after !== null) { … session.get {after} … show(reader.fill(events, snapshot.seq, more, Date.now())) }
 * ```
 *
 * @typedef {{seq: number, previous?: number, type: string, at: string, data: any}} SessionEvent
 */
export class EventReader {
  /** How long a hole may stay before it is asked for, and how long the answer may take. Milliseconds. */
  static holdLimit = 500;
  static askLimit = 5000;

  #held = /** @type {Map<number, SessionEvent>} */ (new Map());
  #heldSince = /** @type {number|null} */ (null);
  #askedAt = /** @type {number|null} */ (null);

  /**
   * @param {"visitor"|"agents"} audience what comes next stands in `previous` for visitors, and is the next number for
   *   agents
   * @param {number} through the number up to which everything is there already
   */
  constructor(audience, through = 0) {
    this.audience = audience;
    /** The number up to which everything is there. */
    this.through = through;
  }

  /**
   * An event arrived.
   *
   * @param {SessionEvent} event
   * @returns {SessionEvent[]} it, and what was kept aside behind it; nothing for a repeat, or while one is missing
   */
  take(event, now = 0) {
    if (event.seq <= this.through || this.#held.has(event.seq)) return [];
    this.#held.set(event.seq, event);
    const events = this.#release();
    if (events.length) this.#askedAt = null;
    this.#heldSince = this.#held.size === 0 ? null : events.length ? now : (this.#heldSince ?? now);
    return events;
  }

  /** The number after which events are to be asked for, once, and again when no answer comes; `null`: nothing to do. */
  hole(now) {
    if (this.#heldSince === null || now - this.#heldSince <= EventReader.holdLimit) return null;
    if (this.#askedAt !== null && now - this.#askedAt < EventReader.askLimit) return null;
    this.#askedAt = now;
    return this.through;
  }

  /**
   * The events after `through` were asked for, and these are they. What is missing among them is not for this reader.
   *
   * @param {SessionEvent[]} events
   * @param {number} seq of the session's last event when it was answered
   * @param {boolean} more whether there are more after these
   * @returns {SessionEvent[]} what is new, in order
   */
  fill(events, seq, more, now = 0) {
    const fresh = new Map();
    let known = this.through;
    for (const event of events) {
      known = Math.max(known, event.seq);
      if (event.seq > this.through) fresh.set(event.seq, event);
    }
    if (!more) known = Math.max(known, seq);
    for (const [number, event] of this.#held) {
      if (number > known) continue;
      if (number > this.through) fresh.set(number, event);
      this.#held.delete(number);
    }
    this.through = known;
    const rest = this.#release();
    this.#askedAt = null;
    this.#heldSince = this.#held.size ? now : null;
    return [...[...fresh.values()].sort((a, b) => a.seq - b.seq), ...rest];
  }

  #release() {
    const events = [];
    for (;;) {
      const first = Math.min(...this.#held.keys());
      const event = this.#held.get(first);
      if (!event || !this.#isNext(event)) return events;
      this.#held.delete(first);
      this.through = event.seq;
      events.push(event);
    }
  }

  #isNext(event) {
    if (this.audience === "agents" || event.previous === undefined) return event.seq === this.through + 1;
    // The number before it may lie below what a snapshot covered.
    return event.previous <= this.through;
  }
}
