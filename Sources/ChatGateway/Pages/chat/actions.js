import { confirmDialog } from "/desk/dialog.js";
import { notify } from "/desk/notice.js";
import { visitorName } from "./state/groups.js";

/** What an agent does with chats: each tells the worker, and says in words what was refused. */
export class Actions {
  #app;
  /** What is on its way, so that a second click does nothing. */
  #busy = new Set();

  /** @param {import("./main.js").App} app */
  constructor(app) {
    this.#app = app;
  }

  /** Whether something of this kind is on its way. */
  isBusy(key) {
    return this.#busy.has(key);
  }

  /** *Get next in queue*: the chat that waited longest over all my channels. */
  pickUpNext() {
    return this.#once("next", async () => {
      const result = await this.#app.api.send("session.pickUpNext", {}, { patience: 60 });
      if (result.session) this.#opened(result);
      else notify({ text: "Somebody was faster: nobody waits in the queue now." });
    }, "No chat was taken");
  }

  /** Answers this one chat, also out of order. */
  pickUp(card) {
    return this.#session("session.pickUp", card, "The chat was not taken", (result) => this.#opened(result));
  }

  accept(card) {
    return this.#session("offer.accept", card, "The chat was not taken", () => this.#app.select(card.session, { focus: true }));
  }

  decline(card) {
    return this.#session("offer.decline", card, "The offer was not declined", () =>
      this.#app.store.dispatch({ type: "offer.over", session: card.session }));
  }

  acceptTransfer(card) {
    return this.#session("transfer.accept", card, "The transfer was not accepted", () =>
      this.#app.select(card.session, { focus: true }));
  }

  rejectTransfer(card) {
    return this.#session("transfer.reject", card, "The transfer was not rejected");
  }

  cancelTransfer(card) {
    return this.#session("transfer.cancel", card, "The transfer was not cancelled");
  }

  listen(card) {
    return this.#session("session.listen", card, "You cannot listen in", () => {
      this.#app.store.dispatch({ type: "listening", session: card.session, listens: true });
      this.#app.select(card.session);
    });
  }

  /** Lets the visitor send files, or no longer. */
  allowFiles(card, allowed) {
    return this.#once(`files.allow ${card.session}`, () => this.#send("files.allow", card, { allowed }), allowed ? "File upload was not allowed" : "File upload was not stopped");
  }

  /** *Close window*: stops listening. */
  unlisten(card) {
    return this.#session("session.unlisten", card, "The window was not closed", () => {
      this.#app.store.dispatch({ type: "listening", session: card.session, listens: false });
      if (this.#app.store.state.selected === card.session) this.#app.select(null);
    });
  }

  async end(card) {
    const isSure = await confirmDialog({
      title: `End the chat with ${visitorName(card)}?`,
      text: "The visitor is told that the chat is over. It stays in your list under Recent.",
      action: "End chat",
      run: () => this.#send("session.close", card),
    });
    return isSure;
  }

  async requeue(card) {
    const isDone = await confirmDialog({
      title: "Return this chat to the queue?",
      text: `${visitorName(card)} goes to the front of the queue of ${card.channelName}, and the next free agent takes the chat.`,
      action: "Return to queue",
      run: () => this.#send("session.requeue", card),
    });
    if (isDone && this.#app.store.state.selected === card.session) this.#app.select(null);
  }

  async takeOver(card, owner) {
    await confirmDialog({
      title: `Take over the chat with ${visitorName(card)}?`,
      text: `${owner} is told and goes on reading; from now on you write.`,
      action: "Take over",
      run: () => this.#send("session.takeOver", card),
    });
  }

  /** A command on a session, in the order of what was sent for it before. */
  #send(type, card, body = {}) {
    const { session, channel } = this.#app.store.state.sessions[card.session] ?? card;
    return this.#app.api.send(type, { session, ...body }, { channel, lane: session, patience: 60 });
  }

  #session(type, card, title, then) {
    return this.#once(`${type} ${card.session}`, async () => {
      const result = await this.#send(type, card);
      then?.(result);
    }, title);
  }

  #opened(result) {
    if (result.snapshot) {
      const { events: _, more: __, ...card } = result.snapshot;
      this.#app.store.dispatch({ type: "cards", cards: [card] });
    }
    this.#app.select(result.session, { focus: true });
  }

  async #once(key, work, title) {
    if (this.#busy.has(key)) return;
    this.#busy.add(key);
    this.#app.store.touch();
    try {
      await work();
    } catch (error) {
      this.#app.tell(error, title);
      // What was shown is out of date.
      if (["notInQueue", "notAssigned", "noTransferPending", "sessionClosed", "invalidState", "unknownSession"].includes(error.code)) {
        void this.#app.live.lookAnew();
      }
    } finally {
      this.#busy.delete(key);
      this.#app.store.touch();
    }
  }
}
