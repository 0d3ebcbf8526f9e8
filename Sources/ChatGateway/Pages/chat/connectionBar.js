import { element, fill } from "/desk/element.js";
import { icon } from "/desk/icon.js";

/** Says when the stream or the broker is away; nothing is lost meanwhile. */
export function connectionBar(bar, app) {
  let shown = "";
  let lostAt = 0;

  function render(state) {
    const isLost = state.stream === "lost";
    lostAt = isLost ? lostAt || Date.now() : 0;
    // A stream that comes back at once is not worth a word.
    const kind = isLost && Date.now() - lostAt > 1500 ? "lost" : state.stream === "open" && !state.broker ? "broker" : "";
    if (kind === shown) return;
    shown = kind;
    bar.hidden = kind === "";
    if (kind === "") return fill(bar);
    fill(
      bar, icon("warning"),
      element(
        "span", {},
        kind === "lost"
          ? "Connection lost. Trying to connect again; what you write is kept and sent then."
          : "The message broker is away. What you write is kept and sent as soon as it is back."));
  }

  return { render };
}
