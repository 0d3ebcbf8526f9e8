import { openDialog } from "/desk/dialog.js";
import { element } from "/desk/element.js";
import { actionItems } from "./conversation/actionItems.js";
import { openFind } from "./list/findDialog.js";
import { listening, nextCount, ongoing, recent } from "./state/groups.js";

const sheet = [
  ["Everywhere", [
    [["1"], "Chats"], [["2"], "Dashboard"], [["N"], "Get next in queue"], [["Ctrl", "K"], "Find chats"], [["?"], "This sheet"],
  ]],
  ["Chats", [
    [["J"], "Next chat"], [["K"], "Previous chat"], [["R"], "Write to the visitor"], [["Alt", "T"], "Transfer"], [["Alt", "E"], "End chat"], [["A"], "Actions"],
  ]],
  ["Writing", [
    [["Enter"], "Send"], [["Shift", "Enter"], "New line"], [["Ctrl", "I"], "Insert FAQ or text"], [["Alt", "N"], "Note for agents, and back"], [["Esc"], "Leave the text field"],
  ]],
  ["Lists", [[["↑"], "Up"], [["↓"], "Down"], [["Enter"], "Open, answer or listen in"]]],
];

/** The sheet of all shortcuts. */
export function openShortcuts() {
  openDialog({
    title: "Keyboard shortcuts", size: "l",
    content: element("div.shortcuts", {}, sheet.map(([title, rows]) => element(
      "section", {}, element("h3.overline", {}, title),
      element("dl", {}, rows.map(([keys, text]) => [element("dt", {}, text), element("dd", {}, keys.map((key) => element("kbd.kbd", {}, key)))]))))),
    actions: [{ label: "Close", kind: "primary" }],
  });
}

/** @param {import("./main.js").App} app */
export function attachShortcuts(app) {
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open], .menu")) return;
    const field = event.target.closest?.("input, textarea, select, [contenteditable]");
    const isTyping = field && !["checkbox", "radio"].includes(field.type);
    const isCommand = event.ctrlKey || event.metaKey;
    const run = commandOf(event, isCommand, isTyping);
    if (!run) return;
    event.preventDefault();
    run();
  });

  function commandOf(event, isCommand, isTyping) {
    const key = event.key.toLowerCase();
    if (isCommand && !event.altKey) {
      if (key === "k") return () => openFind(app);
      if (key === "i" && isTyping) return () => app.composer.insert();
      return null;
    }
    // With Alt some keyboards give other signs: the key itself counts.
    if (event.altKey) {
      if (event.code === "KeyT") return action("transfer");
      if (event.code === "KeyE") return action("end");
      if (event.code === "KeyN") return () => app.composer.note();
      return null;
    }
    if (isTyping) return key === "escape" && event.target.matches(".composer textarea") ? () => document.querySelector("[role=option][aria-selected=true]")?.focus() : null;
    if (event.target.closest?.("[role=tab]") && key.length > 1) return null;
    switch (key) {
      case "1": return () => app.go("chats");
      case "2": return () => app.go("dashboard");
      case "n": return nextCount(app.store.state) > 0 ? () => app.actions.pickUpNext() : null;
      case "j": return () => step(1);
      case "k": return () => step(-1);
      case "r": return () => app.composer.focus();
      case "a": return () => document.getElementById("actions")?.click();
      case "?": return openShortcuts;
      default: return null;
    }
  }

  function action(name) {
    const item = actionItems(app).find((one) => one.name === name);
    return item && app.tab === "chats" ? item.run : null;
  }

  function step(by) {
    const { state } = app.store;
    const all = [...ongoing(state), ...listening(state), ...recent(state, app.clock.now())];
    if (all.length === 0) return;
    const at = all.findIndex(({ session }) => session === state.selected);
    const next = all[at < 0 ? 0 : (at + by + all.length) % all.length];
    app.select(next.session);
    requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector("[role=option][aria-selected=true]")?.scrollIntoView({ block: "nearest" })));
  }
}
