import { confirmDialog } from "/desk/dialog.js";
import { element, fill } from "/desk/element.js";
import { isConversation, visitorName } from "../state/groups.js";
import { contactSearch } from "./contactSearch.js";
import { openCreateContact } from "./createContactDialog.js";
import { linkedContact } from "./linkedContact.js";
import { suggestions } from "./suggestions.js";
import { linkTo } from "./contactWords.js";

/**
 * The chat's link to the directory (spec section 7.1): `suggestions` while there is none, `search`, or `linked`.
 *
 * @param {import("../main.js").App} app
 */
export function contactLink(app) {
  const title = element("h3.overline");
  const body = element("div");
  const node = element("section.contact-section.contact-link", { "aria-label": "Contact in the directory" }, title, body);
  let drawn = "";
  let stop = new AbortController();
  let card;
  let mayLink = false;
  let maySend = false;

  function render(state, next) {
    card = next;
    // What is over and never was anybody's, such as a request that was left, is everybody's.
    mayLink = card.statusCode >= 5 && (card.agent === state.me || (card.statusCode > 7 && !card.agent));
    maySend = mayLink && isConversation(card);
    const key = [card.session, card.person, card.company, mayLink, maySend, card.visitor.email, card.visitor.name, card.visitor.company].join("|");
    if (key === drawn) return;
    drawn = key;
    show(card.person || card.company ? "linked" : "suggestions");
  }

  function show(mode, options = {}) {
    stop.abort();
    stop = new AbortController();
    const { signal } = stop;
    const isLinked = Boolean(card.person || card.company);
    fill(title, mode === "linked" ? "Linked contact" : isLinked ? "Change contact" : "Add contact?");
    const shared = { app, card, mayLink, maySend, link, signal, create: () => openCreateContact(app, card) };
    switch (mode) {
      case "linked":
        fill(body, linkedContact({ ...shared, change: () => show("search", { focus: true }), unlink }));
        break;
      case "search":
        fill(body, contactSearch({ ...shared, ...options, back: options.isAlone ? undefined : () => show(isLinked ? "linked" : "suggestions") }));
        break;
      case "suggestions":
        // Nobody fits: what one would do next is there at once, without taking the focus.
        fill(body, suggestions({ ...shared, search: () => show("search", { isAlone: body.querySelector(".contact-wait") !== null, focus: body.querySelector(".contact-wait") === null }) }));
        break;
      default: throw new TypeError(`there is no mode ${mode}`);
    }
  }

  async function link(kind, item) {
    const { channel, session } = card;
    const chosen = kind === "person" ? { person: item.person, company: item.company } : { company: item.company };
    const known = card[kind] === item[kind] && (kind === "person" || !card.person);
    if (known) return show("linked");
    body.setAttribute("aria-busy", "true");
    try {
      await app.api.send("contact.link", linkTo(card, chosen), { channel, lane: session, patience: 30 });
      // History is a convenience: the link stands without it.
      void app.api.send("history.add", { kind, id: item[kind] }, { patience: 15 }).catch(() => {});
    } catch (error) {
      app.tell(error, "The contact was not linked");
    } finally {
      body.removeAttribute("aria-busy");
    }
    return undefined;
  }

  function unlink() {
    const { channel, session } = card;
    void confirmDialog({
      title: "Remove the link to this contact?",
      text: `The chat with ${visitorName(card)} is not in the contact's list any more. The contact stays in the directory.`,
      action: "Unlink",
      run: () => app.api.send("contact.unlink", { session }, { channel, lane: session, patience: 30 }),
    });
  }

  return { element: node, render };
}
