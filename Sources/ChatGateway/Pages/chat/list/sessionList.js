import { element, fill, setAttribute, setText } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { keyed } from "/desk/keyed.js";
import { openFind } from "./findDialog.js";
import { offerCard } from "./offerCard.js";
import { makeCard, updateCard } from "./sessionCard.js";
import { listening, nextCount, offers, ongoing, recent } from "../state/groups.js";

/** The left column (spec section 3.3): the queue's button, what is offered to me, and my chats in their groups. */
export function sessionList(column, app) {
  const nextText = element("span");
  const next = element(
    "button.btn.btn-primary.grow", { type: "button", id: "get-next", on: { click: () => app.actions.pickUpNext() } },
    icon("bolt"), nextText);
  const find = element(
    "button.btn.btn-icon", { type: "button", "aria-label": "Find chats", title: "Find chats (Ctrl+K)", on: { click: () => openFind(app) } },
    icon("search"));
  const asked = element("div.offers", { role: "region", "aria-label": "Offered to you" });
  const groups = [
    group("Ongoing", "ongoing", "No chat at the moment."),
    group("Listening", "listening"),
    group("Recent", "recent"),
  ];
  const list = element(
    "div.session-list", { role: "group", "aria-label": "Chats", tabindex: "-1", on: { keydown, click: choose } },
    groups.map(({ node }) => node));
  fill(column, element("div.list-head", {}, next, find), element("div.list-body", {}, asked, list));

  function render(state) {
    const now = app.clock.now();
    const count = nextCount(state);
    const isBusy = app.actions.isBusy("next");
    setText(nextText, count > 0 ? `Get next in queue (${count})` : "No chat sessions in queue");
    setAttribute(next, "disabled", count === 0 || isBusy);
    setAttribute(next, "aria-busy", isBusy ? "true" : null);
    next.classList.toggle("btn-primary", count > 0);
    next.firstElementChild.toggleAttribute("hidden", count === 0);
    const waiting = offers(state, now);
    asked.hidden = waiting.length === 0;
    keyed(asked, waiting, (card) => card.session, () => offerCard(app), (node, card) => node.update(card, now));
    const shown = [ongoing(state), listening(state), recent(state, now)];
    groups.forEach((one, index) => one.render(shown[index], state, now));
    // One stop for Tab: the chosen one, else the first.
    const options = [...list.querySelectorAll("[role=option]")];
    // A list box without options is none.
    setAttribute(list, "role", options.length > 0 ? "listbox" : "group");
    const stop = options.find((option) => option.getAttribute("aria-selected") === "true") ?? options[0];
    for (const option of options) {
      const index = option === stop || option === document.activeElement ? 0 : -1;
      if (option.tabIndex !== index) option.tabIndex = index;
    }
  }

  function choose(event) {
    const option = event.target.closest("[role=option]");
    if (option) app.select(option.dataset.session, { focus: event.detail > 1 });
  }

  function keydown(event) {
    const options = [...list.querySelectorAll("[role=option]")];
    const at = options.indexOf(document.activeElement);
    let to;
    switch (event.key) {
      case "ArrowDown": to = Math.min(options.length - 1, at + 1); break;
      case "ArrowUp": to = Math.max(0, at - 1); break;
      case "Home": to = 0; break;
      case "End": to = options.length - 1; break;
      case "Enter":
      case " ":
        if (at < 0) return;
        event.preventDefault();
        app.select(options[at].dataset.session, { focus: event.key === "Enter" });
        return;
      default: return;
    }
    event.preventDefault();
    options[to]?.focus();
    options[to]?.scrollIntoView({ block: "nearest" });
  }

  function group(title, name, emptyText) {
    const count = element("span.badge");
    const id = `group-${name}`;
    const items = element("div.group-items", { role: "presentation" });
    const empty = emptyText && element("p.group-empty", { role: "presentation" }, emptyText);
    const node = element(
      "div.group", { role: "group", "aria-labelledby": id },
      element("div.group-head", { role: "presentation" }, element("span", { id }, title), count), empty, items);
    return {
      node,
      render: (cards, state, now) => {
        node.hidden = cards.length === 0 && !emptyText;
        if (empty) empty.hidden = cards.length > 0;
        count.hidden = cards.length === 0;
        setText(count, String(cards.length));
        keyed(items, cards, (card) => card.session, () => makeCard(), (option, card) => updateCard(option, card, state, app, now));
      },
    };
  }

  return { render };
}
