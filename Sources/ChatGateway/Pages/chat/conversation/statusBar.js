import { element, fill, setAttribute, setText } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { stopwatch } from "../durations.js";
import { agentName, isConversation, may, visitorName } from "../state/groups.js";

/** Between the lines and the text field: the visitor's typing, and what waits for an answer (spec section 2.4). */
export function statusBar(app) {
  const typing = element("div.typing", { role: "status" });
  const left = element("span.numbers");
  const bar = element("div.pending", { hidden: true });
  const node = element("div.status-bar", {}, typing, bar);
  let shown = "";

  function render(state, card, role) {
    const isLive = isConversation(card);
    const isTyping = (isLive || card.statusCode === 4) && (state.typing[card.session] ?? 0) > Date.now();
    const words = isTyping ? `${visitorName(card)} is typing` : "";
    if (typing.dataset.words !== words) {
      typing.dataset.words = words;
      fill(typing, words && [words, element("span.typing-dots", { "aria-hidden": "true" }, element("i"), element("i"), element("i"))]);
    }
    const key = pendingKey(state, card, role, isLive);
    bar.hidden = key === "";
    if (key !== shown) {
      shown = key;
      if (key) fill(bar, draw(state, card, key));
    }
    const until = key.startsWith("lost") ? card.returnsAt : card.transferExpiresAt;
    const rest = until ? Date.parse(until) - app.clock.now() : NaN;
    setText(left, Number.isFinite(rest) ? (rest > 0 ? stopwatch(rest) : "0:00") : "");
    for (const button of bar.querySelectorAll("button[data-type]")) {
      setAttribute(button, "aria-busy", app.actions.isBusy(`${button.dataset.type} ${card.session}`) ? "true" : null);
    }
  }

  function pendingKey(state, card, role, isLive) {
    if (isLive && card.transferTo) {
      if (role === "target") return `accept|${card.session}|${card.transferFrom}`;
      if (role === "owner" || may(state, "manage", card.channel)) return `cancel|${card.session}|${card.transferTo}`;
      return `watch|${card.session}|${card.transferTo}`;
    }
    if (isLive && card.returnsAt) return `lost|${card.session}`;
    if (card.statusCode === 4) return `queue|${card.session}|${may(state, "respond", card.channel)}|${card.position ?? ""}`;
    return "";
  }

  function draw(state, card, key) {
    const button = (type, label, kind, run) => element(
      "button.btn.btn-sm", { type: "button", class: kind, data: { type }, on: { click: () => run(app.store.state.sessions[card.session] ?? card) } }, label);
    switch (key.split("|")[0]) {
      case "accept":
        return [
          icon("transfer"), element("span.grow", {}, `${agentName(state, card.transferFrom)} hands you this chat. `, left),
          button("transfer.accept", "Accept transfer", "btn-primary", (now) => app.actions.acceptTransfer(now)),
          button("transfer.reject", "Reject transfer", "", (now) => app.actions.rejectTransfer(now)),
        ];
      case "cancel":
        return [
          icon("transfer"), element("span.grow", {}, `Waiting for ${agentName(state, card.transferTo)} to accept. `, left),
          button("transfer.cancel", "Cancel transfer", "", (now) => app.actions.cancelTransfer(now)),
        ];
      case "watch":
        return [icon("transfer"), element("span.grow", {}, `Handed to ${agentName(state, card.transferTo)}, who has not answered yet. `, left)];
      case "lost":
        return [icon("warning"), element("span.grow", {}, `${agentName(state, card.agent)} is not connected. The chat returns to the queue in `, left)];
      default:
        return [
          icon("clock"), element("span.grow", {}, card.position ? `Waiting, place ${card.position} in the queue.` : "Waiting in the queue."),
          may(state, "respond", card.channel) && button("session.pickUp", "Answer", "btn-primary", (now) => app.actions.pickUp(now)),
        ];
    }
  }

  return { element: node, render };
}
