import { openDialog } from "/desk/dialog.js";
import { element, fill } from "/desk/element.js";
import { failureBanner } from "/desk/failureBanner.js";
import { requestNumber } from "/desk/requestNumber.js";
import { plainText } from "/shared/safeHTML.js";
import { mailLink, phoneLink } from "../contact/addressLinks.js";
import { requestFacts, requestTitle } from "./requestWords.js";

/**
 * A request to read: what a visitor left, or an agent made of a chat (spec sections 4.4 and 7.2).
 *
 * @param {import("../main.js").App} app
 * @param {string} request its id
 */
export function openRequestView(app, request) {
  const content = element("div.stack", { tabindex: "-1", role: "region", "aria-label": "What the request says", "aria-live": "polite" });
  const { signal } = openDialog({
    title: `Request ${requestNumber(request)}`, size: "l", content,
    actions: [{ label: "Close", kind: "primary" }],
  });
  show(element("div.empty", {}, element("span.spinner"), "Looking…"));
  void load();

  async function load() {
    try {
      const [found, options] = await Promise.all([
        app.api.send("request.get", { request }, { patience: 15, signal }),
        app.api.send("request.options", {}, { patience: 15, signal }),
      ]);
      if (!signal.aborted) draw(found, options);
    } catch (error) {
      if (signal.aborted) return;
      if (error.code === "notFound") show(element("p.muted", {}, "This request is gone, or on a channel of which you are not a member."));
      else show(failureBanner(error), element("button.btn.btn-sm", { type: "button", on: { click: load } }, "Try again"));
    }
  }

  function draw(found, options) {
    const date = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
    const channel = app.store.state.channels[found.channel]?.name ?? found.channel;
    const facts = requestFacts(found, options, channel, (at) => date.format(new Date(at)));
    show(
      element("h3", {}, requestTitle(found)),
      element("dl.facts", {}, facts.map(([label, words]) => [element("dt", {}, label), element("dd", {}, valueOf(label, words))])),
      found.text
        ? element("div.request-text", { tabindex: "0", role: "region", "aria-label": "Text" }, plainText(found.text))
        : element("p.muted", {}, "The text was erased."));
  }

  /** Who pressed *Try again* goes on where the button was. */
  function show(...children) {
    const hadFocus = content.contains(document.activeElement);
    fill(content, ...children);
    if (hadFocus) content.focus();
  }
}

function valueOf(label, words) {
  switch (label) {
    case "E-mail": return mailLink(words);
    case "Phone": return phoneLink(words);
    default: return words;
  }
}
