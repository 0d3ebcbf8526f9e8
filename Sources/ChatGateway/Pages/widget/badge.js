import { badgeStyle } from "./badgeStyle.js";
import { element, icon } from "./element.js";
import { look } from "./look.js";
import { fill } from "./template.js";

/** The button in the page's corner, and the shadow tree that the window will stand in too. */
export class Badge {
  #isShown = false; #unread = 0; #stop = new AbortController();

  /**
   * @param {import("./launcher.js").Launcher} owner
   * @param {Element} [parent] what it stands in
   */
  constructor(owner, parent = document.body) {
    this.owner = owner;
    this.host = document.createElement("samtale-chat");
    this.root = this.host.attachShadow({ mode: "open" });
    this.addStyle(badgeStyle);
    this.count = element("span", { class: "count" });
    this.node = element("button", { type: "button", "aria-haspopup": "dialog", "aria-expanded": "false", onClick: () => owner.open() });
    this.node.hidden = true;
    this.frame = element("div", { lang: owner.language === "no" ? "nb" : owner.language }, this.node);
    this.root.append(this.frame);
    this.draw();
    this.dress();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.dress(), { signal: this.#stop.signal });
    parent.append(this.host);
  }

  addStyle(text) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    this.root.adoptedStyleSheets.push(sheet);
  }

  /** What it offers: a chat, or a message where nobody is there. */
  draw() {
    const { texts, settings, attributes, channelState } = this.owner;
    const isAway = !channelState.open;
    const takesMessages = isAway && settings.offlineForm.requests;
    this.label = attributes.title || (takesMessages ? texts.offlineBadge : settings.badgeHeader) || texts.openChat;
    this.node.className = isAway ? "badge away" : "badge";
    this.node.replaceChildren(element("span", { class: "label", text: this.label }), icon(takesMessages ? "mail" : "chat", 26), this.count);
    this.tell(this.#unread);
  }

  dress() {
    const { colours, font, fontSize, theme, size, scheme, direction } = look(this.owner);
    const properties = this.host.style;
    for (const [name, value] of Object.entries(colours)) properties.setProperty(`--${name}`, value);
    if (font) properties.setProperty("--font", `${font}, system-ui, sans-serif`);
    else properties.removeProperty("--font");
    properties.setProperty("--size", `${fontSize}px`);
    this.frame.dir = direction;
    this.frame.className = `${theme} ${size} ${scheme}${this.frame.classList.contains("full") ? " full" : ""}`;
  }

  /** From now on it is seen whenever the window is not. */
  appear() {
    this.#isShown = true;
    this.isWindowOpen(this.owner.isOpen);
  }

  isWindowOpen(isOpen) {
    this.node.hidden = isOpen || !this.#isShown || this.owner.alone;
    this.node.setAttribute("aria-expanded", String(Boolean(isOpen)));
  }

  /** Something that keeps the window from opening. */
  say(text) {
    const { firstChild } = this.node;
    const tell = (words) => { this.node.ariaLabel = firstChild.textContent = words; };
    tell(text);
    setTimeout(() => tell(this.label), 4000);
  }

  /** How many lines were not seen yet. */
  tell(unread) {
    const { texts } = this.owner;
    this.#unread = unread;
    this.count.textContent = unread > 9 ? "9+" : String(unread);
    this.count.hidden = !unread;
    const news = fill(unread === 1 ? texts.newMessagesOne : texts.newMessagesOther, { n: unread });
    this.node.setAttribute("aria-label", unread ? `${this.label}, ${news}` : this.label);
  }

  /** Takes all off the page. */
  remove() {
    this.#stop.abort();
    this.host.remove();
  }
}
