import { reduce } from "./state/reduce.js";

/** Holds the state; tells those who draw it once a frame, however much came in between. */
export class Store {
  #listeners = new Set();
  #isPlanned = false;

  /** @param {import("./state/initial.js").State} state */
  constructor(state) {
    this.state = state;
    // Frames stand still in a hidden tab; its title and badges shall not.
    this.#frame = (draw) => (document.hidden ? setTimeout(draw, 250) : requestAnimationFrame(draw));
  }

  #frame;

  /** @param {{type: string}} action */
  dispatch(action) {
    const before = this.state;
    this.state = reduce(before, action);
    if (this.state !== before) this.touch();
    return this.state;
  }

  /** Draws soon although nothing changed: time went on. */
  touch() {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    this.#frame(() => {
      this.#isPlanned = false;
      for (const listener of this.#listeners) listener(this.state);
    });
  }

  /** @param {(state: import("./state/initial.js").State) => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
  }
}
