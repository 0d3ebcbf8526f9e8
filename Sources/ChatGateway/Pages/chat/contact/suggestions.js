import { element, fill } from "/desk/element.js";
import { failureBanner } from "/desk/failureBanner.js";
import { icon } from "/desk/icon.js";
import { contactRow } from "./contactRow.js";
import { firstOf } from "./contactWords.js";

/**
 * Nobody is linked yet (spec section 7.1, state A): who this could be and where he might work, the first few with *Show
 * all*. Without any the search is shown at once.
 *
 * @param {{app: import("../main.js").App, card: object, link: (kind: string, item: object) => void, mayLink: boolean,
 *   search: () => void, create: () => void, signal: AbortSignal}} options
 */
export function suggestions({ app, card, link, mayLink, search, create, signal }) {
  const node = element("div.stack", {}, element("div.empty.contact-wait", {}, element("span.spinner"), "Looking in the directory…"));
  const open = new Set();
  load();
  return node;

  async function load() {
    try {
      const found = await app.api.send("contact.suggest", { session: card.session }, { patience: 15, signal });
      if (signal.aborted) return;
      if (mayLink && found.persons.length + found.companies.length === 0) search();
      else draw(found);
    } catch (error) {
      if (signal.aborted) return;
      fill(
        node, failureBanner(error),
        element("button.btn.btn-sm", { type: "button", on: { click: load } }, "Try again"));
    }
  }

  function draw({ persons, companies }) {
    fill(
      node,
      persons.length + companies.length === 0 && element("p.muted", {}, "Nobody in the directory fits."),
      group("person", "This contact could be", persons, companies, persons),
      group("company", "This contact might work at", companies, companies, persons),
      mayLink
        ? element(
          "div.row.wrap", {},
          element("button.btn.btn-sm", { type: "button", on: { click: search } }, icon("search"), "Search"),
          element("button.btn.btn-sm", { type: "button", on: { click: create } }, icon("plus"), "Create new contact"))
        : element("p.hint", {}, "Who has the chat links it to a contact."));
  }

  function group(kind, title, items, companies, persons) {
    if (items.length === 0) return null;
    const { shown, hidden } = firstOf(items, open.has(kind));
    return element(
      "section.stack.tight", { "aria-label": title }, element("h4.contact-group", {}, title),
      shown.map((item) => contactRow({ kind, item, label: "Link to", run: mayLink ? () => link(kind, item) : undefined })),
      hidden > 0 && element("button.btn-link.show-all", {
        type: "button",
        on: {
          click: () => {
            open.add(kind);
            draw({ persons, companies });
            node.querySelector(`[aria-label="${title}"] .contact-row:nth-of-type(${shown.length + 1})`)?.focus();
          },
        },
      }, `Show all (${items.length})`));
  }
}
