/**
 * The worker's time, since every moment on the wire is its own: this browser's clock less the smallest difference seen
 * between a moment in a message and its arrival.
 */
export class ServerClock {
  #offset = null;

  /** @param {string} at of something that was published just now */
  observe(at) {
    const difference = Date.now() - Date.parse(at);
    if (Number.isFinite(difference) && (this.#offset === null || difference < this.#offset)) this.#offset = difference;
  }

  /** @returns {number} milliseconds since 1970 */
  now() {
    // What the way here takes is no error of a clock.
    const offset = this.#offset === null || Math.abs(this.#offset) < 1500 ? 0 : this.#offset;
    return Date.now() - offset;
  }
}
