/**
 * Tells the worker for how long nobody touched keys or mouse here (contract, `presence.renew`); the lease itself is the
 * gateway's to renew.
 *
 * @param {import("/desk/api.js").Api} api
 * @param {string} connection
 */
export function watchIdle(api, connection) {
  let touched = Date.now();
  let told = 0;
  const touch = () => {
    const wasIdle = Date.now() - touched > 60_000;
    touched = Date.now();
    if (wasIdle && told > 0) tell();
  };
  for (const type of ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"]) {
    addEventListener(type, touch, { passive: true, capture: true });
  }

  function tell() {
    const idleSeconds = Math.floor((Date.now() - touched) / 1000);
    told = idleSeconds;
    api.send("presence.renew", { connection, leaseSeconds: 60, idleSeconds }, { patience: 10 }).catch(() => {});
  }

  setInterval(() => {
    if (Date.now() - touched > 60_000 || told > 0) tell();
  }, 30_000);
}
