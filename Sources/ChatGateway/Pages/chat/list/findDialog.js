import { openDialog } from "/desk/dialog.js";
import { element, fill } from "/desk/element.js";
import { failureBanner } from "/desk/failureBanner.js";
import { icon } from "/desk/icon.js";
import { contactFilter } from "./contactFilter.js";
import { agentName, visitorName } from "../state/groups.js";

const statuses = [
  ["", "Any status"], ["inQueue", "Waiting"], ["customerLast", "Waiting for agent"], ["userLast", "Waiting for visitor"],
  ["finished", "Finished"], ["closed", "Closed"], ["requestPosted", "Request posted"], ["closedFromQueue", "Closed in queue"],
];

/** The words for a status, as lists show them. */
export function statusLabel(status) {
  return statuses.find(([value]) => value === status)?.[1] ?? { preChatForm: "Pre-chat form", faq: "FAQ", offlineForm: "Offline form" }[status] ?? status;
}

/** *Find chats*: all sessions of my channels by channel, agent, contact, time, rating, status and what the visitor called himself. */
export function openFind(app) {
  if (document.querySelector("dialog .find-results")) return;
  const { state } = app.store;
  const select = (name, label, options) => element(
    "div.field", {}, element("label", { for: `find-${name}` }, label),
    element("select.select", { id: `find-${name}`, name }, options.map(([value, text]) => element("option", { value }, text))));
  const date = (name, label) => element(
    "div.field", {}, element("label", { for: `find-${name}` }, label), element("input.input", { id: `find-${name}`, name, type: "date" }));
  const results = element("div.find-results", { role: "region", "aria-label": "Chats found", "aria-live": "polite" });
  const contact = contactFilter({ app, signal: () => signal, changed: () => void search().catch(show) });
  const filters = element(
    "div.find-filters", {},
    element(
      "div.field.find-text", {}, element("label", { for: "find-text" }, "Text"),
      element("div.search-field", {}, icon("search"), element("input.input", {
        id: "find-text", name: "text", type: "search", placeholder: "Name, e-mail, company or request", autofocus: true, maxlength: "200",
      }))),
    select("channel", "Channel", [["", "All channels"], ...Object.values(state.channels).map(({ channel, name }) => [channel, name])]),
    select("agent", "Agent", [["", "All agents"], ...Object.values(state.agents).map(({ agent, nickname }) => [agent, nickname])]),
    contact.node,
    date("from", "From"),
    date("to", "To"),
    select("rating", "Rating", [["", "Any rating"], ...[5, 4, 3, 2, 1].map((stars) => [String(stars), `${"★".repeat(stars)} (${stars})`])]),
    select("status", "Status", statuses));
  const { form, close, signal } = openDialog({
    title: "Find chats", size: "l", content: element("div.stack", {}, filters, results),
    actions: [{ label: "Close" }, { label: "Find", kind: "primary", run: () => search() }],
  });
  let round = 0;

  form.addEventListener("change", () => void search().catch(show));
  void search().catch(show);

  function show(error) {
    if (!signal.aborted) fill(results, failureBanner(error));
  }

  /** The worker looks for what was typed in names, addresses, companies and requests' numbers; pages are read until there is enough to show. */
  async function search() {
    round += 1;
    const mine = round;
    const fields = Object.fromEntries(new FormData(form));
    const body = { view: "all", limit: 100, ...contact.value() };
    for (const name of ["channel", "agent", "status"]) if (fields[name]) body[name] = fields[name];
    if (fields.text.trim()) body.text = fields.text.trim();
    if (fields.rating) body.rating = Number(fields.rating);
    if (fields.from) body.from = new Date(`${fields.from}T00:00`).toISOString();
    if (fields.to) {
      const end = new Date(`${fields.to}T00:00`);
      end.setDate(end.getDate() + 1);
      body.to = end.toISOString();
    }
    fill(results, element("div.empty", {}, element("span.spinner"), "Looking…"));
    const found = [];
    let cursor;
    do {
      const page = await app.api.send("session.list", { ...body, ...(cursor ? { cursor } : {}) }, { patience: 15, signal });
      if (mine !== round) return undefined;
      found.push(...page.items);
      cursor = page.cursor;
    } while (cursor && found.length < 100);
    draw(found, Boolean(cursor));
    return undefined;
  }

  function draw(cards, hasMore) {
    if (cards.length === 0) {
      fill(results, element("div.empty", {}, icon("search"), element("div.title", {}, "No chat found"), element("div", {}, "Choose other filters.")));
      return;
    }
    const date = new Intl.DateTimeFormat(undefined, { dateStyle: "short", timeStyle: "short" });
    const open = (card) => {
      close();
      app.store.dispatch({ type: "cards", cards: [card] });
      app.select(card.session, { focus: true });
    };
    fill(
      results,
      element("p.hint", {}, hasMore ? `The newest ${cards.length} of more. Choose filters to see others.` : `${cards.length} found`),
      element(
        "div.table-frame", {},
        element(
          "table.table", {},
          element("thead", {}, element("tr", {}, ["Visitor", "Status", "Channel", "Agent", "When", "Rating"].map((text) => element("th", { scope: "col" }, text)))),
          element("tbody", {}, cards.map((card) => element(
            "tr", {
              tabindex: "0",
              on: { click: () => open(card), keydown: (event) => event.key === "Enter" && (event.preventDefault(), open(card)) },
            },
            element("td", {}, element("div.strong", {}, visitorName(card)), card.lastMessage?.text && element("div.muted.small.truncate.find-line", {}, card.lastMessage.text)),
            element("td", {}, statusLabel(card.status)),
            element("td", {}, card.channelName),
            element("td", {}, card.agent ? agentName(app.store.state, card.agent) : "–"),
            element("td.numbers.nowrap", {}, date.format(new Date(card.requestedAt))),
            element("td", {}, card.rating ? element("span.stars", { role: "img", "aria-label": `${card.rating} of 5` }, "★".repeat(card.rating)) : "–")))))));
  }
}
