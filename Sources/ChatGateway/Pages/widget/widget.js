import { isRetriable, untilAnswered } from "../shared/retry.js";
import { EventStream } from "../shared/stream.js";
import { timeZone } from "../shared/times.js";
import { apply, conversation, takePosition, takeSnapshot, unread } from "./conversation.js";
import { Outbox } from "./outbox.js";
import { matches } from "./pending.js";
import { hasSession, isOver, next } from "./place.js";
import { EventReader } from "./reader.js";
import { identifier, visitorID } from "./storage.js";
import { fill } from "./template.js";
import { View } from "./view.js";

/** One channel's chat on this page: what it knows, what it sends, what it shows. */
export class Widget {
  place = /** @type {import("./types.js").Place} */ ({ at: "loading" });
  state = /** @type {import("./types.js").Conversation|null} */ (null);
  session = /** @type {{session: string, key: string, channel: string}|null} */ (null);
  typing = /** @type {string|null} */ (null);
  isConnected = true;
  marker = /** @type {number|null} */ (null);
  known = /** @type {Record<string, string>} */ ({});
  #stream = null; #reader = new EventReader(); #timers = {}; #typedAt = 0; #readThrough = 0; #opening = false; #title = ""; #isLeaving = false;

  /** @param {import("./launcher.js").Launcher} launcher */
  constructor(launcher) {
    this.launcher = launcher;
    const { attributes, gateway, alone, storage, api, texts, language } = launcher;
    Object.assign(this, { attributes, gateway, alone, storage, api, texts, language });
    this.outbox = new Outbox(storage, (item) => api.command(this.session, item, { keepalive: true }), (item, reply) => this.#answered(item, reply));
  }

  get settings() { return this.launcher.settings; }
  get badge() { return this.launcher.badge; }
  get isOpen() { return this.launcher.isOpen; }
  get unread() { return this.state ? unread(this.state, this.#seenThrough) : 0; }
  get #seenThrough() { return this.storage?.get("seen")?.[this.session?.session] ?? 0; }

  async start() {
    const { storage } = this;
    if (this.settings.isUnknown) this.place = next(this.place, { type: "gone" });
    this.view = new View(this);
    await this.#prefill();
    storage.watch((name) => this.#elsewhere(name));
    const kept = storage.get("session");
    if (kept?.session) this.#connect(kept);
    else if (storage.get("open")) void this.#open();
    addEventListener("online", () => this.outbox.wake());
    document.addEventListener("visibilitychange", () => this.seen());
    this.update();
  }

  /** What the page knows of the visitor: the forms show it, and where there is no form it goes along. */
  async #prefill() {
    const { data } = this.attributes;
    if (!Object.keys(data).some((name) => /name|email|phone|company|country/.test(name))) return {};
    const { prefilledFields } = await import("./prefill.js");
    const fields = prefilledFields(data, { cookie: document.cookie, search: location.search, variables: window });
    this.known = { ...fields, ...this.known };
    return fields;
  }

  // MARK: The window

  open(focus = true) {
    this.launcher.isOpen = true;
    this.storage.set("window", true);
    this.marker = this.unread ? this.#seenThrough : null;
    if (!this.session && this.place.at !== "gone" && this.place.at !== "closed") void this.#enter();
    this.view.openWindow(focus);
    this.update();
    this.seen();
  }

  minimise() {
    if (this.alone) return;
    this.launcher.isOpen = false;
    this.storage.set("window", null);
    this.view.closeWindow();
    this.update();
  }

  /** Ends what runs, and closes the window. */
  end() {
    if (hasSession(this.place) && this.session) {
      const type = ["postChat", "returning"].includes(this.place.at) ? "session.leave" : "session.close";
      this.outbox.add(this.session.session, type, {}, this.#reader.through);
      if (type === "session.close" && this.settings.postChatForm.enabled && ["chat", "faqAnswer"].includes(this.place.at)) return this.update();
      // A window of its own may not close: it says that the chat is over.
      this.#isLeaving = !this.alone;
    } else if (this.place.at === "closed") {
      this.#forget();
    }
    if (this.alone) { window.close(); this.update(); } else this.minimise();
  }

  again() {
    this.#forget();
    void this.#enter();
    this.update();
  }

  #forget() {
    this.#stream?.stop();
    this.#stream = null;
    this.outbox.clear();
    this.session = null;
    this.state = null;
    this.place = { at: "loading" };
    this.storage.set("session", null);
    this.#isLeaving = false;
  }

  /** No session yet: the first thing that the visitor sees. */
  async #enter() {
    const reply = await untilAnswered(() => this.api.channel(this.attributes.channel), { onWait: () => this.#connection(false) });
    if (this.session) return;
    this.#connection(true);
    if (reply.status === 403) { this.place = { at: "refused", code: "errorOrigin" }; return this.update(); }
    const { widget, state } = reply.body?.result ?? {};
    if (!widget) { this.place = next(this.place, { type: "gone" }); return this.update(); }
    this.launcher.take(widget, state);
    const opensFirst = !state.open || widget.preChatForm.enabled || widget.faqSuggestions.enabled || widget.bot.enabled;
    this.place = next(this.place, { type: "ready", opensFirst });
    if (opensFirst) await this.#open();
    this.update();
  }

  /** Opens a session; what was asked once is asked again with the same id and the same words. */
  async #open(question) {
    if (this.#opening) return;
    this.#opening = true;
    this.place = next(this.place, { type: "opening" });
    let asked = this.storage.get("open");
    if (!asked) {
      asked = { id: identifier(), body: this.#opened(question, await this.#prefill()) };
      this.storage.set("open", asked);
    }
    this.update();
    const reply = await untilAnswered(() => this.api.open(this.attributes.channel, asked.id, { ...asked.body, visitorId: visitorID() }), { onWait: () => this.#connection(false) });
    this.#opening = false;
    this.#connection(true);
    this.storage.set("open", null);
    const result = reply.body?.result;
    if (reply.body?.ok && result?.session) {
      this.#connect({ session: result.session, key: result.key, channel: result.snapshot?.channel ?? this.attributes.channel }, result.snapshot);
      // Another tab asked first: this is a line of its own.
      if (question && question !== asked.body.question) this.send(question);
    } else {
      const code = reply.body?.error?.code;
      if (question) this.view.composer.restore(question);
      this.place = code === "unknownChannel" ? { at: "gone" } : next(this.place, { type: "refused", code: code === "blocked" ? "errorBlocked" : "errorGeneral" });
    }
    this.update();
  }

  #opened(question, fields) {
    const { identity } = this.attributes;
    return {
      ...(this.settings.preChatForm.enabled ? {} : fields), ...(question ? { question } : {}), ...(identity ? { identity } : {}),
      language: this.language, timeZone: timeZone(), page: (location.origin + location.pathname).slice(0, 2048),
    };
  }

  #connect(session, snapshot) {
    if (this.session?.session === session.session) return;
    this.#stream?.stop();
    this.session = session;
    this.storage.set("session", session);
    this.#reader = new EventReader();
    this.state = conversation(session.channel);
    if (snapshot) this.#takeSnapshot(snapshot);
    this.outbox.restore(session.session);
    this.#stream = new EventStream({
      url: () => this.api.events(this.session), credentials: "omit",
      headers: () => ({ Authorization: `Bearer ${this.session.key}` }), lastID: () => this.#reader.through,
      onEvent: (name, data) => this.#received(name, data),
      onOpen: () => { this.#connection(true); this.outbox.wake(); },
      onLost: () => this.#connection(false),
      onRefused: () => { this.storage.set("session", null); this.place = next(this.place, { type: "lost" }); this.#connection(true); this.update(); },
    });
    this.#stream.start();
  }

  #received(name, data) {
    if (!data) return;
    switch (name) {
      case "snapshot": this.#takeSnapshot(data); break;
      case "event":
        for (const event of this.#reader.take(data)) this.#take(event);
        break;
      case "transient":
        if (data.type === "queue.position") takePosition(this.state, data.data);
        if (data.type === "typing.changed" && data.data.by !== "visitor") this.#types(data.data.typing);
        break;
      case "gateway": this.#connection(data.connected); break;
      default: return;
    }
    this.#settle();
    this.update();
  }

  /** A session keeps the settings under which it began (contract, `settingsVersion`). */
  #takeSnapshot(snapshot) {
    takeSnapshot(this.state, snapshot);
    this.#settle();
    const { settingsVersion } = snapshot;
    if (!settingsVersion || settingsVersion === this.settings.version || this.#askedVersion === settingsVersion) return;
    this.#askedVersion = settingsVersion;
    void this.api.channel(this.session.channel, settingsVersion).then(({ body }) => {
      if (!body?.result?.widget || this.session?.session !== snapshot.session) return;
      this.launcher.settings = body.result.widget;
      this.badge.dress();
      this.view.redraw();
    });
  }
  #askedVersion = 0;

  #take(event) {
    apply(this.state, event);
    if (event.type === "message.posted" && event.data.from !== "visitor") this.#types(false);
    if (event.type === "session.moved" || this.state.channel !== this.session.channel) {
      this.session = { ...this.session, channel: this.state.channel };
      this.storage.set("session", this.session);
    }
    if (event.type === "message.posted" && event.data.from !== "visitor" && this.isOpen && document.visibilityState === "visible" && this.view.isAtEnd) this.seen();
  }

  /** The place follows from the session; who ended it himself and left sees no more of it. */
  #settle() {
    const { status, suggested, outcome, request, mayRequest } = this.state;
    if (!status) return;
    this.place = next(this.place, { type: "session", status, suggested, outcome, request, mayRequest });
    if (!isOver(status)) return;
    this.storage.set("session", null);
    if (!this.#isLeaving) return;
    // Who opened the window again meanwhile begins anew.
    if (this.isOpen) this.again();
    else this.#forget();
  }

  #types(typing) {
    clearTimeout(this.#timers.typing);
    this.typing = typing ? (this.state.shownAs?.name ?? this.settings.bot?.name ?? "…") : null;
    if (typing) this.#timers.typing = setTimeout(() => { this.typing = null; this.update(); }, 7000);
  }

  /** A short loss is nobody's business; a longer one is told quietly, and so is its end. */
  #connection(isThere) {
    if (isThere === this.isConnected) return;
    this.isConnected = isThere;
    clearTimeout(this.#timers.connection);
    if (!isThere) this.#timers.connection = setTimeout(() => { this.isLostShown = true; this.update(); }, 2000);
    else if (this.isLostShown) {
      this.isLostShown = false;
      this.isBackShown = true;
      this.update();
      this.#timers.connection = setTimeout(() => { this.isBackShown = false; this.update(); }, 3000);
    }
  }

  #elsewhere(name) {
    if (name === "session") {
      const kept = this.storage.get("session");
      if (kept && kept.session !== this.session?.session) this.#connect(kept);
      else if (kept) this.session = kept;
    } else if (name.startsWith("out:") && this.session) {
      return;
    }
    this.update();
  }

  #answered(item, reply) {
    if (item && reply?.body?.error?.code === "moved") {
      this.session = { ...this.session, channel: reply.body.error.channel };
      this.storage.set("session", this.session);
      this.outbox.retry(item.id);
    }
    if (item && ["unknownSession", "sessionClosed"].includes(reply?.body?.error?.code) && this.place.at !== "closed") {
      this.place = next(this.place, { type: "lost" });
      this.storage.set("session", null);
    }
    this.update();
  }

  update() {
    if (!this.view) return;
    if (this.state) {
      const there = new Set(this.state.lines.map((line) => line.seq));
      const done = new Set([...matches(this.outbox.items, this.state.lines)].filter(([seq]) => there.has(seq)).map(([, id]) => id));
      this.doneIDs = done;
    }
    this.view.update();
    this.#countInTitle();
  }

  #countInTitle() {
    const count = this.unread;
    const shown = document.title;
    const plain = shown.startsWith(this.#title) && this.#title ? shown.slice(this.#title.length) : shown;
    this.#title = count && document.visibilityState !== "visible" ? `(${count}) ` : "";
    if (shown !== this.#title + plain) document.title = this.#title + plain;
  }

  // MARK: What the visitor does

  send(text, option) {
    if (!this.session) return void this.#open(text);
    this.outbox.add(this.session.session, "message.post", { text, ...(option ? { option } : {}) }, this.#reader.through);
    this.#typed(false);
    this.marker = null;
    this.view.scrollToEnd();
  }

  types(isTyping) { this.#typed(isTyping); }

  #typed(isTyping) {
    clearTimeout(this.#timers.typed);
    if (!this.session || !["chat", "queue"].includes(this.place.at)) return;
    const now = Date.now();
    if (isTyping && now - this.#typedAt < 3000) {
      this.#timers.typed = setTimeout(() => this.#typed(false), 6000);
      return;
    }
    if (!isTyping && !this.#typedAt) return;
    this.#typedAt = isTyping ? now : 0;
    if (isTyping) this.#timers.typed = setTimeout(() => this.#typed(false), 6000);
    void this.api.command(this.session, { id: identifier(), type: "typing.set", body: { typing: isTyping } });
  }

  /** All that is on the screen was read. */
  seen() {
    if (!this.isOpen || !this.session || document.visibilityState !== "visible" || !this.view.isAtEnd) return;
    const through = this.state.lastFromOthers;
    if (through > this.#seenThrough) this.storage.set("seen", { [this.session.session]: through });
    if (through > Math.max(this.#readThrough, this.state.readByVisitor) && !isOver(this.state.status)) {
      this.#readThrough = through;
      const session = this.session;
      setTimeout(async () => {
        const reply = await this.api.command(session, { id: identifier(), type: "message.read", body: { through: this.#readThrough } });
        if (isRetriable(reply.status)) this.#readThrough = 0;
      }, 400);
    }
    this.badge.tell(this.unread);
    this.#countInTitle();
  }

  /** A command whose refusal is shown where it was asked for. */
  async #ask(type, body) {
    const id = identifier();
    const reply = await untilAnswered(() => this.api.command(this.session, { id, type, body }), { onWait: () => this.#connection(false) });
    this.#connection(true);
    if (reply.body?.ok) return null;
    const { code, field } = reply.body?.error ?? {};
    if (code === "invalidField" && field === "email") return { field, text: this.texts.emailInvalid };
    if (code === "invalidField" && field === "consented") return { field, text: this.texts.consentRequired };
    if (code === "invalidField" && field) return { field, text: this.texts.fieldRequired };
    if (code === "blocked") return { text: this.texts.errorBlocked };
    return { text: this.texts.errorGeneral };
  }

  identify(values) { return this.#tell("session.identify", values); }
  submit(values) { return this.#tell("request.submit", values); }

  /** A form: what the visitor said of himself is not asked again. */
  #tell(type, values) {
    const { text, question, consented, ...fields } = values;
    Object.assign(this.known, fields);
    return this.#ask(type, values);
  }

  answerFAQ(helped) { this.outbox.add(this.session.session, "faq.answer", { helped }, this.#reader.through); }
  rate(rating) { return this.#ask("session.rate", rating); }
  leave() { this.outbox.add(this.session.session, "session.leave", {}, 0); }
  sendCopy(email) { return this.#ask("transcript.send", { email }); }
  move(input) { this.place = next(this.place, input); this.update(); if (this.place.at === "returning") this.view.focusFirst(); }

  /** @param {HTMLElement} button the picture's link, which it takes the place of */
  async showPicture(file, button) {
    const module = await import("./files.js").catch(() => null);
    await module?.showPicture(this, file, button);
  }

  async download(file) {
    const bytes = await this.api.download(this.session, file.file);
    if (!bytes) return this.view.say(this.texts.errorGeneral, true);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(bytes);
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }
}
