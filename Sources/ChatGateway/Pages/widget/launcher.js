import { untilAnswered } from "../shared/retry.js";
import { VisitorAPI } from "./api.js";
import { Badge } from "./badge.js";
import { setPictureBase } from "./element.js";
import { ChannelStorage } from "./storage.js";
import { loadTexts } from "./texts.js";

/**
 * A channel's chat on a page as long as nobody uses it: settings, words and the badge. The window and all that belongs to
 * a conversation are loaded when one runs already, or when the visitor comes near the badge.
 */
export class Launcher {
  isOpen = false;
  #widget = /** @type {Promise<import("./widget.js").Widget>|null} */ (null);

  constructor(attributes, gateway, { alone = false } = {}) {
    const canStore = ChannelStorage.isThere();
    Object.assign(this, { attributes, gateway, alone, canStore, storage: canStore ? new ChannelStorage(attributes.channel) : null });
    this.api = new VisitorAPI(gateway);
    setPictureBase(gateway);
  }

  async start() {
    const { attributes, storage, alone } = this;
    const began = Date.now();
    const reply = await untilAnswered(() => this.api.channel(attributes.channel));
    const { widget, state } = reply.body?.result ?? {};
    if (reply.status === 403 && !alone) return;
    this.take(widget, state);
    Object.assign(this, await loadTexts(attributes.language, this.settings.language));
    if (reply.status === 403) return document.getElementById("chat")?.append(this.texts.errorOrigin);
    if (this.settings.widget.visibility === "identified" && !attributes.identity && !storage?.get("session")) return;
    this.badge = new Badge(this);
    if (storage?.get("session") || storage?.get("open")) void this.#load();
    const show = () => {
      this.badge.appear();
      if (alone || storage?.get("window")) void this.open(false);
      if (!storage) return;
      for (const near of ["pointerenter", "focus"]) this.badge.node.addEventListener(near, () => this.#load().catch(() => {}), { once: true });
    };
    document.addEventListener("visibilitychange", () => this.#lookAgain());
    const wait = attributes.delay * 1000 - (Date.now() - began);
    if (wait > 0 && !storage?.get("window") && !alone) setTimeout(show, wait);
    else show();
  }

  /** The channel's settings, and who is there, as they are now. */
  take(settings = unknownChannel(), channelState = { open: false, mode: "deleted" }) {
    Object.assign(this, { settings, channelState });
    this.badge?.draw();
  }

  /** People came or went while the visitor looked at another page. */
  async #lookAgain() {
    if (document.hidden || this.isOpen || this.storage?.get("session")) return;
    const { widget, state } = (await this.api.channel(this.attributes.channel)).body?.result ?? {};
    if (widget && !this.isOpen) this.take(widget, state);
  }

  async open(focus = true) {
    if (!this.canStore) return (await import("./ownWindow.js")).openOwnWindow(this);
    const widget = await this.#load().catch(() => null);
    if (widget) widget.open(focus);
    else this.badge.say(this.texts.connectionLost);
  }

  #load() {
    this.#widget ??= import("./widget.js").then(async ({ Widget }) => {
      const widget = new Widget(this);
      await widget.start();
      return widget;
    }).catch((error) => {
      // The next click tries again.
      this.#widget = null;
      throw error;
    });
    return this.#widget;
  }
}

/** What stands in for the settings of a channel that is no more. */
function unknownChannel() {
  return { version: 0, language: navigator.language, badgeHeader: "", isUnknown: true, widget: { colours: { base: "#5B6470" } }, offlineForm: {}, preChatForm: {}, postChatForm: {} };
}
