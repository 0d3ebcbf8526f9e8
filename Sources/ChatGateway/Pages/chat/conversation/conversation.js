import { element, fill, setAttribute, setText } from "/desk/element.js";
import { rankColour } from "/desk/avatar.js";
import { icon } from "/desk/icon.js";
import { attachMenu } from "/desk/menu.js";
import { actionItems } from "./actionItems.js";
import { composer } from "./composer.js";
import { takeDrops } from "./fileDrop.js";
import { statusBar } from "./statusBar.js";
import { transcript } from "./transcript.js";
import { agentName, isConversation, roleOf, visitorName } from "../state/groups.js";
import { statusLabel } from "../list/findDialog.js";

/** The middle column (spec section 3.3): one chat with its head, its lines, and where to write. */
export function conversation(column, app) {
  const back = element("button.btn.btn-ghost.btn-icon.back", { type: "button", "aria-label": "Back to the list", on: { click: () => app.select(null) } }, icon("left"));
  const name = element("h2.truncate", { tabindex: "-1" });
  const channel = element("span.truncate.muted.small");
  const tags = element("span.row");
  const actions = element("button.btn.btn-ghost", { type: "button", id: "actions", "aria-label": "Actions" }, icon("menu"), element("span.actions-label", {}, "Actions"));
  const details = element("button.btn.btn-ghost.btn-icon.show-contact", { type: "button", "aria-label": "Contact", title: "Contact", on: { click: () => document.body.classList.toggle("shows-contact") } }, icon("panel"));
  const header = element(
    "header.conversation-header", {}, back, element("div.grow", {}, element("div.row", {}, name, tags), channel), actions, details);
  const lines = transcript(app);
  const status = statusBar(app);
  const writer = composer(app);
  const empty = element("div.empty.conversation-empty");
  const body = element("div.conversation-body", {}, header, lines.element, status.element, writer.element);
  takeDrops(body, { mayDrop: () => app.composer.mayAddFiles(), add: (files) => app.composer.addFiles(files) });
  fill(column, empty, body);
  attachMenu(actions, () => actionItems(app), { align: "end", label: "Actions" });
  let drawn = "";

  function render(state) {
    const card = state.selected ? state.sessions[state.selected] : null;
    body.hidden = !card;
    empty.hidden = Boolean(card);
    if (!card) {
      drawEmpty(state);
      writer.leave();
      return;
    }
    const role = roleOf(state, card);
    setText(name, visitorName(card));
    const other = card.agent && card.agent !== state.me ? ` · ${agentName(state, card.agent)}` : "";
    setText(channel, card.channelName + other);
    const key = `${card.status}|${role}|${card.connected}|${card.rating}|${card.visitor.verified}|${card.filesAllowed}|${card.botActive}`;
    if (drawn !== key) {
      drawn = key;
      fill(
        tags,
        role === "listener" && element("span.tag.tag-accent", {}, icon("eye"), "Listening"),
        card.botActive && element("span.tag", {}, icon("bot"), "Bot"),
        !isConversation(card) && element("span.tag", {}, statusLabel(card.status)),
        card.rating && element("span.tag", { title: `Rated ${card.rating} of 5` }, element("span.stars", { role: "img", "aria-label": `Rated ${card.rating} of 5` }, "★".repeat(card.rating) + "☆".repeat(5 - card.rating))),
        isConversation(card) && !card.connected && element("span.tag.tag-warn", {}, icon("moon"), "Not connected"),
        card.filesAllowed && isConversation(card) && element("span.tag", {}, icon("clip"), "Files allowed"));
    }
    header.style.setProperty("--rank", isConversation(card) && card.rank && role === "owner" ? rankColour(card.rank) : "var(--line)");
    setAttribute(actions, "hidden", actionItems(app).length === 0);
    lines.render(state, card, role);
    status.render(state, card, role);
    writer.render(state, card, role);
  }

  function drawEmpty(state) {
    const why = state.selected ? state.gone[state.selected] ?? (state.logs[state.selected] ? "loading" : "none") : "none";
    if (empty.dataset.why === `${why}|${state.isReady}`) return;
    empty.dataset.why = `${why}|${state.isReady}`;
    if (!state.isReady || why === "loading") return fill(empty, element("span.spinner", { role: "img", "aria-label": "Loading" }));
    if (why.startsWith("moved:")) {
      return fill(
        empty, icon("transfer"), element("div.title", {}, "This chat moved to another channel"),
        element("div", {}, `It is on ${why.slice(6)} now, where you are not a member, so you do not see it any more.`));
    }
    if (why === "deleted") return fill(empty, icon("trash"), element("div.title", {}, "This chat was deleted"));
    if (why === "unknown") {
      return fill(
        empty, icon("eye"), element("div.title", {}, "You cannot see this chat"),
        element("div", {}, "It was deleted, or it is on a channel of which you are not a member."));
    }
    fill(
      empty, icon("chats"), element("div.title", {}, "No chat chosen"),
      element("div", {}, "Choose a chat on the left, or take the next one from the queue."),
      element("div.row.small", {}, element("kbd.kbd", {}, "N"), "next in queue", element("kbd.kbd", {}, "?"), "all shortcuts"));
  }

  return { render };
}
