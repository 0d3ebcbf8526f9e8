/**
 * Does something now, and again every so many seconds while the page is looked at: for figures that change by
 * themselves. (The pages hold no stream of events: it would count as an open Chat screen, and its owner as Present.)
 *
 * @param {() => Promise<void>} work
 * @param {number} seconds
 * @param {(error: unknown) => void} failed told when the first time fails; later failures wait for the next time
 * @returns {() => void} ends it
 */
export function repeat(work, seconds, failed) {
  let timer;
  let hasEnded = false;
  let hasWorked = false;
  async function turn() {
    clearTimeout(timer);
    if (document.visibilityState === 'visible' && !document.querySelector('dialog[open]')) {
      try {
        await work();
        hasWorked = true;
      } catch (error) {
        if (!hasWorked && !hasEnded) failed(error);
      }
    }
    if (!hasEnded) timer = setTimeout(turn, seconds * 1000);
  }
  const look = () => document.visibilityState === 'visible' && turn();
  document.addEventListener('visibilitychange', look);
  turn();
  return () => {
    hasEnded = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', look);
  };
}
