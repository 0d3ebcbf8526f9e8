import { Composer } from "./composer.js";
import { avatar, element, icon, iconButton, picture } from "./element.js";
import { form, postChatForm } from "./forms.js";
import { Log } from "./log.js";
import { asksBeforeEnd, hasComposer, hasLog } from "./place.js";
import { fill, queueText } from "./queueText.js";
import { style } from "./style.js";

/** The badge and the window, in a shadow tree of their own. */
export class View {
  #shownPlace = ""; #headKey = ""; #keys = new Map(); #returnFocus = null; #stop = new AbortController();

  /**
   * @param {import("./widget.js").Widget} widget
   * @param {Element} [parent] what it stands in
   */
  constructor(widget, parent = document.body) {
    this.widget = widget;
    const { texts } = widget;
    this.host = document.createElement("samtale-chat");
    this.root = this.host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    this.root.adoptedStyleSheets = [sheet];
    this.frame = element("div", { dir: widget.direction, lang: widget.language === "no" ? "nb" : widget.language });
    const isAway = !widget.channelState.open;
    const label = widget.attributes.title || (isAway ? texts.offlineBadge : widget.settings.badgeHeader) || texts.openChat;
    this.count = element("span", { class: "count" });
    this.badge = element("button", { type: "button", class: isAway ? "badge away" : "badge", "aria-haspopup": "dialog", "aria-expanded": "false", onClick: () => widget.open() },
      element("span", { class: "label", text: label }), icon(isAway ? "mail" : "chat", 26), this.count);
    this.badge.dataset.label = label;
    this.badge.hidden = true;
    this.window = this.#makeWindow();
    this.window.hidden = true;
    this.frame.append(this.badge, this.window);
    this.root.append(this.frame);
    parent.append(this.host);
    this.#dress();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#dress(), { signal: this.#stop.signal });
    const small = matchMedia("(max-width: 480px), (max-height: 440px)");
    const fit = () => { this.isFull = widget.alone || small.matches && !widget.isPicture; this.#fit(); };
    fit();
    for (const [place, change] of [[small, "change"], [visualViewport, "resize"], [visualViewport, "scroll"]]) place?.addEventListener(change, fit, { signal: this.#stop.signal });
  }

  /** Takes it off the page. */
  remove() {
    this.#stop.abort();
    this.host.remove();
  }

  /** Shows settings that are others now, and the place anew. */
  redraw() {
    this.#headKey = this.#shownPlace = "";
    this.#keys.clear();
    this.#dress();
    this.update();
  }

  #dress() {
    const { widget } = this;
    const properties = this.host.style;
    for (const [name, value] of Object.entries(widget.colours)) properties.setProperty(`--${name}`, value);
    if (widget.font) properties.setProperty("--font", `${widget.font}, system-ui, sans-serif`);
    else properties.removeProperty("--font");
    const size = /^(\d{2})px$/.exec(widget.settings.widget.fontSize ?? "");
    properties.setProperty("--size", size ? `${Math.min(20, Math.max(12, Number(size[1])))}px` : widget.size === "large" ? "16px" : "15px");
    this.frame.className = [widget.theme, widget.size, widget.scheme].join(" ");
    this.#fit();
  }

  /** Full window on small screens: above the keyboard, below the notch. */
  #fit() {
    const isFull = Boolean(this.isFull) && this.widget.isOpen;
    this.frame.classList.toggle("full", isFull);
    this.window.setAttribute("aria-modal", String(isFull && !this.widget.alone));
    const properties = this.host.style;
    if (isFull && visualViewport) {
      properties.setProperty("--top", `${visualViewport.offsetTop}px`);
      properties.setProperty("--height", `${visualViewport.height}px`);
    }
    if (isFull && !this.widget.alone) document.documentElement.style.setProperty("overflow", "hidden");
    else document.documentElement.style.removeProperty("overflow");
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
        retry: (id) => widget.outbox.retry(id), discard: (id) => widget.outbox.discard(id), download: (file) => widget.download(file),
      },
    });
    this.composer = new Composer({
      texts, send: (text) => widget.send(text), typing: (typing) => widget.types(typing), attach: (files) => widget.attach(files),
      draft: this.#draft(), keep: (text) => this.#keep(text),
    });
    this.scroll = element("div", { class: "scroll" });
    this.foot = element("div", { class: "end" });
    this.said = element("div", { class: "connection", role: "status" });
    this.said.hidden = true;
    const main = element("div", { class: "main" }, this.top, element("div", { class: "main" }, this.log.node, this.log.toNewest), this.scroll, this.foot);
    this.main = main;
    this.logBox = main.children[1];
    const tools = element("div", { class: "tools" }, !widget.alone && iconButton("down", texts.minimise, () => widget.minimise()), iconButton("close", texts.closeChat, () => this.#askEnd()));
    const node = element("div", { class: "window", role: "dialog", "aria-label": widget.settings.widget.header || widget.settings.badgeHeader || texts.openChat },
      element("header", { class: "head" }, this.face, this.titles, tools), this.strip, this.connection, main, this.said, this.composer.node,
      element("div", { class: "foot", text: fill(texts.poweredBy, { name: "Samtale" }) }));
    node.addEventListener("keydown", (event) => this.#pressed(event));
    return node;
  }

  #draft() { try { return sessionStorage.getItem(`samtale:${this.widget.attributes.channel}:draft`) ?? ""; } catch { return ""; } }
  #keep(text) { try { sessionStorage.setItem(`samtale:${this.widget.attributes.channel}:draft`, text); } catch { /* nothing is kept */ } }

  #pressed(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      if (this.question) this.#closeQuestion(); else this.widget.minimise();
    }
    if (event.key !== "Tab" || !(this.isFull || this.question)) return;
    const all = [...(this.question ?? this.window).querySelectorAll("button,input,textarea,select,a[href],[tabindex='0']")].filter((node) => node.tabIndex >= 0 && !node.disabled && node.checkVisibility());
    const at = all.indexOf(this.root.activeElement);
    const goal = event.shiftKey ? (at <= 0 ? all.at(-1) : null) : (at === all.length - 1 || at < 0 ? all[0] : null);
    if (!goal) return;
    event.preventDefault();
    goal.focus();
  }

  showBadge() { this.isBadgeShown = true; this.badge.hidden = this.widget.isOpen || this.widget.alone; }
  get isAtEnd() { return this.log.isAtEnd; }
  scrollToEnd() { this.log.scrollToEnd(); this.update(); }

  openWindow(focus) {
    this.window.hidden = false;
    this.badge.hidden = true;
    this.badge.setAttribute("aria-expanded", "true");
    this.#dress();
    this.update();
    this.log.scrollToEnd();
    if (focus) this.focusFirst();
  }

  closeWindow() {
    this.window.hidden = true;
    this.#closeQuestion();
    this.badge.hidden = !this.isBadgeShown;
    this.badge.setAttribute("aria-expanded", "false");
    this.#fit();
    this.badge.focus();
  }

  focusFirst() {
    const goal = [...this.window.querySelectorAll(".scroll input,.scroll textarea,.scroll select,.composer textarea,.end button")].find((node) => node.checkVisibility());
    (goal ?? this.window.querySelector("button"))?.focus();
  }

  /** Where storage is blocked the chat goes on in a window of its own. */
  openOwn() {
    const { texts, gateway, attributes, language } = this.widget;
    this.widget.isOpen = true;
    this.window.hidden = false;
    this.badge.hidden = true;
    const query = new URLSearchParams({ channel: attributes.channel, language });
    for (const name of ["theme", "size", "font", "identity"]) if (attributes[name]) query.set(name, attributes[name]);
    if (attributes.colour) query.set("color", attributes.colour);
    this.#head();
    for (const node of [this.top, this.logBox, this.foot, this.composer.node]) node.hidden = true;
    const button = element("button", { type: "button", class: "primary", text: texts.ownWindowButton, onClick: () => window.open(`${gateway}/window?${query}`, `samtale-${attributes.channel}`, "popup,width=420,height=680") });
    this.scroll.replaceChildren(element("div", { class: "end alone" }, icon("out", 36), element("p", { text: texts.ownWindowNotice }), button));
    this.#fit();
    button.focus();
  }

  #askEnd() {
    const { widget } = this;
    if (!widget.canStore) { this.widget.isOpen = false; return this.closeWindow(); }
    if (!asksBeforeEnd(widget.place)) return widget.end();
    const { texts } = widget;
    this.#returnFocus = this.root.activeElement;
    const yes = element("button", { type: "button", class: "primary", text: texts.endChatYes, onClick: () => { this.#closeQuestion(); widget.end(); } });
    const no = element("button", { type: "button", class: "plain", text: texts.endChatNo, onClick: () => this.#closeQuestion() });
    this.question = element("div", { class: "ask" }, element("div", { role: "alertdialog", "aria-modal": "true", "aria-labelledby": "end-question" },
      element("h2", { id: "end-question", text: texts.endChatQuestion }), element("div", { class: "buttons" }, yes, no)));
    this.window.append(this.question);
    yes.focus();
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

  updateBadge() {
    const { unread, texts } = this.widget;
    this.count.textContent = unread > 9 ? "9+" : String(unread);
    this.count.hidden = !unread;
    const news = fill(unread === 1 ? texts.newMessagesOne : texts.newMessagesOther, { n: unread });
    this.badge.setAttribute("aria-label", unread ? `${this.badge.dataset.label}, ${news}` : this.badge.dataset.label);
  }

  update() {
    const { widget } = this;
    this.updateBadge();
    if (!widget.isOpen || !widget.canStore) return;
    const { place, texts, state } = widget;
    this.#head();
    this.connection.hidden = !(widget.isLostShown || widget.isBackShown);
    this.connection.textContent = widget.isLostShown ? `${texts.connectionLost} ${texts.reconnecting}` : texts.connectionBack;
    const isChanged = place.at !== this.#shownPlace;
    const isLogShown = hasLog(place) && !(place.at === "closed" && !state?.lines.some((line) => line.kind === "message"));
    this.logBox.hidden = !isLogShown || place.at === "opening" && !state;
    this.composer.node.hidden = !hasComposer(place);
    this.composer.clip.hidden = !(state?.filesAllowed && place.at === "chat");
    this.#waitText();
    if (isLogShown) {
      const greeting = ["ask", "faq"].includes(place.at) && !state?.lines.some((line) => line.kind === "message") ? texts.welcome : null;
      this.log.show({ state: state ?? { lines: [] }, items: widget.outbox.items, marker: widget.marker, typing: ["chat", "queue"].includes(place.at) ? widget.typing : null, greeting });
    }
    if (isChanged || place.at === "postChat") this.#body(isChanged);
    if (isChanged) {
      const hadFocus = this.window.contains(this.root.activeElement) || this.#shownPlace && document.activeElement === this.host;
      this.#shownPlace = place.at;
      if (hadFocus || this.root.activeElement === null && this.#wasInside) this.focusFirst();
    }
    this.#wasInside = this.root.activeElement !== null;
  }
  #wasInside = false;

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
  #body(isChanged) {
    const { widget } = this;
    const { place, texts, settings, state } = widget;
    const copy = state?.transcript ? fill(texts[state.transcript.text], { email: state.transcript.email }) : "";
    if (!isChanged) {
      const status = this.scroll.querySelector(".status");
      if (status && copy && this.#keys.get("copy") !== copy) status.textContent = copy;
      this.#keys.set("copy", copy);
      return;
    }
    this.scroll.hidden = true;
    this.foot.hidden = true;
    const show = (node) => { this.scroll.replaceChildren(node); this.scroll.hidden = false; this.scroll.scrollTop = 0; };
    const end = (name, text, ...more) => { this.foot.replaceChildren(icon(name, 34), element("p", { role: "status", text }), ...more); this.foot.className = this.logBox.hidden ? "end alone" : "end"; this.foot.hidden = false; };
    const again = () => element("button", { type: "button", class: "primary", text: texts.newChat, onClick: () => widget.again() });
    const common = { texts, language: widget.language, values: widget.known };
    switch (place.at) {
      case "loading": case "opening":
        if (this.logBox.hidden) show(element("div", { class: "end alone" }, element("span", { class: "dots", "aria-hidden": "true" }, element("i"), element("i"), element("i")), element("p", { role: "status", class: "hint", text: texts.oneMoment })));
        return;
      case "gone": return this.#alone(texts.deletedHeader, texts.deletedMessage);
      case "refused": return this.#alone("", texts[place.code] ?? texts.errorGeneral);
      case "preChat": {
        const pre = settings.preChatForm;
        return show(form({ ...common, message: pre.message || texts.preChatMessage, fields: pre.required ?? [], required: pre.required ?? [], consent: pre.consent ? settings.consent : null, area: "question", button: texts.startChat, send: (values) => widget.identify(values) }));
      }
      case "offline": {
        const { offlineForm } = settings;
        const mode = { closed: "closed", lunch: "lunch" }[widget.channelState.mode] ?? "away";
        const message = [offlineForm.message || texts[`${mode}Message`], widget.channelState.sentence].filter((part, index, all) => part && all.indexOf(part) === index).join("\n\n");
        const header = offlineForm.header || texts[`${mode}Header`];
        if (!offlineForm.requests) return this.#alone(header, message);
        return show(this.#request(common, header, message));
      }
      case "queueRequest": return show(this.#request(common, texts.createRequest, "", { label: texts.back, onClick: () => widget.move({ type: "keepWaiting" }) }));
      case "postChat":
        return show(postChatForm({ texts, settings: settings.postChatForm, rated: state.rated, email: widget.known.email, rate: (rating) => widget.rate(rating), sendCopy: (email) => widget.sendCopy(email), returnToChat: () => widget.move({ type: "returnToChat" }), leave: () => { widget.outbox.add(widget.session.session, "session.leave", {}, 0); } }));
      case "closed":
        if (place.request) return end("mail", fill(texts.requestSent, { request: place.request }), again());
        return end("check", place.outcome === "selfServed" ? texts.faqHelped : texts.thankYou, again());
      case "ask": case "faq": case "faqAnswer": case "queue": case "chat": case "returning": return;
    }
  }

  #request(common, header, message, back) {
    const { texts, settings } = this.widget;
    const { offlineForm } = settings;
    return form({ ...common, header, message, fields: offlineForm.required ?? [], required: [...(offlineForm.required ?? []), "text"], consent: offlineForm.consent ? settings.consent : null, area: "text", button: texts.sendRequest, send: (values) => this.widget.submit(values), back });
  }

  #alone(header, text) {
    this.scroll.replaceChildren(element("div", { class: "end alone" }, icon("mail", 36), header && element("h2", { text: header }), element("p", { class: "message", text })));
    this.scroll.hidden = false;
  }
}
