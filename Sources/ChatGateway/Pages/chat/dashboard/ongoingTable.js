import { element, setAttribute, setText } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { notify } from "/desk/notice.js";
import { channelChoice } from "./channelChoice.js";
import { liveTable } from "./liveTable.js";
import { stopwatch } from "../durations.js";
import { statusLabel } from "../list/findDialog.js";
import { agentName, may, underway, visitorName } from "../state/groups.js";

/** *Ongoing chat sessions*: everybody's; a double click listens in, one's own opens. */
export function ongoingTable(app) {
  const choice = channelChoice(app, "ongoing", "Channel of ongoing chats");
  const count = element("span");
  const empty = element("div.empty", {}, icon("chats"), element("div.title", {}, "No chat goes on"));
  const table = liveTable({ label: "Ongoing chat sessions", columns: ["Customer", "Status", "Channel", "Idle", "Duration", "Agent", ""], run: open, hint: "Enter listens in" });
  const node = element(
    "section.card.board-ongoing", { "aria-labelledby": "ongoing-title" },
    element("header.card-header", {}, element("h2", { id: "ongoing-title" }, "Ongoing chat sessions"), choice.element, element("span.grow"), element("p.muted.live-count", {}, count)),
    table.element, empty);

  function open(card) {
    const { state } = app.store;
    if (card.agent === state.me || card.transferTo === state.me || state.listening.includes(card.session)) {
      app.select(card.session, { focus: true });
    } else if (may(state, "listen", card.channel)) {
      void app.actions.listen(card);
    } else if (may(state, "manage", card.channel)) {
      app.select(card.session, { focus: true });
    } else {
      notify({ kind: "warn", text: `You may not listen in on ${card.channelName}.` });
    }
  }

  function render(state) {
    choice.render(state);
    const cards = underway(state, choice.channel);
    const now = app.clock.now();
    setText(count, `${cards.length} ongoing ${cards.length === 1 ? "chat" : "chats"}`);
    empty.hidden = cards.length > 0;
    table.element.hidden = cards.length === 0;
    table.render(cards, makeRow, (row, card) => {
      row.card = card;
      const isMine = card.agent === state.me;
      setText(row.parts.name, visitorName(card));
      setText(row.parts.status, statusLabel(card.status));
      setText(row.parts.channel, card.channelName);
      setText(row.parts.idle, stopwatch(now - Date.parse(card.idleSince)));
      setText(row.parts.duration, stopwatch(now - Date.parse(card.startedAt ?? card.requestedAt)));
      setText(row.parts.agent, isMine ? `${agentName(state, card.agent)} (you)` : agentName(state, card.agent));
      const isOpen = isMine || card.transferTo === state.me || state.listening.includes(card.session);
      setText(row.parts.open, isOpen ? "Open" : "Listen in");
      row.parts.open.hidden = !isOpen && !may(state, "listen", card.channel);
      setAttribute(row.parts.open, "aria-label", `${isOpen ? "Open" : "Listen in on"} ${visitorName(card)}`);
    });
  }

  function makeRow() {
    const parts = {
      name: element("span.strong"), status: element("span"), channel: element("span.muted"), idle: element("span.numbers"),
      duration: element("span.numbers"), agent: element("span"),
      open: element("button.btn.btn-sm", { type: "button", on: { click: () => open(row.card) } }, "Listen in"),
    };
    const row = element(
      "tr", {}, element("td", {}, parts.name), element("td", {}, parts.status), element("td", {}, parts.channel), element("td", {}, parts.idle),
      element("td", {}, parts.duration), element("td", {}, parts.agent), element("td.number", {}, parts.open));
    row.parts = parts;
    return row;
  }

  return { element: node, render };
}
