import { element, setAttribute, setText } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { notify } from "/desk/notice.js";
import { openAgents } from "./agentsDialog.js";
import { channelChoice } from "./channelChoice.js";
import { liveTable } from "./liveTable.js";
import { stopwatch } from "../durations.js";
import { statusLabel } from "../list/findDialog.js";
import { availableAgents, incoming, may, urgency, visitorName, waitingCount, warningsOf } from "../state/groups.js";

/** *Incoming chat*: who waits, the one who waited longest first; a double click answers. */
export function incomingTable(app) {
  const choice = channelChoice(app, "incoming", "Channel of incoming chats");
  const waiting = element("span");
  const available = element("button.btn-link", { type: "button", on: { click: () => openAgents(app, choice.channel) } });
  const empty = element("div.empty", {}, icon("check"), element("div.title", {}, "Nobody is waiting"));
  const table = liveTable({ label: "Incoming chat", columns: ["Customer", "Status", "Channel", "Waited for", ""], run: answer, hint: "Enter answers the chat" });
  const node = element(
    "section.card.board-incoming", { "aria-labelledby": "incoming-title" },
    element("header.card-header", {}, element("h2", { id: "incoming-title" }, "Incoming chat"), choice.element, element("span.grow"), element("p.muted.live-count", {}, waiting, ", ", available)),
    table.element, empty);

  function answer(card) {
    if (!may(app.store.state, "respond", card.channel)) {
      notify({ kind: "warn", text: `You may not answer chats on ${card.channelName}.` });
      return;
    }
    if (card.offeredUntil) void app.actions.accept(card);
    else void app.actions.pickUp(card);
  }

  function render(state) {
    choice.render(state);
    const cards = incoming(state, choice.channel);
    const now = app.clock.now();
    const count = Math.max(waitingCount(state, choice.channel), 0);
    const agents = availableAgents(state, choice.channel).length;
    setText(waiting, `${count} ${count === 1 ? "person" : "people"} waiting`);
    setText(available, `${agents} ${agents === 1 ? "agent" : "agents"} available`);
    empty.hidden = cards.length > 0;
    table.element.hidden = cards.length === 0;
    table.render(cards, makeRow, (row, card) => {
      const waited = now - Date.parse(card.queuedAt ?? card.requestedAt);
      setText(row.parts.name, visitorName(card));
      setText(row.parts.status, card.offeredUntil ? "Offered to you" : statusLabel(card.status));
      setText(row.parts.channel, card.channelName);
      setText(row.parts.waited, stopwatch(waited));
      row.parts.waited.dataset.urgency = urgency(waited / 1000, warningsOf(state, card.channel));
      const mayAnswer = may(state, "respond", card.channel);
      row.parts.answer.hidden = !mayAnswer;
      setAttribute(row.parts.answer, "aria-label", `Answer ${visitorName(card)}`);
      const isBusy = app.actions.isBusy(`session.pickUp ${card.session}`);
      setAttribute(row.parts.answer, "aria-busy", isBusy ? "true" : null);
      row.card = card;
    });
  }

  function makeRow() {
    const parts = {
      name: element("span.strong"), status: element("span"), channel: element("span.muted"), waited: element("span.numbers.wait"),
      answer: element("button.btn.btn-sm", { type: "button", on: { click: () => answer(row.card) } }, "Answer"),
    };
    const row = element(
      "tr", {}, element("td", {}, parts.name), element("td", {}, parts.status), element("td", {}, parts.channel),
      element("td", {}, parts.waited), element("td.number", {}, parts.answer));
    row.parts = parts;
    return row;
  }

  return { element: node, render };
}
