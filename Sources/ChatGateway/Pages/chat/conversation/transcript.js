import { element, fill, setText } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { keyed } from "/desk/keyed.js";
import { dayKey, dayName } from "/shared/times.js";
import { eventWords } from "./eventWords.js";
import { fillEventLine } from "./eventLine.js";
import { fillFileLine } from "./fileLine.js";
import { fillMessageLine, markMessageLine } from "./messageLine.js";
import { pendingLine } from "./pendingLine.js";
import { openRequestView } from "./requestView.js";
import { shownLines } from "../state/outbox.js";
import { lineOf } from "../state/summary.js";

/**
 * The lines of the chat in the middle, in the order of their numbers. It stays at its end while one is there, and stays
 * where one reads otherwise.
 */
export function transcript(app) {
  const earlier = element("button.btn.btn-sm.earlier", { type: "button", on: { click: loadEarlier } }, icon("up"), "Show earlier lines");
  const list = element("div.lines", { role: "log", "aria-label": "Conversation", "aria-live": "polite", tabindex: "0" });
  const pending = element("div.lines.pending-lines", { "aria-live": "off" });
  const scroller = element("div.transcript", { on: { scroll: noteScroll } }, earlier, list, pending);
  const toEnd = element("button.btn.btn-sm.to-end", { type: "button", hidden: true, on: { click: () => goToEnd(true) } }, icon("down"), element("span", {}, "Newest"));
  const node = element("div.transcript-frame", {}, scroller, toEnd);
  let session = null;
  let log = null;
  let contacts = null;
  let lines = [];
  let readThrough = 0;
  let isAtEnd = true;
  let unseen = 0;
  let told = 0;

  function render(state, card, role) {
    const isOther = card.session !== session;
    if (isOther) {
      session = card.session;
      log = null;
      lines = [];
      isAtEnd = true;
      unseen = 0;
      told = 0;
      list.replaceChildren();
      list.keyedNodes = new Map();
      pending.replaceChildren();
      pending.keyedNodes = new Map();
    }
    const now = state.logs[session];
    const mine = shownLines(state.lines, session);
    if (now && (now !== log || state.contacts !== contacts)) {
      drawLog(now, state, card);
      contacts = state.contacts;
      if (!isOther && log && !isAtEnd && now.events.length > log.events.length) unseen += now.events.length - log.events.length;
      log = now;
    }
    if (mine.length !== lines.length || mine.some((line, index) => line !== lines[index])) {
      keyed(pending, mine, ({ id }) => id, () => pendingLine(app), (line, item) => line.update(item));
      if (mine.length > lines.length) isAtEnd = true;
      lines = mine;
    }
    earlier.hidden = !now?.hasEarlier;
    toEnd.hidden = isAtEnd;
    setText(toEnd.lastElementChild, unseen > 0 ? `${unseen} new` : "Newest");
    if (isAtEnd) goToEnd(false);
    markRead(card, role, now);
  }

  function drawLog(now, state, card) {
    readThrough = 0;
    const items = [];
    let day = 0;
    let last = null;
    for (const event of now.events) {
      if (event.type === "message.read" && event.data.by === "visitor") readThrough = Math.max(readThrough, event.data.through);
      const isMessage = event.type === "message.posted" || event.type === "note.posted" || event.type === "file.shared";
      if (!isMessage && eventWords(event, state, card) === null) continue;
      const key = dayKey(event.at);
      if (key !== day) {
        day = key;
        items.push({ key: `day-${key}`, kind: "day", at: event.at });
        last = null;
      }
      const author = isMessage ? `${event.type}|${event.actor}` : null;
      const follows = author !== null && last !== null && last.author === author && Date.parse(event.at) - last.at < 5 * 60_000;
      items.push({ key: String(event.seq), kind: isMessage ? "message" : "event", event, follows });
      last = author === null ? null : { author, at: Date.parse(event.at) };
    }
    keyed(list, items, ({ key }) => key, (item) => makeLine(item, state, card), (line, item) => {
      if (item.kind === "message") {
        line.classList.toggle("follows", item.follows);
        markMessageLine(line, item.event, readThrough);
      } else if (item.event?.type === "contact.linked") {
        fillEventLine(line, item.event, state, card, read);
      }
    });
  }

  function makeLine(item, state, card) {
    if (item.kind === "day") {
      return element("div.day", { role: "separator" }, element("span", {}, dayName(item.at, Date.now(), { today: "Today", yesterday: "Yesterday" })));
    }
    const line = element("div.line");
    if (item.event.type === "file.shared") fillFileLine(line, item.event, state, card);
    else if (item.kind === "message") fillMessageLine(line, item.event, state, card);
    else fillEventLine(line, item.event, state, card, read);
    return line;
  }

  function read(request) {
    openRequestView(app, request);
  }

  /** Who looks at the newest line has read it. */
  function markRead(card, role, now) {
    if (role !== "owner" || !now || now.through === null || card.unread === 0 || !isAtEnd) return;
    if (app.tab !== "chats" || document.hidden || !document.hasFocus()) return;
    const through = now.events.findLast((event) => lineOf(event)?.from === "visitor")?.seq ?? 0;
    if (through <= told) return;
    told = through;
    const wanted = card.session;
    app.api.send("message.read", { session: wanted, through }, { channel: card.channel, patience: 20 }).catch(() => {
      if (session === wanted) told = 0;
    });
  }

  async function loadEarlier() {
    earlier.setAttribute("aria-busy", "true");
    const height = scroller.scrollHeight;
    const position = scroller.scrollTop;
    try {
      await app.live.openEarlier(session);
      requestAnimationFrame(() => requestAnimationFrame(() => {
        scroller.scrollTop = position + scroller.scrollHeight - height;
      }));
    } catch (error) {
      app.tell(error, "The earlier lines cannot be shown");
    } finally {
      earlier.removeAttribute("aria-busy");
    }
  }

  function noteScroll() {
    const wasAtEnd = isAtEnd;
    isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40;
    if (isAtEnd) unseen = 0;
    if (isAtEnd !== wasAtEnd) app.store.touch();
  }

  function goToEnd(isAsked) {
    if (isAsked) {
      isAtEnd = true;
      app.store.touch();
    }
    scroller.scrollTop = scroller.scrollHeight;
  }

  // What makes the column lower (a bar, a longer text field) shall not hide the last line.
  new ResizeObserver(() => isAtEnd && goToEnd(false)).observe(scroller);
  addEventListener("focus", () => app.store.touch());
  document.addEventListener("visibilitychange", () => app.store.touch());

  return { element: node, render };
}
