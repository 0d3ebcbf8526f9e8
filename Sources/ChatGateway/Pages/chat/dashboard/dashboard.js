import { element, fill } from "/desk/element.js";
import { figures } from "./figures.js";
import { incomingTable } from "./incomingTable.js";
import { ongoingTable } from "./ongoingTable.js";

/** The Dashboard (spec section 3.6): who waits, what goes on, and how the day went; all live. */
export function dashboard(panel, app) {
  const incoming = incomingTable(app);
  const ongoing = ongoingTable(app);
  const today = figures(app);
  fill(panel, element("h1.visually-hidden", {}, "Dashboard"), element("div.board", {}, incoming.element, ongoing.element, ...today.elements));

  function render(state) {
    if (app.tab !== "dashboard") return;
    incoming.render(state);
    ongoing.render(state);
    today.render(state);
  }

  return { render };
}
