import { avatar } from "/desk/avatar.js";
import { element, fill, setAttribute } from "/desk/element.js";
import { failureBanner } from "/desk/failureBanner.js";
import { icon } from "/desk/icon.js";
import { requestNumber } from "/desk/requestNumber.js";
import { openRequestView } from "../conversation/requestView.js";
import { requestTitle } from "../conversation/requestWords.js";
import { waysOf } from "../documents/documentWords.js";
import { agentName } from "../state/groups.js";
import { statusLabel } from "../list/findDialog.js";
import { mailLink, phoneLink } from "./addressLinks.js";
import { contactRow } from "./contactRow.js";
import { companyLine, contactName, firstOf, linkOf, personName, recordLine } from "./contactWords.js";

/**
 * Who the chat is linked to (spec section 7.1, state B): details, company, requests and earlier chats.
 *
 * @param {{app: import("../main.js").App, card: object, mayLink: boolean, maySend: boolean, link: (kind: string, item: object) => void,
 *   change: () => void, unlink: () => void, signal: AbortSignal}} options
 */
export function linkedContact({ app, card, mayLink, maySend, link, change, unlink, signal }) {
  const node = element("div.stack.loose", {}, element("div.empty.contact-wait", {}, element("span.spinner"), "Looking…"));
  const open = new Set();
  let documentPlaces = null;
  load();
  return node;

  async function load() {
    try {
      const kind = card.person ? "person" : "company";
      const [found, marked, places] = await Promise.all([
        app.api.send("contact.get", { [kind]: card[kind] }, { patience: 15, signal }),
        app.api.send("shortcut.list", { kind }, { patience: 15, signal }),
        maySend ? app.documents.places() : null,
      ]);
      documentPlaces = places;
      app.store.dispatch({ type: "contact", id: card[kind], name: contactName(found) });
      const isFavourite = marked.items.some(({ id, favourite }) => id === card[kind] && favourite);
      if (!signal.aborted) draw(kind, found, isFavourite);
    } catch (error) {
      if (signal.aborted) return;
      fill(
        node,
        error.code === "notFound"
          ? element("p.muted", {}, "This contact is not in the directory any more.")
          : failureBanner(error),
        buttons());
    }
  }

  function draw(kind, found, isFavourite) {
    const { person, company, persons = [] } = found;
    const name = kind === "person" ? personName(person) : company.name;
    const requests = found.requests;
    const chats = found.sessions.filter(({ session }) => session !== card.session);
    // The chat that is open needs no line about itself.
    const activities = found.activities?.filter(({ session }) => session !== card.session);
    const redraw = () => draw(kind, found, isFavourite);
    fill(
      node,
      element(
        "div.row.contact-who", {},
        kind === "person" ? avatar({ name, photo: person.photo }) : element("span.avatar.avatar-company", { "aria-hidden": "true" }, icon("building")),
        element(
          "div.contact-row-text.grow", {}, element("span.strong.truncate", {}, name),
          element("span.muted.small.truncate", {}, kind === "person" ? [person.title, company?.name].filter(Boolean).join(", ") || "Person" : companyLine(company) || "Company")),
        star(kind, name, isFavourite)),
      element(
        "dl.facts", {},
        kind === "person" ? [
          ...fact("Category", person.category),
          ...(person.emails ?? []).flatMap((email, index) => fact(index === 0 ? "E-mail" : "", mailLink(email))),
          ...fact("Phone", person.phone && phoneLink(person.phone)),
          ...fact("Mobile", person.mobile && phoneLink(person.mobile)),
          ...fact("Company", company && [company.name, company.department].filter(Boolean).join(", ")),
          ...fact("Our contact", company?.ourContact && agentName(app.store.state, company.ourContact)),
        ] : [
          ...fact("Category", company.category),
          ...fact("Phone", company.phone && phoneLink(company.phone)),
          ...fact("Domain", company.domain),
          ...fact("Our contact", company.ourContact && agentName(app.store.state, company.ourContact)),
        ]),
      kind === "company" && persons.length > 0 && part("persons", "Who works there", persons, (item) => contactRow({
        kind: "person", item, label: "Link to", run: mayLink ? () => link("person", item) : undefined,
      }), redraw),
      part("followUps", "Follow-ups", found.followUps, record, redraw),
      part("activities", "Activities", activities, (item) => activity(item, found.sessions), redraw),
      part("sales", "Sales", found.sales, record, redraw),
      part("documents", "Documents", found.documents, documentLine, redraw),
      part("requests", "Requests", requests, requestLine, redraw),
      part("chats", "Earlier chats", chats, chatLine, redraw),
      buttons());
  }

  /** A chat among the activities opens with its transcript. */
  function activity(item, sessions) {
    const chat = item.type === "chat" && sessions.find(({ session }) => session === item.session);
    if (!chat) return record(item);
    const owner = item.owner && agentName(app.store.state, item.owner);
    return element(
      "button.earlier-chat", { type: "button", "aria-label": `Open the chat of ${day(item.at)}: ${item.title}`, on: { click: () => openChat(chat) } },
      element("span.row", {}, icon("chat"), element("span.strong.truncate.grow", {}, item.title), element("span.muted.small", {}, day(item.at))),
      element("span.muted.small.truncate", {}, [owner, item.text].filter(Boolean).join(" · ") || statusLabel(chat.status)));
  }

  function openChat(chat) {
    app.store.dispatch({ type: "cards", cards: [chat] });
    app.select(chat.session, { focus: true });
  }

  function record(item) {
    const line = recordLine(item, day);
    const link = linkOf(item);
    return element(
      "div.contact-item", {},
      element(
        "span.row", {},
        link
          ? element("a.strong.truncate.grow", { href: link, target: "_blank", rel: "noopener noreferrer" }, item.title)
          : element("span.strong.truncate.grow", {}, item.title),
        item.at && element("span.muted.small", {}, day(item.at))),
      line && element("span.muted.small.truncate", { title: line }, line));
  }

  /** A document that can be sent is sent from here, too. */
  function documentLine(item) {
    const line = record(item);
    if (!maySend || !waysOf(item, documentPlaces).file) return line;
    const send = element("button.btn.btn-sm.btn-ghost", {
      type: "button", "aria-label": `Send ${item.title}`, on: { click: () => void sendDocument(item, send) },
    }, icon("send"), "Send");
    return element("div.row.document-line", {}, line, send);
  }

  async function sendDocument(item, button) {
    if (button.getAttribute("aria-busy")) return;
    setAttribute(button, "aria-busy", "true");
    try {
      await app.documents.send(card.session, item, { signal });
    } catch (error) {
      if (!signal.aborted) app.tell(error, "The document was not sent");
    } finally {
      setAttribute(button, "aria-busy", null);
    }
  }

  function part(key, title, items, line, redraw) {
    // A worker of an earlier version tells less.
    if (!items || items.length === 0) return null;
    const { shown, hidden } = firstOf(items, open.has(key));
    return element(
      "section.stack.tight", { "aria-label": title }, element("h4.contact-group", {}, title, element("span.badge", {}, String(items.length))),
      shown.map(line),
      hidden > 0 && element("button.btn-link.show-all", {
        type: "button",
        on: {
          click: () => {
            open.add(key);
            redraw();
          },
        },
      }, `Show all (${items.length})`));
  }

  function requestLine(request) {
    const title = requestTitle(request);
    return element(
      "button.earlier-chat", { type: "button", "aria-label": `Read request ${requestNumber(request.request)} of ${day(request.at)}: ${title}`, on: { click: () => openRequestView(app, request.request) } },
      element("span.row", {}, icon("request"), element("span.strong.truncate.grow", {}, title), element("span.muted.small", {}, day(request.at))),
      element("span.muted.small", {}, `Request ${requestNumber(request.request)}`));
  }

  function chatLine(chat) {
    return element(
      "button.earlier-chat", { type: "button", on: { click: () => openChat(chat) } },
      element("span.row", {}, element("span.strong", {}, day(chat.requestedAt)), element("span.muted.small.truncate.grow", {}, chat.channelName), element("span.muted.small", {}, statusLabel(chat.status))),
      element("span.muted.small.truncate", {}, chat.lastMessage?.text ?? "No line was written"));
  }

  function star(kind, name, isFavourite) {
    let isOn = isFavourite;
    const button = element("button.btn.btn-ghost.btn-icon.star-button", { type: "button", "aria-label": `Favourite: ${name}`, title: "Favourite", "aria-pressed": String(isOn), on: { click: toggle } }, icon("star"));
    async function toggle() {
      isOn = !isOn;
      setAttribute(button, "aria-pressed", String(isOn));
      try {
        await app.api.send("favourite.set", { kind, id: card[kind], favourite: isOn }, { lane: `favourite ${card[kind]}`, patience: 15 });
      } catch (error) {
        isOn = !isOn;
        setAttribute(button, "aria-pressed", String(isOn));
        app.tell(error, "The favourite was not saved");
      }
    }
    return button;
  }

  function buttons() {
    return mayLink && element(
      "div.row.wrap", {},
      element("button.btn.btn-sm", { type: "button", on: { click: change } }, icon("search"), "Change contact"),
      element("button.btn.btn-sm.btn-ghost", { type: "button", on: { click: unlink } }, icon("unlink"), "Unlink"));
  }
}

function fact(label, value) {
  return value ? [element("dt", {}, label), element("dd", {}, value)] : [];
}

function day(at) {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium" }).format(new Date(at));
}
