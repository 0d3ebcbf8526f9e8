import { Badge } from "./badge.js";
import { apply, conversation, takeSnapshot } from "./conversation.js";
import { loadTexts } from "./texts.js";
import { View } from "./view.js";
import { Widget } from "./widget.js";

/** What a preview can show. @typedef {"badge"|"preChat"|"faq"|"queue"|"chat"|"offline"|"postChat"} PreviewPlace */

/**
 * The real widget as a picture: settings that are not saved yet, at any place, without a session and without a gateway.
 * It stands in an element of the page instead of in the page's corner, and takes no input.
 */
export class Preview extends Widget {
  #parent;
  #shown = "";
  #turn = 0;

  /** @param {Element} parent must be the containing block of what is fixed, and inert */
  constructor(parent) {
    super({ attributes: { channel: "preview", delay: 0, data: {} }, gateway: location.origin, alone: false });
    this.#parent = parent;
    this.isPicture = true;
  }

  /**
   * @param {object} settings as in the answer to `channel.widget`
   * @param {PreviewPlace} place
   * @param {"light"|"dark"} scheme the page's
   */
  async show(settings, place, scheme) {
    const turn = ++this.#turn;
    const { texts, language } = await loadTexts(settings.language);
    if (turn !== this.#turn) return;
    const isOpen = place !== "badge";
    const channelState = { open: place !== "offline", mode: place === "offline" ? "away" : "online" };
    this.attributes.scheme = scheme;
    Object.assign(this, { texts, language });
    Object.assign(this.launcher, { settings, channelState, texts, language, isOpen, open() {} });
    this.place = placeOf(place);
    this.state = sample(place, settings, texts);
    // The badge and the tools keep the words with which they were made.
    const words = [language, settings.badgeHeader, settings.widget.header, channelState.open].join("\n");
    if (words !== this.#shown) {
      this.#shown = words;
      this.view?.remove();
      this.launcher.badge = new Badge(this.launcher, this.#parent);
      this.view = new View(this);
      this.badge.appear();
    }
    this.badge.dress();
    this.badge.isWindowOpen(isOpen);
    this.view.window.hidden = !isOpen;
    this.view.redraw();
    this.view.log.scrollToEnd();
  }

  stop() {
    this.#turn += 1;
    this.view?.remove();
  }

  seen() {}
}

/** @param {PreviewPlace} place @returns {import("./types.js").Place} */
function placeOf(place) {
  switch (place) {
    case "badge": case "chat": return { at: "chat" };
    case "preChat": case "faq": case "queue": case "offline": case "postChat": return { at: place };
  }
}

/** A short conversation by the channel's own words. */
function sample(place, settings, texts) {
  const state = conversation("preview");
  if (place === "badge") return state;
  const shownAs = settings.bot?.enabled && place === "faq" ? { name: settings.bot.name || "Bot" } : { name: settings.widget.useFirstName ? "Anna" : "Anna B." };
  let seq = 0;
  const begun = Date.now() - 240_000;
  const add = (type, data, status) => apply(state, { seq: ++seq, type, at: new Date(begun + seq * 20_000).toISOString(), status, data });
  const says = (from, text, status) => add("message.posted", { from, text, format: "text", kind: "plain", ...(from === "visitor" ? {} : { shownAs }) }, status);
  const { question, answer, thanks } = lines[settings.language] ?? lines.en;
  switch (place) {
    case "chat":
      says("visitor", question, "inQueue");
      add("session.assigned", { shownAs }, "customerLast");
      if (settings.welcomeMessage) says("agent", settings.welcomeMessage, "userLast");
      says("agent", answer, "userLast");
      says("visitor", thanks, "customerLast");
      break;
    case "queue":
      says("visitor", question, "inQueue");
      takeSnapshot(state, { seq, status: "inQueue", position: 2, averageWait: "00:03", mayRequest: settings.queueRequest?.enabled === true });
      break;
    case "faq":
      says("visitor", question, "faq");
      add("faq.suggested", { entries: [{ id: "1", title: question }] }, "faq");
      break;
    case "preChat": case "offline": case "postChat":
      break;
  }
  return state;
}

/** What is said in the sample, by the channel's language. */
const lines = {
  en: { question: "Where is my parcel?", answer: "It is on its way and arrives tomorrow.", thanks: "Thank you!" },
  nl: { question: "Waar is mijn pakket?", answer: "Het is onderweg en komt morgen aan.", thanks: "Dank u!" },
  de: { question: "Wo ist mein Paket?", answer: "Es ist unterwegs und kommt morgen an.", thanks: "Danke!" },
  no: { question: "Hvor er pakken min?", answer: "Den er på vei og kommer i morgen.", thanks: "Takk!" },
  da: { question: "Hvor er min pakke?", answer: "Den er på vej og kommer i morgen.", thanks: "Tak!" },
  sv: { question: "Var är mitt paket?", answer: "Det är på väg och kommer i morgon.", thanks: "Tack!" },
};
