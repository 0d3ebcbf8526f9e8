/**
 * Puts a session's events in order and drops repeats (contract, "Numbers"; guarantees 4, 17, 18). A visitor's events name
 * the one before them; holes are filled by the gateway. Pure.
 */
export class EventReader {
  #held = new Map();

  /** @param {number} through the number up to which everything is there already */
  constructor(through = 0) { this.through = through; }

  /**
   * @param {{seq: number, previous?: number}} event
   * @returns {object[]} it, and what waited for it; nothing for a repeat, or while one before it is missing
   */
  take(event) {
    if (event.seq > this.through) this.#held.set(event.seq, event);
    const events = [];
    for (;;) {
      const next = this.#held.get(Math.min(...this.#held.keys()));
      // The number before it may lie below what a snapshot covered.
      if (!next || (next.previous ?? next.seq - 1) > this.through) return events;
      this.#held.delete(next.seq);
      this.through = next.seq;
      events.push(next);
    }
  }
}
