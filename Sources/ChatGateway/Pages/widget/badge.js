import { badgeStyle } from "./badgeStyle.js";
import { element, icon } from "./element.js";
import { look } from "./look.js";
import { fill } from "./template.js";

/** The button in the page's corner, and the shadow tree that the window will stand in too. */
export class Badge {
  #isShown = false; #stop = new AbortController();

  /**
   * @param {import("./launcher.js").Launcher} owner
   * @param {Element} [parent] what it stands in
   */
  constructor(owner, parent = document.body) {
    const { texts, settings, attributes, channelState } = owner;
    this.owner = owner;
    this.host = document.createElement("samtale-chat");
    this.root = this.host.attachShadow({ mode: "open" });
    this.addStyle(badgeStyle);
    const isAway = !channelState.open;
    const takesMessages = isAway && settings.offlineForm.requests;
    this.label = attributes.title || (takesMessages ? texts.offlineBadge : settings.badgeHeader) || texts.openChat;
    this.count = element("span", { class: "count" });
    this.node = element("button", { type: "button", class: isAway ? "badge away" : "badge", "aria-haspopup": "dialog", "aria-expanded": "false", onClick: () => owner.open() },
      element("span", { class: "label", text: this.label }), icon(takesMessages ? "mail" : "chat", 26), this.count);
    this.node.hidden = true;
    this.frame = element("div", { lang: owner.language === "no" ? "nb" : owner.language }, this.node);
    this.root.append(this.frame);
    this.tell(0);
    this.dress();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.dress(), { signal: this.#stop.signal });
    parent.append(this.host);
  }

  addStyle(text) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    this.root.adoptedStyleSheets.push(sheet);
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
