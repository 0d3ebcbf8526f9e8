import { element, fill, setAttribute, setText } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { attachMenu, place } from "/desk/menu.js";
import { emojiGroups } from "/shared/emoji.js";
import { filesOf } from "/shared/upload.js";
import { openDocuments } from "../documents/documentDialog.js";
import { openInsert } from "../insert/insertDialog.js";
import { isConversation, may } from "../state/groups.js";
import { uploadList } from "./uploadList.js";

const longest = 8000;

/**
 * Where one writes: Enter sends, Shift+Enter makes a new line; what was not sent is kept for each chat. In note mode the
 * line is for agents only, and the field says so by its colour.
 */
export function composer(app) {
  const field = /** @type {HTMLTextAreaElement} */ (element("textarea", { rows: "1", maxlength: String(longest), enterkeyhint: "send", "aria-describedby": "composer-hint", on: { input, keydown, paste, blur: () => setTyping(false) } }));
  const send = element("button.btn.btn-primary", { type: "button", on: { click: post } }, icon("send"), element("span", {}, "Send"));
  const emoji = tool("smile", "Emoji", () => toggleEmoji());
  const insert = tool("article", "Insert FAQ, template or quick reply (Ctrl+I)", () => startInsert());
  const chooser = /** @type {HTMLInputElement} */ (element("input", { type: "file", multiple: true, hidden: true, on: { change: chosen } }));
  const file = tool("clip", "Send files");
  attachMenu(file, () => [
    { label: "Upload files…", icon: "upload", run: () => chooser.click() },
    { label: "Send a document…", icon: "file", run: () => void startDocument() },
  ]);
  const uploads = uploadList(app);
  const note = tool("note", "Note for agents only (Alt+N)", () => setMode(mode === "note" ? "message" : "note"));
  const hint = element("span.hint", { id: "composer-hint" });
  const source = element("span.tag", { hidden: true });
  const tools = element("div.composer-tools", {}, emoji, insert, file, chooser, note, source, element("span.grow"), hint, send);
  const node = element("div.composer", { hidden: true }, field, tools);
  const closed = element("div.composer-closed.muted");
  const frame = element("div.composer-frame", {}, uploads.element, node, closed);
  const isFine = matchMedia("(pointer: fine)").matches;
  let session = null;
  let card = null;
  let mode = "message";
  let inserted = null;
  let allowsMessage = false;
  let allowsNote = false;
  let typingAt = 0;
  let isTyping = false;
  let picker = null;

  function render(state, next, role) {
    const isOther = next.session !== session;
    if (isOther) leave();
    card = next;
    const couldWrite = allowsMessage;
    allowsMessage = role === "owner" && isConversation(next);
    allowsNote = isConversation(next) && (role === "owner" || role === "listener" || role === "target" || may(state, "manage", next.channel));
    if (role === "target" && !may(state, "manage", next.channel)) allowsNote = false;
    const isOpen = allowsMessage || allowsNote;
    if (isOther) {
      session = next.session;
      const draft = app.drafts.of(session);
      field.value = draft.text;
      inserted = draft.format || draft.source ? { format: draft.format, source: draft.source, text: draft.text } : null;
      setMode(allowsMessage ? draft.mode : "note", false);
      requestAnimationFrame(grow);
    }
    // Who has the chat from now on writes to the visitor, unless he has begun a note.
    const takesOver = allowsMessage && !couldWrite && !isOther && field.value.trim() === "";
    if (mode === "note" && allowsMessage && (takesOver || !allowsNote)) setMode("message", false);
    if (mode === "message" && !allowsMessage && allowsNote) setMode("note", false);
    node.hidden = !isOpen;
    closed.hidden = isOpen;
    if (!isOpen) setText(closed, closedWords(next, role));
    note.hidden = !(allowsMessage && allowsNote);
    insert.hidden = file.hidden = mode === "note";
    uploads.render(session);
    drawState();
  }

  function closedWords(next, role) {
    if (next.statusCode === 4) return "Answer the chat to write.";
    if (next.statusCode < 4) return "The visitor fills in a form.";
    if (next.status === "finished") return "This chat has ended. It goes on if the visitor comes back.";
    if (next.statusCode >= 7) return "This chat has ended.";
    return role === "target" ? "Accept the transfer to write." : "You read along.";
  }

  function drawState() {
    const isEmpty = field.value.trim() === "";
    setAttribute(send, "disabled", isEmpty);
    const rest = longest - field.value.length;
    setText(hint, rest < 500 ? `${rest} characters left` : isFine && mode === "message" ? "Enter sends, Shift+Enter new line" : "");
    source.hidden = !inserted?.source;
    if (inserted?.source) setText(source, { faq: "From the FAQ", template: "From a template", quickReply: "Quick reply" }[inserted.source.kind] ?? "Inserted");
  }

  function setMode(next, isByHand = true) {
    mode = next;
    node.classList.toggle("is-note", mode === "note");
    setAttribute(note, "aria-pressed", String(mode === "note"));
    const label = mode === "note" ? "Note for agents only" : "Message to the visitor";
    setAttribute(field, "aria-label", label);
    setAttribute(field, "placeholder", mode === "note" ? "Write a note that only agents see…" : "Write a message…");
    setText(send.lastElementChild, mode === "note" ? "Add note" : "Send");
    insert.hidden = file.hidden = mode === "note";
    if (isByHand) {
      keep();
      field.focus();
    }
    drawState();
  }

  function input() {
    if (inserted && inserted.format === "html" && field.value !== inserted.text) inserted = { ...inserted, format: undefined };
    grow();
    keep();
    drawState();
    if (mode === "message") setTyping(field.value.trim() !== "");
  }

  function keep() {
    if (!session) return;
    app.drafts.keep(session, {
      text: field.value, mode, ...(inserted?.format ? { format: inserted.format } : {}), ...(inserted?.source ? { source: inserted.source } : {}),
    });
  }

  function grow() {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 2, Math.round(innerHeight * 0.35))}px`;
  }

  function chosen() {
    addFiles([...(chooser.files ?? [])]);
    chooser.value = "";
    field.focus();
  }

  /** A picture from the clipboard is sent as a file. */
  function paste(event) {
    const files = filesOf(event.clipboardData);
    if (files.length === 0 || !allowsMessage) return;
    event.preventDefault();
    addFiles(files);
  }

  function addFiles(files) {
    if (session && allowsMessage) app.uploads.add(session, files);
  }

  function keydown(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !event.altKey) {
      event.preventDefault();
      post();
    }
  }

  function post() {
    const text = field.value.trim();
    if (text === "" || !card) return;
    app.lines.post({
      session, channel: card.channel, kind: mode, text,
      ...(mode === "message" && inserted?.source ? { source: inserted.source } : {}),
    });
    field.value = "";
    inserted = null;
    isTyping = false;
    if (mode === "note" && allowsMessage) setMode("message", false);
    keep();
    grow();
    drawState();
    field.focus();
  }

  /** The visitor sees that I type: at most every 3 s, and once when I stop. */
  function setTyping(typing) {
    if (!session || !allowsMessage) return;
    if (typing === isTyping && (!typing || Date.now() - typingAt < 3000)) return;
    isTyping = typing;
    typingAt = Date.now();
    app.api.send("typing.set", { session, typing }, { channel: card.channel, patience: 0 }).catch(() => {});
  }

  /** Another chat is shown, or none. */
  function leave() {
    if (!session) return;
    if (isTyping) setTyping(false);
    session = null;
    closeEmoji();
  }

  function startInsert() {
    const { session: wanted } = card;
    openInsert(app, card, ({ text, source: from }) => {
      // Another chat may be shown by now: the browser's notifications open theirs also past a dialog.
      if (wanted !== session) return app.composer.draft(wanted, text, from);
      const at = field.selectionStart ?? field.value.length;
      const before = field.value.slice(0, at);
      const gap = before === "" || /\s$/.test(before) ? "" : " ";
      field.value = before + gap + text + field.value.slice(field.selectionEnd ?? at);
      inserted = from ? { source: from, text: field.value } : inserted;
      const end = (before + gap + text).length;
      field.focus();
      field.setSelectionRange(end, end);
      return input();
    });
  }

  async function startDocument() {
    const { session: wanted } = card;
    await openDocuments(app, card, (line) => app.composer.draft(wanted, line));
    if (wanted === session && !node.hidden) field.focus();
  }

  function toggleEmoji() {
    if (picker) return closeEmoji();
    const buttons = emojiGroups.map((group) => element(
      "div.emoji-group", { role: "group" },
      group.emoji.map((sign) => element("button.emoji", { type: "button", tabindex: "-1", on: { click: () => addEmoji(sign) } }, sign))));
    picker = element("div.menu.emoji-picker", { popover: "manual", role: "dialog", "aria-label": "Emoji", on: { keydown: emojiKey } }, buttons);
    document.body.append(picker);
    picker.showPopover();
    place(picker, emoji);
    picker.querySelector(".emoji").focus();
    document.addEventListener("pointerdown", outside, true);
    emoji.setAttribute("aria-expanded", "true");
    return undefined;
  }

  function outside(event) {
    if (!picker?.contains(event.target) && !emoji.contains(event.target)) closeEmoji();
  }

  function closeEmoji() {
    picker?.remove();
    picker = null;
    document.removeEventListener("pointerdown", outside, true);
    emoji.setAttribute("aria-expanded", "false");
  }

  function addEmoji(sign) {
    const at = field.selectionStart ?? field.value.length;
    field.value = field.value.slice(0, at) + sign + field.value.slice(field.selectionEnd ?? at);
    closeEmoji();
    field.focus();
    field.setSelectionRange(at + sign.length, at + sign.length);
    input();
  }

  function emojiKey(event) {
    const all = [...picker.querySelectorAll(".emoji")];
    const at = all.indexOf(document.activeElement);
    const wide = Math.max(1, Math.floor(picker.querySelector(".emoji-group").clientWidth / all[0].offsetWidth));
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: wide, ArrowUp: -wide }[event.key];
    if (step) {
      event.preventDefault();
      all[Math.max(0, Math.min(all.length - 1, at + step))]?.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      closeEmoji();
      emoji.focus();
    }
  }

  function tool(name, label, run) {
    return element("button.btn.btn-ghost.btn-icon", { type: "button", "aria-label": label, title: label, on: run ? { click: run } : {} }, icon(name));
  }

  // For shortcuts, and for what is dropped.
  app.composer = {
    focus: () => !node.hidden && field.focus(),
    insert: () => !node.hidden && !insert.hidden && startInsert(),
    note: () => !node.hidden && !note.hidden && setMode(mode === "note" ? "message" : "note"),
    mayAddFiles: () => allowsMessage,
    addFiles,
    /** A line for one chat that the agent still has to send, whichever chat is shown by now. */
    draft: (wanted, text, from) => {
      if (wanted === session && allowsMessage) {
        if (mode === "note") setMode("message");
        app.composer.put(text);
        return;
      }
      const kept = app.drafts.of(wanted);
      const before = kept.mode === "message" ? kept.text.trimEnd() : "";
      app.drafts.keep(wanted, { ...kept, mode: "message", text: before ? `${before}\n${text}` : text, ...(from ? { source: from } : {}) });
    },
    put: (text) => {
      field.value = field.value.trim() ? `${field.value.trimEnd()}\n${text}` : text;
      field.focus();
      input();
    },
  };

  return { element: frame, render, leave };
}
