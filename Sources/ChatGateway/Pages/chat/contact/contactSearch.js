import { element, fill } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { liveSearch } from "/desk/liveSearch.js";
import { contactRow } from "./contactRow.js";
import { shortcutsOf } from "./directoryShortcuts.js";

/**
 * The search in the directory, with favourites and whom I had lately (spec section 7.1).
 *
 * @param {{app: import("../main.js").App, link: (kind: string, item: object) => void, create: () => void,
 *   back?: () => void, text?: string, focus?: boolean, signal: AbortSignal}} options
 */
export function contactSearch({ app, link, create, back, text = "", focus, signal }) {
  const field = element("input.input", {
    type: "search", "aria-label": "Search contacts", placeholder: "Name, e-mail or domain", value: text, maxlength: "100",
    autocomplete: "off", on: { input: () => search.later(), keydown },
  });
  const results = element("div.stack", { role: "region", "aria-label": "Contacts found", "aria-live": "polite" });
  const node = element(
    "div.stack", {}, element("div.search-field", {}, icon("search"), field), results,
    element(
      "div.row.wrap", {},
      element("button.btn.btn-sm", { type: "button", on: { click: create } }, icon("plus"), "Create new contact"),
      back && element("button.btn.btn-sm.btn-ghost", { type: "button", on: { click: back } }, "Cancel")));
  const search = liveSearch(results, { pause: 250, signal, ask });
  void search.now();
  if (focus) requestAnimationFrame(() => field.focus());
  return node;

  async function ask() {
    const words = field.value.trim();
    const groups = words ? await found(words) : await shortcutsOf(app, signal);
    const drawn = groups.filter(({ items }) => items.length > 0);
    return () => fill(
      results,
      drawn.map(({ title, items }) => element(
        "section.stack.tight", { "aria-label": title }, element("h4.contact-group", {}, title),
        items.map(({ kind, item }) => contactRow({ kind, item, label: "Link to", run: () => link(kind, item) })))),
      drawn.length === 0 && element("p.muted.small", {}, words ? "Nobody found. Names are found by how they begin." : "Type a name, an e-mail address or a company."));
  }

  async function found(words) {
    const [persons, companies] = await Promise.all(["person", "company"].map((kind) =>
      app.api.send("directory.search", { kind, text: words }, { patience: 10, signal })));
    return [
      { title: "Persons", items: persons.items.map((item) => ({ kind: "person", item })) },
      { title: "Companies", items: companies.items.map((item) => ({ kind: "company", item })) },
    ];
  }

  function keydown(event) {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      results.querySelector(".contact-row")?.focus();
    } else if (event.key === "Enter") {
      event.preventDefault();
      void search.now();
    } else if (event.key === "Escape" && back) {
      back();
    }
  }
}
