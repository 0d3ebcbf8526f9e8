import { Composer } from "./composer.js";
import { avatar, element, icon, iconButton, picture } from "./element.js";
import { Log } from "./log.js";
import { asksBeforeEnd, hasComposer, hasLog } from "./place.js";
import { queueText } from "./queueText.js";
import { said } from "./said.js";
import { style } from "./style.js";
import { fill } from "./template.js";

const focusable = "button,input,textarea,select,a[href],[tabindex='0']";

/** The window, in the badge's shadow tree. */
export class View {
  #shownPlace = ""; #headKey = ""; #keys = new Map(); #returnFocus = null; #stop = new AbortController();

  /** @param {import("./widget.js").Widget} widget */
  constructor(widget) {
    this.widget = widget;
    const { root, frame } = widget.badge;
    Object.assign(this, { root, frame });
    widget.badge.addStyle(style);
    this.window = this.#makeWindow();
    this.window.hidden = true;
    frame.append(this.window);
    const small = matchMedia("(max-width: 480px), (max-height: 440px)");
    const fit = () => { this.isFull = widget.alone || small.matches && !widget.isPicture; this.#fit(); };
    fit();
    for (const [place, change] of [[small, "change"], [visualViewport, "resize"], [visualViewport, "scroll"]]) place?.addEventListener(change, fit, { signal: this.#stop.signal });
  }

  remove() {
    this.#stop.abort();
    this.widget.badge.remove();
  }

  /** Shows settings that are others now, and the place anew. */
  redraw() {
    this.#headKey = this.#shownPlace = "";
    this.#keys.clear();
    this.update();
  }

  /** Full window on small screens: above the keyboard, below the notch. */
  #fit() {
    const { isOpen, alone, badge } = this.widget;
    const isFull = Boolean(this.isFull && isOpen);
    this.frame.classList.toggle("full", isFull);
    this.window.setAttribute("aria-modal", String(isFull && !alone));
    const properties = badge.host.style;
    if (isFull && visualViewport) {
      properties.setProperty("--top", `${visualViewport.offsetTop}px`);
      properties.setProperty("--height", `${visualViewport.height}px`);
    }
    document.documentElement.style.setProperty("overflow", isFull && !alone ? "hidden" : "");
    if (this.log?.isAtEnd) this.log.scrollToEnd();
  }

  #makeWindow() {
    const { widget } = this;
    const { texts } = widget;
    this.titles = element("div", { class: "titles" });
    this.face = element("span");
    this.strip = element("div", { class: "strip" });
    this.connection = element("div", { class: "connection", role: "status" });
    this.connection.hidden = true;
    this.top = element("div", { class: "top", role: "status" });
    this.log = new Log({
      texts, language: widget.language, gateway: widget.gateway,
      actions: {
        seen: () => widget.seen(), answerFAQ: (helped) => widget.answerFAQ(helped), choose: (seq, label) => widget.send(label, { seq, label }),
        retry: (id) => widget.outbox.retry(id), discard: (id) => widget.outbox.discard(id), download: (file) => widget.download(file), showPicture: (file, button) => widget.showPicture(file, button),
      },
    });
    this.composer = new Composer({
      texts, send: (text) => widget.send(text), typing: (typing) => widget.types(typing), attach: (files) => this.#attach([...files]), addStyle: (text) => widget.badge.addStyle(text),
      draft: this.#draft(), keep: (text) => this.#keep(text),
    });
    this.scroll = element("div", { class: "scroll" });
    this.foot = element("div", { class: "end" });
    this.said = element("div", { class: "connection", role: "status" });
    this.said.hidden = true;
    this.logBox = element("div", { class: "main" }, this.log.node, this.log.toNewest);
    const main = element("div", { class: "main" }, this.top, this.logBox, this.scroll, this.foot);
    const tools = element("div", { class: "tools" }, !widget.alone && iconButton("down", texts.minimise, () => widget.minimise()), iconButton("close", texts.closeChat, () => this.#askEnd()));
    const node = element("div", { class: "window", role: "dialog", "aria-label": widget.settings.widget.header || widget.settings.badgeHeader || texts.openChat },
      element("header", { class: "head" }, this.face, this.titles, tools), this.strip, this.connection, main, this.said, this.composer.node,
      element("div", { class: "foot", text: fill(texts.poweredBy, { name: "Samtale" }) }));
    node.addEventListener("keydown", (event) => this.#pressed(event));
    return node;
  }

  /** Files to send; what sends them is loaded once files are allowed. */
  async #attach(files) {
    this.uploads ??= import("./files.js").then(({ Uploads }) => new Uploads(this.widget, this));
    const uploads = await this.uploads.catch(() => { this.uploads = undefined; });
    if (uploads) uploads.add(files);
    else if (files.length) this.say(fill(this.widget.texts.fileFailed, { file: files[0].name }), true);
  }

  #draft() { try { return sessionStorage.getItem(`samtale:${this.widget.attributes.channel}:draft`) ?? ""; } catch { return ""; } }
  #keep(text) { try { sessionStorage.setItem(`samtale:${this.widget.attributes.channel}:draft`, text); } catch { /* nothing is kept */ } }

  #pressed(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      if (this.question) this.#closeQuestion(); else this.widget.minimise();
    }
    if (event.key !== "Tab" || !(this.isFull || this.question)) return;
    const all = [...(this.question ?? this.window).querySelectorAll(focusable)].filter((node) => node.tabIndex >= 0 && !node.disabled && node.checkVisibility());
    const at = all.indexOf(this.root.activeElement);
    const goal = event.shiftKey ? (at <= 0 ? all.at(-1) : null) : (at === all.length - 1 || at < 0 ? all[0] : null);
    if (!goal) return;
    event.preventDefault();
    goal.focus();
  }

  get isAtEnd() { return this.log.isAtEnd; }
  scrollToEnd() { this.log.scrollToEnd(); this.update(); }

  openWindow(focus) {
    this.window.hidden = false;
    this.widget.badge.isWindowOpen(true);
    this.#fit();
    this.update();
    this.log.scrollToEnd();
    if (!focus) return;
    this.window.querySelector(".tools button")?.focus();
    this.#focusDrawn();
  }

  closeWindow() {
    this.window.hidden = true;
    this.#closeQuestion();
    const { badge } = this.widget;
    badge.isWindowOpen(false);
    this.#fit();
    badge.node.focus();
  }

  focusFirst() {
    const goal = [...this.window.querySelectorAll(".scroll input,.scroll textarea,.scroll select,.composer textarea,.end button")].find((node) => node.checkVisibility());
    (goal ?? this.window.querySelector("button"))?.focus();
  }

  async #askEnd() {
    const { widget } = this;
    if (!asksBeforeEnd(widget.place)) return widget.end();
    const module = await import("./endQuestion.js").catch(() => null);
    if (!module) return widget.end();
    if (this.question) return;
    this.#returnFocus = this.root.activeElement;
    this.question = module.endQuestion(widget, (ends) => {
      this.#closeQuestion();
      if (ends) widget.end();
    });
    this.window.append(this.question);
    this.question.querySelector("button").focus();
  }

