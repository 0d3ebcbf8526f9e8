import { openDialog } from "/desk/dialog.js";
import { wordsOf } from "/desk/apiError.js";
import { element, fill } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { plainText, safeHTML, safeLink } from "/shared/safeHTML.js";
import { faqShelf } from "./faqShelf.js";

/**
 * @typedef {object} Text something that can be inserted
 * @property {string} id
 * @property {string} title
 * @property {string} kind what it is from: `faq`, `template`, `quickReply`
 * @property {string} [text] @property {"text" | "html"} [format] @property {string} [url]
 * @property {string} [note] why it cannot be inserted
 */

/**
 * *Insert* (spec section 7.4): a tree of texts with search and preview; the chosen one goes into the text field.
 *
 * @param {import("../main.js").App} app
 * @param {object} card
 * @param {(insertion: {text: string, source: {kind: string, id: string}}) => void} onInsert
 */
export function openInsert(app, card, onInsert) {
  const search = element("input.input", { type: "search", placeholder: "Search", "aria-label": "Search texts", autofocus: true, name: "search", on: { input: later, keydown: toTree } });
  const tree = element("div.insert-tree", { role: "listbox", "aria-label": "Texts", tabindex: "-1", on: { keydown, click: (event) => choose(event.target.closest("[role=option]")), dblclick: () => chosen && insert() } });
  const preview = element("div.insert-preview", { "aria-live": "polite" });
  const { close, fail, signal } = openDialog({
    title: "Insert", size: "l",
    content: element("div.insert", {}, element("div.stack.insert-left", {}, element("div.search-field", {}, icon("search"), search), tree), preview),
    actions: [{ label: "Cancel" }, { label: "Insert", kind: "primary", run: () => insert() }],
  });
  const shelves = [faqShelf(app, signal)];
  let chosen = null;
  let timer = 0;
  let round = 0;
  const open = new Set();
  const items = new Map();

  void show();

  function later() {
    clearTimeout(timer);
    timer = setTimeout(() => void show(), 200);
  }

  async function show() {
    round += 1;
    const mine = round;
    const text = search.value.trim();
    if (tree.childElementCount === 0) fill(tree, element("div.empty", {}, element("span.spinner")));
    try {
      const parts = await Promise.all(shelves.map((shelf) => (text ? shelf.search(text) : shelf.tree())));
      if (mine !== round || signal.aborted) return;
      items.clear();
      fill(tree, shelves.map((shelf, index) => drawShelf(shelf, parts[index], text !== "")));
      const first = tree.querySelector("[role=option]");
      if (text && first) choose(first, false);
      else choose(null);
    } catch (error) {
      if (!signal.aborted) fill(tree, element("div.banner.banner-danger", {}, icon("alert"), wordsOf(error)));
    }
  }

  function drawShelf(shelf, content, isSearch) {
    if (isSearch) {
      return element(
        "div.shelf", { role: "group", "aria-label": shelf.title }, element("div.overline", {}, shelf.title),
        content.length === 0 ? element("p.muted.small", {}, "Nothing fits.") : content.map((item) => option(item, 0)));
    }
    return element("div.shelf", { role: "group", "aria-label": shelf.title }, element("div.overline", {}, shelf.title), branch(content, 0), content.folders.length + content.items.length === 0 && element("p.muted.small", {}, "Nothing here yet."));
  }

  function branch({ folders, items: own }, depth) {
    return [
      ...folders.map((folder) => {
        const inner = element("div", { hidden: !open.has(folder.id), role: "group", "aria-label": folder.name }, branch(folder, depth + 1));
        const head = element(
          "button.insert-folder", { type: "button", "aria-expanded": String(open.has(folder.id)), vars: { "--depth": depth } },
          icon("right"), icon("folder"), folder.name);
        head.addEventListener("click", () => {
          const isOpen = !open.has(folder.id);
          if (isOpen) open.add(folder.id);
          else open.delete(folder.id);
          inner.hidden = !isOpen;
          head.setAttribute("aria-expanded", String(isOpen));
        });
        return [head, inner];
      }),
      ...own.map((item) => option(item, depth)),
    ];
  }

  function option(item, depth) {
    const key = `${item.kind}-${item.id}`;
    items.set(key, item);
    return element("div.insert-option", { role: "option", tabindex: "-1", "aria-selected": "false", data: { key }, vars: { "--depth": depth } }, icon("article"), element("span.truncate", {}, item.title));
  }

  function choose(node, withFocus = true) {
    for (const other of tree.querySelectorAll("[aria-selected=true]")) other.setAttribute("aria-selected", "false");
    chosen = node ? items.get(node.dataset.key) : null;
    node?.setAttribute("aria-selected", "true");
    if (withFocus) node?.focus();
    if (!chosen) {
      fill(preview, element("div.empty", {}, icon("article"), "Choose a text to see it here."));
      return;
    }
    const address = safeLink(chosen.url);
    fill(
      preview, element("h3", {}, chosen.title),
      element("div.text", {}, chosen.format === "html" ? safeHTML(chosen.text) : plainText(chosen.text ?? "")),
      address && element("p.small", {}, element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, address)),
      chosen.note && element("div.banner.banner-warn", {}, icon("warning"), chosen.note));
  }

  function toTree(event) {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      choose(tree.querySelector("[role=option][aria-selected=true]") ?? visible()[0]);
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
          insert();
        }
        return;
      default: return;
    }
    event.preventDefault();
    if (to?.matches("[role=option]")) choose(to);
    else to?.focus();
  }

  async function insert() {
    if (!chosen) return undefined;
    const item = chosen;
    try {
      const shelf = shelves.find(({ kind }) => kind === item.kind);
      const text = await shelf.textOf(item, card);
      close(true);
      onInsert({ text, source: { kind: item.kind, id: item.id } });
    } catch (error) {
      fail(error);
    }
    return undefined;
  }
}
