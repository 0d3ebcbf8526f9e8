import { openBlock } from "./blockDialog.js";
import { openRequest } from "./requestDialog.js";
import { openTranscript } from "./transcriptDialog.js";
import { openTransfer } from "./transferDialog.js";
import { agentName, isConversation, may, roleOf } from "../state/groups.js";

/**
 * What can be done with the chat in the middle, for the menu *Actions* (spec section 3.3) and the shortcuts.
 *
 * @returns {import("/desk/menu.js").MenuItem[]} with `name` for the shortcuts
 */
export function actionItems(app) {
  const { state } = app.store;
  const card = state.selected ? state.sessions[state.selected] : null;
  if (!card) return [];
  const role = roleOf(state, card);
  const manages = may(state, "manage", card.channel);
  const isLive = isConversation(card);
  const items = [];
  if (card.statusCode === 4 && may(state, "respond", card.channel)) {
    items.push({ name: "answer", label: "Answer", icon: "chat", run: () => app.actions.pickUp(card) });
  }
  if (isLive && (role === "owner" || manages) && !card.transferTo) {
    items.push({ name: "transfer", label: "Transfer…", icon: "transfer", hint: "Alt+T", run: () => openTransfer(app, card) });
  }
  if (isLive && role !== "owner" && manages) {
    items.push({ name: "takeOver", label: "Take over…", icon: "bolt", run: () => app.actions.takeOver(card, agentName(state, card.agent)) });
  }
  if (isLive && role === "none" && card.agent && may(state, "listen", card.channel)) {
    items.push({ name: "listen", label: "Listen in", icon: "eye", run: () => app.actions.listen(card) });
  }
  if (isLive && (role === "owner" || manages)) {
    items.push({ name: "requeue", label: "Return to queue…", icon: "undo", run: () => app.actions.requeue(card) });
  }
  if (role === "owner" || (!isLive && card.handled && card.statusCode >= 7)) {
    items.push({ name: "transcript", label: "Send transcript…", icon: "mail", run: () => openTranscript(app, card) });
  }
  if (isLive && role === "owner") {
    items.push({ name: "request", label: "Create request…", icon: "request", run: () => openRequest(app, card) });
  }
  if (isLive && role === "owner") {
    items.push({ name: "files", label: card.filesAllowed ? "Stop file upload" : "Allow file upload", icon: "clip", run: () => app.actions.allowFiles(card, !card.filesAllowed) });
  }
  if (manages) {
    items.push({ name: "block", label: "Block visitor…", icon: "block", run: () => openBlock(app, card) });
  }
  if (isLive && role === "owner") {
    if (items.length > 0) items.push({ kind: "line" });
    items.push({ name: "end", label: "End chat…", icon: "close", hint: "Alt+E", danger: true, run: () => app.actions.end(card) });
  }
  if (role === "listener") {
    if (items.length > 0) items.push({ kind: "line" });
    items.push({ name: "closeWindow", label: "Close window", icon: "close", run: () => app.actions.unlisten(card) });
  }
  return items;
}
