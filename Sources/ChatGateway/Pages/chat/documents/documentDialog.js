import { openDialog } from "/desk/dialog.js";
import { element, fill, setAttribute } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { liveSearch } from "/desk/liveSearch.js";
import { documentRow } from "./documentRow.js";

/**
 * *Send a document* (spec section 7.6): the directory's documents by their titles, those of the chat's contact at first. The
 * chosen one is sent at once.
 *
 * @param {import("../main.js").App} app
 * @param {object} card
 * @param {(line: string) => void} onLink takes a document's link for the text field
 * @returns {Promise<any>} when it is closed
 */
export function openDocuments(app, card, onLink) {
  const field = /** @type {HTMLInputElement} */ (element("input.input", {
    type: "search", "aria-label": "Search documents", placeholder: "Title of a document", maxlength: "100", autofocus: true,
    autocomplete: "off", on: { input: () => search.later(), keydown },
  }));
  const progress = element("progress.document-progress", { max: "1", "aria-label": "Fetching the document", hidden: true });
  const results = element("div.document-results", { role: "region", "aria-label": "Documents found", "aria-live": "polite", on: { keydown } });
  const { closed, close, fail, form, signal } = openDialog({
    title: "Send a document",
    description: "From the directory. The visitor gets it at once, as a file.",
    content: element("div.stack", {}, element("div.search-field", {}, icon("search"), field), progress, results),
    actions: [{ label: "Cancel" }],
  });
  const places = app.documents.places();
  const search = liveSearch(results, { pause: 250, signal, ask });
  void search.now();
  return closed;

  async function ask() {
    const words = field.value.trim();
    if (results.childElementCount === 0) fill(results, element("div.empty", {}, element("span.spinner")));
    const [items, known] = await Promise.all([words ? found(words) : ofContact(), places]);
    return () => fill(
      results,
      !words && items.length > 0 && element("h3.overline", {}, "Of the linked contact"),
      items.length > 0 && element("ul.document-list", {}, items.map((item) => documentRow({ item, places: known, send, insert }))),
      items.length === 0 && element("p.muted.small", {}, words ? "No document found. Titles are found by how their words begin." : "Type the beginning of a title."));
  }

  async function found(text) {
    return (await app.api.send("directory.search", { kind: "document", text }, { patience: 10, signal })).items;
  }

  /** What one looks for first; that it cannot be had is no reason not to search. */
  async function ofContact() {
    const contact = card.person ? { person: card.person } : card.company ? { company: card.company } : null;
    if (!contact) return [];
    return app.api.send("contact.get", contact, { patience: 5, signal }).then(({ documents = [] }) => documents, () => []);
  }

  async function send(item, button) {
    if (form.querySelector("[aria-busy]")) return;
    for (const banner of form.querySelectorAll(".dialog-error")) banner.hidden = true;
    setAttribute(button, "aria-busy", "true");
    progress.hidden = false;
    progress.removeAttribute("value");
    try {
      await app.documents.send(card.session, item, { signal, onProgress: (share) => { progress.value = share; } });
      if (!signal.aborted) close(true);
    } catch (error) {
      if (!signal.aborted) fail(error);
    } finally {
      progress.hidden = true;
      setAttribute(button, "aria-busy", null);
    }
  }

  function insert(item, link) {
    close(true);
    onLink(`${item.title}: ${link}`);
  }

  /** Arrows go from the field to the documents and among them. */
  function keydown(event) {
    if (event.key === "Enter" && event.target === field) {
      event.preventDefault();
      void search.now();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const rows = [...results.querySelectorAll(".document-row")];
    const next = rows.indexOf(event.target.closest?.(".document-row")) + step;
    if (next < 0) field.focus();
    else rows[next]?.querySelector("button:last-child")?.focus();
  }
}