  #closeQuestion() {
    if (!this.question) return;
    this.question.remove();
    this.question = null;
    this.#returnFocus?.focus();
  }

  say(text, goes = false) {
    this.said.textContent = text;
    this.said.hidden = !text;
    clearTimeout(this.sayTimer);
    if (goes) this.sayTimer = setTimeout(() => { this.said.hidden = true; }, 6000);
  }

  update() {
    const { widget } = this;
    widget.badge.tell(widget.unread);
    if (!widget.isOpen) return;
    const { place, texts, state } = widget;
    this.#head();
    this.connection.hidden = !(widget.isLostShown || widget.isBackShown);
    this.connection.textContent = widget.isLostShown ? `${texts.connectionLost} ${texts.reconnecting}` : texts.connectionBack;
    const isChanged = place.at !== this.#shownPlace;
    const isLogShown = hasLog(place) && !(place.at === "closed" && !state?.lines.some((line) => line.kind === "message"));
    this.logBox.hidden = !isLogShown || place.at === "opening" && !state;
    this.composer.node.hidden = !hasComposer(place);
    const mayAttach = Boolean(state?.filesAllowed && place.at === "chat");
    this.composer.clip.hidden = !mayAttach;
    if (mayAttach) void this.#attach([]);
    this.#waitText();
    if (isLogShown) {
      const greeting = ["ask", "faq"].includes(place.at) && !state?.lines.some((line) => line.kind === "message") ? texts.welcome : null;
      this.log.show({ state: state ?? { lines: [] }, items: widget.outbox.items, marker: widget.marker, typing: ["chat", "queue"].includes(place.at) ? widget.typing : null, greeting });
    }
    if (place.at === "postChat") this.#copyText();
    if (!isChanged) return;
    const hadFocus = this.window.contains(this.root.activeElement);
    this.#shownPlace = place.at;
    this.#drawn = Promise.resolve(this.#body());
    if (hadFocus) this.#focusDrawn();
  }
  #drawn = Promise.resolve();

  /** The focus goes to what there is to do, unless the visitor went elsewhere meanwhile. */
  #focusDrawn() {
    void this.#drawn.then(() => { if (!document.activeElement || document.activeElement === document.body || this.root.activeElement) this.focusFirst(); });
  }

  #head() {
    const { settings, state, place, alone } = this.widget;
    const agent = settings.widget.showAgentPhoto && ["chat", "postChat", "returning"].includes(place.at) ? state?.shownAs : null;
    const key = JSON.stringify([agent, settings.version]);
    if (key === this.#headKey) return;
    this.#headKey = key;
    const title = agent?.name ?? (settings.widget.header || settings.badgeHeader || this.widget.texts.openChat);
    const sub = agent ? settings.widget.header ?? "" : settings.widget.message ?? "";
    const address = picture(settings.widget.logo);
    const logo = () => (address ? element("img", { class: "logo", src: address, alt: "" }) : null);
    const face = agent ? avatar(agent) : logo();
    this.face.replaceChildren(...(face ? [face] : []));
    this.face.hidden = !face;
    this.titles.replaceChildren(element("div", { class: "title", text: title }), sub ? element("div", { class: "sub", text: sub }) : "");
    this.strip.replaceChildren(...[agent ? avatar(agent) : logo(), sub ? element("span", { text: sub }) : null].filter(Boolean));
    if (alone) document.title = title;
  }

  #waitText() {
    const { place, state, texts, settings } = this.widget;
    this.top.hidden = place.at !== "queue";
    if (this.top.hidden) return;
    const text = state.position ? queueText({ queueText: settings.widget.queueText, position: state.position, averageWait: state.averageWait, texts }) : texts.waiting;
    const key = `${text} ${state.mayRequest}`;
    if (this.#keys.get("top") === key) return;
    this.#keys.set("top", key);
    this.top.replaceChildren(element("p", { text }), element("small", { text: texts.keepWriting }), state.mayRequest ? element("button", { type: "button", text: texts.createRequest, onClick: () => this.widget.move({ type: "writeRequest" }) }) : "", element("div", { class: "bar", "aria-hidden": "true" }, element("i")));
  }

  /** The form or the end of a place; made anew only when the place is another. */
  #body() {
    const { widget } = this;
    const { place, texts } = widget;
    this.scroll.hidden = this.foot.hidden = true;
    const end = (name, text) => {
      this.foot.replaceChildren(icon(name, 34), element("p", { role: "status", text }), this.#again(texts.newChat, () => widget.again()));
      this.foot.className = this.logBox.hidden ? "end alone" : "end";
      this.foot.hidden = false;
    };
    switch (place.at) {
      case "loading": case "opening": return this.logBox.hidden ? this.#show(this.#waiting()) : undefined;
      case "gone": return this.#show(said(texts.deletedHeader, texts.deletedMessage));
      case "refused": return this.#show(said("", texts[place.code], this.#again(texts.tryAgain, () => widget.again())));
      case "preChat": case "offline": case "queueRequest": return this.#make(() => import("./forms.js"), place.at);
      case "postChat": return this.#make(() => import("./postChat.js"), place.at);
      case "closed":
        if (place.request) return end("mail", fill(texts.requestSent, { request: place.request.slice(0, 8) }));
        return end("check", place.outcome === "selfServed" ? texts.faqHelped : texts.thankYou);
      case "ask": case "faq": case "faqAnswer": case "queue": case "chat": case "returning": return;
    }
  }

  #show(node) {
    this.scroll.replaceChildren(node);
    this.scroll.hidden = false;
    this.scroll.scrollTop = 0;
  }

  #again(text, onClick) { return element("button", { type: "button", class: "primary", text, onClick }); }

  #waiting() {
    return element("div", { class: "end alone" }, element("span", { class: "dots", "aria-hidden": "true" }, element("i"), element("i"), element("i")), element("p", { role: "status", class: "hint", text: this.widget.texts.oneMoment }));
  }

  /** A place whose module is loaded when a visitor comes to it. */
  async #make(load, at) {
    const { widget } = this;
    this.#show(this.#waiting());
    try {
      const { make, style: own } = await load();
      if (widget.place.at !== at) return;
      if (!this.#styles.has(at)) widget.badge.addStyle(own);
      this.#styles.add(at);
      this.#show(make(widget, at));
    } catch {
      if (widget.place.at === at) this.#show(said("", widget.texts.errorGeneral, this.#again(widget.texts.tryAgain, () => this.redraw())));
    }
  }
  #styles = new Set();

  /** What became of the copy by mail. */
  #copyText() {
    const { state, texts } = this.widget;
    const text = state?.transcript ? fill(texts[state.transcript.text], { email: state.transcript.email }) : "";
    const status = this.scroll.querySelector(".status");
    if (status && text && this.#keys.get("copy") !== text) status.textContent = text;
    this.#keys.set("copy", text);
  }
}
