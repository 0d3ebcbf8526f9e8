import { avatar, rankColour } from "/desk/avatar.js";
import { element, fill, setAttribute, setText } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { ago, agoInWords, stopwatch } from "../durations.js";
import { agentName, isConversation, visitorName } from "../state/groups.js";
import { plain } from "../state/summary.js";

/** A chat in the list (spec section 3.3); see decisions, "Widget and screen", for dot and colours. */
export function makeCard() {
  const face = element("span.card-face");
  const name = element("span.card-name.truncate");
  const time = element("span.card-time");
  const dot = element("span.dot");
  const line = element("span.card-line.truncate");
  const marks = element("span.card-marks");
  const channel = element("span.card-channel.truncate");
  const spoken = element("span.visually-hidden");
  const option = element(
    "div.session-card", { role: "option", tabindex: "-1", "aria-selected": "false" },
    face,
    element(
      "span.card-text", {},
      element("span.row", {}, name, element("span.grow"), time),
      element("span.row", {}, dot, line, element("span.grow"), marks),
      channel),
    spoken);
  option.parts = { face, name, time, dot, line, marks, channel, spoken };
  return option;
}

export function updateCard(option, card, state, app, now) {
  const { parts } = option;
  const isMine = card.agent === state.me;
  const isLive = isConversation(card);
  const isTarget = isLive && card.transferTo === state.me;
  const unread = isMine && isLive ? card.unread : 0;
  const isSelected = state.selected === card.session;
  option.dataset.session = card.session;
  setAttribute(option, "aria-selected", String(isSelected));
  option.classList.toggle("is-unread", unread > 0);
  option.classList.toggle("is-live", isLive);
  option.classList.toggle("is-pending", isLive && Boolean(card.transferTo));
  const title = visitorName(card);
  setText(parts.name, title);
  const since = Date.parse((isLive ? card.lastMessage?.at ?? card.startedAt : card.endedAt) ?? card.requestedAt);
  setText(parts.time, ago(now - since));
  setText(parts.channel, [card.channelName, !isMine && card.agent && isLive && agentName(state, card.agent)].filter(Boolean).join(" · "));
  const face = `${title}|${card.rank}|${isLive}|${card.connected}`;
  if (option.face !== face) {
    option.face = face;
    fill(
      parts.face,
      avatar({ name: title, rank: isLive ? card.rank : undefined }),
      isLive && !card.connected && element("span.moon", { title: "The visitor is not connected" }, icon("moon", "not connected")));
    option.style.setProperty("--rank", isLive && card.rank ? rankColour(card.rank) : "transparent");
  }
  const from = card.lastMessage?.from;
  parts.dot.className = `dot ${!isLive ? "dot-hollow" : from === "visitor" ? "dot-visitor" : "dot-agent"}`;
  const draft = app.drafts.has(card.session) && !isSelected ? app.drafts.of(card.session).text : "";
  const isTyping = isLive && (state.typing[card.session] ?? 0) > Date.now();
  option.classList.toggle("has-draft", draft !== "");
  const rest = isTarget && card.transferExpiresAt ? Math.max(0, Date.parse(card.transferExpiresAt) - now) : NaN;
  setText(parts.line, isTarget ? `Transfer to you${Number.isFinite(rest) ? `, ${stopwatch(rest)} left` : ""}` : isTyping ? "typing…" : draft ? `Draft: ${draft}` : card.lastMessage?.text ? plain({ text: card.lastMessage.text, format: "text" }) : statusWords(card));
  const marks = `${unread}|${card.transferTo}|${card.rating}|${isLive}`;
  if (option.marks !== marks) {
    option.marks = marks;
    fill(
      parts.marks,
      isLive && card.transferTo && element("span.mark-transfer", { title: "Transfer pending" }, icon("alert", "transfer pending")),
      !isLive && card.rating && element("span.mark-rating", { title: `Rated ${card.rating} of 5` }, icon("star"), String(card.rating)),
      unread > 0 && element("span.badge.badge-alert", { title: `${unread} unread` }, unread > 99 ? "99+" : String(unread)));
  }
  setText(parts.spoken, [
    agoInWords(now - since), unread > 0 && `${unread} unread`, isTarget && "transfer to you waits",
    isLive && from && (from === "visitor" ? "visitor wrote last" : "agent wrote last"),
  ].filter(Boolean).join(", "));
}

function statusWords(card) {
  switch (card.status) {
    case "finished": return "Ended, the visitor may come back";
    case "closed": return "Ended";
    case "requestPosted": return "Left a request";
    case "closedFromQueue": return "Left the queue";
    default: return "No line yet";
  }
}
