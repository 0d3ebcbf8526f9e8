import { fill } from "./element.js";
import { failureBanner } from "./failureBanner.js";

/**
 * A search that runs while one types. Only the latest answer is drawn, and nothing is after the signal.
 *
 * @param {Element} place where a failure is shown
 * @param {{pause: number, signal: AbortSignal, ask: () => Promise<() => void>}} options `pause`: for how long nothing must be
 *   typed, in milliseconds; `ask` gives what draws its answer
 */
export function liveSearch(place, { pause, signal, ask }) {
  let timer = 0;
  let round = 0;
  signal.addEventListener("abort", () => clearTimeout(timer));
  return { later, now };

  function later() {
    clearTimeout(timer);
    timer = setTimeout(() => void now(), pause);
  }

  async function now() {
    clearTimeout(timer);
    round += 1;
    const mine = round;
    const isWanted = () => mine === round && !signal.aborted;
    try {
      const draw = await ask();
      if (isWanted()) draw();
    } catch (error) {
      if (isWanted()) fill(place, failureBanner(error));
    }
  }
}
