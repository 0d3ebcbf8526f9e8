import { openDialog } from "/desk/dialog.js";
import { element, fill, setAttribute } from "/desk/element.js";
import { failureBanner } from "/desk/failureBanner.js";
import { icon } from "/desk/icon.js";
import { liveSearch } from "/desk/liveSearch.js";
import { plainText, safeHTML, safeLink } from "/shared/safeHTML.js";
import { faqShelf } from "./faqShelf.js";
import { fits } from "./fits.js";
import { openQuickReplies } from "./quickReplyDialog.js";
import { quickReplyShelf } from "./quickReplyShelf.js";
import { templateShelf } from "./templateShelf.js";
import { TextShortcuts, chosenTexts } from "./textShortcuts.js";

/**
 * @typedef {object} Text something that can be inserted
 * @property {string} id
 * @property {string} title
 * @property {string} kind what it is from: `faq`, `template`, `quickReply`
 * @property {string} [text] @property {"text" | "html"} [format] @property {string} [url]
 */

const views = [["tree", "All texts", "folder"], ["history", "Used lately", "history"], ["favourites", "Favourites", "star"]];

/**
 * *Insert* (spec section 7.4): FAQ, reply templates and quick replies in a tree, what was used lately, favourites, a search
 * and a preview; the chosen one goes into the text field.
 *
 * @param {import("../main.js").App} app
 * @param {object} card
 * @param {(insertion: {text: string, source: {kind: string, id: string}}) => void} onInsert
 */
