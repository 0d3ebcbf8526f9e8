import { element, setAttribute, setText } from "/desk/element.js";
import { stopwatch } from "../durations.js";
import { visitorName } from "../state/groups.js";

/** A chat that I am asked to take, with the time that is left. */
export function offerCard(app) {
  let card;
  const name = element("span.strong.truncate");
  const where = element("span.muted.small.truncate");
  const left = element("span.offer-left.numbers", { "aria-hidden": "true" });
  const bar = element("span.offer-bar", { "aria-hidden": "true" });
  const accept = element("button.btn.btn-primary.btn-sm.grow", { type: "button", on: { click: () => app.actions.accept(card) } }, "Accept");
  const decline = element("button.btn.btn-sm", { type: "button", on: { click: () => app.actions.decline(card) } }, "Decline");
  const node = element(
    "article.offer", {},
    element("div.row", {}, element("div.stack.tight.grow", {}, name, where), left),
    bar,
    element("div.row", {}, accept, decline));
  let longest = 0;
  node.update = (next, now) => {
    card = next;
    const rest = Math.max(0, Date.parse(card.offeredUntil) - now);
    longest = Math.max(longest, rest);
    setText(name, visitorName(card));
    setText(where, `Offered to you · ${card.channelName}`);
    setText(left, stopwatch(rest));
    bar.style.setProperty("--part", String(longest > 0 ? rest / longest : 0));
    setAttribute(accept, "aria-busy", app.actions.isBusy(`offer.accept ${card.session}`) ? "true" : null);
    setAttribute(accept, "aria-label", `Accept the chat with ${visitorName(card)}`);
    setAttribute(decline, "aria-label", `Decline the chat with ${visitorName(card)}`);
  };
  return node;
}
