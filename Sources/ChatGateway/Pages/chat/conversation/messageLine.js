import { element, fill } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { plainText, safeHTML } from "/shared/safeHTML.js";
import { clock, fullTime } from "/shared/times.js";
import { agentName, visitorName } from "../state/groups.js";

/** A line that somebody wrote: author, time, text, and whether it was read. */
export function fillMessageLine(line, event, state, card) {
  const { data, at } = event;
  const isNote = event.type === "note.posted";
  const from = isNote ? "agent" : data.from;
  const side = isNote ? "note" : from === "visitor" ? "visitor" : from === "system" ? "system" : "agent";
  line.classList.add("message", `from-${side}`);
  const handle = event.actor?.startsWith("agent:") ? event.actor.slice(6) : null;
  const author = isNote
    ? agentName(state, handle)
    : from === "visitor" ? visitorName(card) : data.shownAs?.name ?? (from === "bot" ? "Bot" : from === "system" ? "System" : agentName(state, handle));
  const text = element("div.text", {}, data.format === "html" ? safeHTML(data.text ?? "") : plainText(data.text ?? ""));
  fill(
    line,
    element(
      "div.line-head", {},
      element("span.author", {}, author, handle === state.me && !isNote && element("span.visually-hidden", {}, " (you)")),
      isNote && element("span.tag.note-tag", {}, icon("note"), "Note, agents only"),
      data.kind === "welcome" && element("span.muted.small", {}, "welcome text"),
      data.option && element("span.muted.small", {}, "chose"),
      from === "bot" && element("span.tag", {}, icon("bot"), "Bot"),
      element("time.time", { datetime: at, title: fullTime(at) }, clock(at))),
    element(
      "div.bubble", { class: data.format === "html" ? "is-html" : "" }, text,
      data.options?.length > 0 && element("ul.options", { "aria-label": "Choices" }, data.options.map((option) => element("li.tag", {}, option.label ?? option))),
      element("span.mark", { "aria-hidden": "true" })));
  line.isMarked = side === "agent" && !isNote;
  line.seenAs = null;
}

/** Sent, or read by the visitor. */
export function markMessageLine(line, event, readThrough) {
  if (!line.isMarked) return;
  const isRead = event.seq <= readThrough;
  if (line.seenAs === isRead) return;
  line.seenAs = isRead;
  const mark = line.querySelector(".mark");
  mark.classList.toggle("is-read", isRead);
  mark.title = isRead ? "Read by the visitor" : "Sent";
  mark.removeAttribute("aria-hidden");
  fill(mark, icon(isRead ? "checks" : "check", isRead ? "read" : "sent"));
}