export function openInsert(app, card, onInsert) {
  const search = element("input.input", { type: "search", placeholder: "Search", "aria-label": "Search texts", autofocus: true, name: "search", autocomplete: "off", on: { input: () => searching.later(), keydown: toTree } });
  const choices = views.map(([name, label, sign]) => element(
    "button.btn.btn-ghost.btn-icon", { type: "button", "aria-label": label, title: label, "aria-pressed": String(name === "tree"), data: { view: name }, on: { click: () => go(name) } }, icon(sign)));
  const edit = element("button.btn.btn-ghost.btn-icon", { type: "button", "aria-label": "Edit quick replies", title: "Edit quick replies", on: { click: () => void editReplies() } }, icon("edit"));
  const tree = element("div.insert-tree", { role: "group", "aria-label": "Texts", tabindex: "-1", on: { keydown, click: (event) => choose(event.target.closest("[role=option]")), dblclick: (event) => event.target.closest("[role=option]") && void insert() } });
  const preview = element("div.insert-preview", { "aria-live": "polite", role: "region", "aria-label": "Preview" });
  const { close, fail, signal } = openDialog({
    title: "Insert", size: "l",
    content: element(
      "div.insert", {},
      element(
        "div.stack.insert-left", {}, element("div.search-field", {}, icon("search"), search),
        element("div.row.insert-views", {}, element("div.row", { role: "group", "aria-label": "What is listed" }, choices), element("span.grow"), edit), tree),
      preview),
    actions: [{ label: "Cancel" }, { label: "Insert", kind: "primary", run: () => insert() }],
  });
  const replies = quickReplyShelf(app, signal);
  const shelves = [faqShelf(app, signal), templateShelf(app, signal, card.session), replies];
  const shortcuts = new TextShortcuts(app, signal);
  const searching = liveSearch(tree, { pause: 200, signal, ask });
  let view = "tree";
  let chosen = null;
  const open = new Set();
  const items = new Map();

  drawPreview();
  void searching.now();

  function go(next) {
    view = next;
    for (const button of choices) setAttribute(button, "aria-pressed", String(button.dataset.view === view));
    void searching.now();
  }

  async function ask() {
    const text = search.value.trim();
    if (tree.childElementCount === 0) fill(tree, element("div.empty", {}, element("span.spinner")));
    const drawn = view === "tree" ? await drawShelves(text) : await drawChosen(text);
    return () => {
      items.clear();
      fill(tree, drawn());
      const first = tree.querySelector("[role=option]");
      const again = chosen && [...tree.querySelectorAll("[role=option]")].find((node) => node.dataset.key === keyOf(chosen));
      choose(again ?? (text ? first : null), false);
    };
  }

  async function drawShelves(text) {
    const parts = await Promise.all(shelves.map((shelf) => (text ? shelf.search(text) : shelf.tree())));
    return () => shelves.map((shelf, index) => drawShelf(shelf, parts[index], text !== ""));
  }

  async function drawChosen(text) {
    const [marked, ...all] = await Promise.all([shortcuts.list(), ...shelves.map((shelf) => shelf.all())]);
    const found = chosenTexts(marked, all.flat(), view).filter((item) => text === "" || fits(item, text));
    const none = view === "favourites" ? "Nothing is marked by the star yet." : "Nothing was inserted yet.";
    return () => (found.length === 0
      ? element("p.muted.small.insert-none", {}, text ? "Nothing fits." : none)
      : options(found, 0, "Texts"));
  }

  function drawShelf(shelf, content, isSearch) {
    const count = isSearch ? content.length : content.folders.length + content.items.length;
    return element(
      "div.shelf", { role: "group", "aria-label": shelf.title }, element("div.overline", {}, shelf.title),
      count === 0
        ? element("p.muted.small.insert-none", {}, isSearch ? "Nothing fits." : shelf === replies ? "None yet: add yours by the pencil." : "Nothing here yet.")
        : isSearch ? options(content, 0, shelf.title) : branch(content, 0, shelf.title));
  }

  function branch({ folders, items: own }, depth, title) {
    return [
      ...folders.map((folder) => {
        const inner = element("div", { hidden: !open.has(folder.id), role: "group", "aria-label": folder.name }, branch(folder, depth + 1, folder.name));
        const head = element(
          "button.insert-folder", { type: "button", "aria-expanded": String(open.has(folder.id)), vars: { "--depth": depth } },
          icon("right"), icon("folder"), folder.name);
        const turn = (isOpen) => {
          if (isOpen) open.add(folder.id);
          else open.delete(folder.id);
          inner.hidden = !isOpen;
          head.setAttribute("aria-expanded", String(isOpen));
        };
        head.addEventListener("click", () => turn(!open.has(folder.id)));
        head.addEventListener("keydown", (event) => {
          if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
          event.preventDefault();
          turn(event.key === "ArrowRight");
        });
        return [head, inner];
      }),
      own.length > 0 && options(own, depth, title),
    ];
  }

  /** Those of one folder: a list box has options and nothing else in it. */
  function options(these, depth, title) {
    return element("div", { role: "listbox", "aria-label": title }, these.map((item) => option(item, depth)));
  }

  function option(item, depth) {
    items.set(keyOf(item), item);
    return element(
      "div.insert-option", { role: "option", tabindex: "-1", "aria-selected": "false", data: { key: keyOf(item) }, vars: { "--depth": depth } },
      icon(shelfOf(item).icon), element("span.truncate", {}, item.title));
  }

  function choose(node, withFocus = true) {
    for (const other of tree.querySelectorAll("[aria-selected=true]")) other.setAttribute("aria-selected", "false");
    const before = chosen;
    chosen = node ? items.get(node.dataset.key) : null;
    node?.setAttribute("aria-selected", "true");
    if (withFocus) node?.focus();
    if (chosen !== before) void drawPreview();
  }

  async function drawPreview() {
    const item = chosen;
    if (!item) {
      fill(preview, element("div.empty", {}, icon("article"), "Choose a text to see it here."));
      return;
    }
    try {
      const [shown, isFavourite] = await Promise.all([shelfOf(item).previewOf(item), shortcuts.isFavourite(item)]);
      if (chosen !== item || signal.aborted) return;
      const address = safeLink(shown.url);
      fill(
        preview,
        element("div.row.insert-title", {}, element("h3.grow", {}, shown.title), star(item, isFavourite)),
        element("div.text", { class: shown.format === "html" ? "is-html" : "" }, shown.format === "html" ? safeHTML(shown.text) : plainText(shown.text ?? "")),
        address && element("p.small", {}, element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, address)),
        address && element("p.hint", {}, "Inserted as a link."));
    } catch (error) {
      if (chosen === item && !signal.aborted) fill(preview, failureBanner(error));
    }
  }

  function star(item, isFavourite) {
    let isOn = isFavourite;
    const button = element("button.btn.btn-ghost.btn-icon.star-button", { type: "button", "aria-label": "Favourite", title: "Favourite", "aria-pressed": String(isOn) }, icon("star"));
    button.addEventListener("click", async () => {
      isOn = !isOn;
      setAttribute(button, "aria-pressed", String(isOn));
      try {
        await shortcuts.setFavourite(item, isOn);
        if (view === "favourites") void searching.now();
      } catch (error) {
        isOn = !isOn;
        setAttribute(button, "aria-pressed", String(isOn));
        fail(error);
      }
    });
    return button;
  }

  async function editReplies() {
    try {
      const isStored = await openQuickReplies(app);
      if (!isStored || signal.aborted) return;
      replies.forget();
      if (chosen?.kind === "quickReply") chosen = null;
      await searching.now();
      void drawPreview();
      edit.focus();
    } catch (error) {
      if (!signal.aborted) fail(error);
    }
  }

  function toTree(event) {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      const first = tree.querySelector("[role=option][aria-selected=true]") ?? visible()[0];
      if (first?.matches("[role=option]")) choose(first);
      else first?.focus();
    }
  }

  function visible() {
    return [...tree.querySelectorAll("[role=option], .insert-folder")].filter((node) => node.offsetParent !== null);
  }

  function keydown(event) {
    const all = visible();
    const at = all.indexOf(document.activeElement);
    let to;
    switch (event.key) {
      case "ArrowDown": to = all[Math.min(all.length - 1, at + 1)]; break;
      case "ArrowUp": to = at <= 0 ? search : all[at - 1]; break;
      case "Enter":
        if (document.activeElement.matches("[role=option]")) {
          event.preventDefault();
          void insert();
        }
        return;
      default: return;
    }
    event.preventDefault();
    if (to?.matches("[role=option]")) choose(to);
    else to?.focus();
  }

  async function insert() {
    // Enter right after typing: what was typed counts, not what was found before.
    if (document.activeElement === search && search.value.trim()) {
      await searching.now();
    }
    if (!chosen) return undefined;
    const item = chosen;
    try {
      const text = await shelfOf(item).textOf(item);
      shortcuts.used(item);
      close(true);
      onInsert({ text, source: { kind: item.kind, id: item.id } });
    } catch (error) {
      fail(error);
    }
    return undefined;
  }

  function shelfOf({ kind }) {
    return shelves.find((shelf) => shelf.kind === kind);
  }
}

function keyOf({ kind, id }) {
  return `${kind}-${id}`;
}
