import { avatar } from "/desk/avatar.js";
import { element, fill, setText } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { requestNumber } from "/desk/requestNumber.js";
import { safeLink } from "/shared/safeHTML.js";
import { openRequestView } from "../conversation/requestView.js";
import { visitorName } from "../state/groups.js";
import { mailLink, phoneLink } from "./addressLinks.js";
import { contactLink } from "./contactLink.js";
import { earlierChats } from "./earlierChats.js";

/** The right column (spec section 7.1): who the visitor is, as far as he, his browser and the site told. */
export function contactPanel(column, app) {
  const head = element("div.contact-head");
  const clock = element("span.numbers");
  const facts = element("dl.facts");
  const chat = element("dl.facts");
  const link = contactLink(app);
  const earlier = earlierChats(app);
  const close = element("button.btn.btn-ghost.btn-icon.close-contact", { type: "button", "aria-label": "Close contact", on: { click: () => document.body.classList.remove("shows-contact") } }, icon("close"));
  const body = element(
    "div.contact-body", {}, close, head,
    link.element, section("As the visitor told", facts), section("This chat", chat), earlier.element);
  const empty = element("div.empty", {}, icon("user"), "Who the visitor is stands here.");
  fill(column, empty, body);
  let drawn = "";

  function section(title, content) {
    return element("section.contact-section", {}, element("h3.overline", {}, title), content);
  }

  function render(state) {
    const card = state.selected ? state.sessions[state.selected] : null;
    body.hidden = !card;
    empty.hidden = Boolean(card);
    if (!card) return;
    const key = JSON.stringify([card.session, card.visitor, card.page, card.timeZone, card.requestedAt, card.startedAt, card.endedAt, card.rank, card.request, card.queueLength]);
    if (key !== drawn) {
      drawn = key;
      draw(card);
    }
    if (card.timeZone) setText(clock, localTime(card.timeZone));
    link.render(state, card);
    // Who is linked brings his chats along.
    earlier.render(card, !card.person && !card.company);
  }

  function draw(card) {
    const { visitor } = card;
    fill(
      head, avatar({ name: visitorName(card), rank: card.rank, size: "l" }),
      element(
        "div.stack.tight.grow", {}, element("h2.truncate", {}, visitorName(card)),
        visitor.verified
          ? element("span.tag.tag-ok", { title: "The website vouches for who this is" }, icon("shield"), "Verified")
          : element("span.muted.small", {}, visitor.name || visitor.email ? "Told by the visitor, not verified" : "Unknown visitor")));
    fill(facts, pairs([
      ["E-mail", visitor.email && mailLink(visitor.email)],
      ["Phone", visitor.phone && phoneLink(visitor.phone)],
      ["Company", visitor.company],
      ["Country", visitor.country && countryName(visitor.country)],
      ["Language", visitor.language && languageName(visitor.language)],
      ["Local time", card.timeZone && element("span", {}, clock, element("span.muted", {}, ` · ${placeOf(card.timeZone)}`))],
      ["Consent", visitor.consented === undefined ? null : visitor.consented ? "Agreed to storing data" : "Did not agree"],
    ], "The visitor told nothing about himself."));
    const date = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
    const address = safeLink(card.page) ?? (/^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test(card.page ?? "") ? card.page : null);
    fill(chat, pairs([
      ["Page", card.page && (address ? element("a", { href: address, target: "_blank", rel: "noopener noreferrer", title: card.page }, shortPage(card.page)) : card.page)],
      ["Came", date.format(new Date(card.requestedAt))],
      ["Queue then", card.queueLength > 0 && String(card.queueLength)],
      ["Request", card.request && requestButton(card.request)],
    ]));
  }

  function requestButton(request) {
    const number = requestNumber(request);
    return element("button.btn-link.mono", { type: "button", "aria-label": `Read request ${number}`, on: { click: () => openRequestView(app, request) } }, number);
  }

  function pairs(list, none) {
    const given = list.filter(([, value]) => value);
    if (given.length === 0) return none ? element("dd.muted.alone", {}, none) : [];
    return given.map(([label, value]) => [element("dt", {}, label), element("dd", {}, value)]);
  }

  return { render };
}

function countryName(code) {
  try {
    return new Intl.DisplayNames(undefined, { type: "region" }).of(code.toUpperCase()) ?? code;
  } catch {
    return code;
  }
}

function languageName(code) {
  try {
    return new Intl.DisplayNames(undefined, { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

function localTime(timeZone) {
  try {
    return new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", weekday: "short", timeZone, hourCycle: "h23" }).format(new Date());
  } catch {
    return timeZone;
  }
}

function placeOf(timeZone) {
  return timeZone.split("/").at(-1).replaceAll("_", " ");
}

function shortPage(page) {
  try {
    const { host, pathname } = new URL(page);
    return host + (pathname === "/" ? "" : pathname);
  } catch {
    return page;
  }
}
