import { element, setAttribute, setText } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { keyed } from "/desk/keyed.js";
import { sizeWords } from "./fileWords.js";

/** The files on their way in the chat that is shown, above the text field: how far they are, and what went wrong. */
export function uploadList(app) {
  const node = element("ul.uploads", { "aria-label": "Files on their way", hidden: true });
  let drawn = [];

  function render(session) {
    const items = app.uploads.items.filter((item) => item.session === session);
    if (items.length === drawn.length && items.every((item, index) => item === drawn[index])) return;
    drawn = items;
    node.hidden = items.length === 0;
    keyed(node, items, ({ id }) => id, make, (line, item) => line.update(item));
  }

  function make(item) {
    const progress = element("progress", { max: "1", "aria-label": `Sending ${item.file.name}` });
    const words = element("span.muted.small", {}, sizeWords(item.file.size));
    const again = element("button.btn-link", { type: "button", on: { click: () => app.uploads.retry(item) } }, "Send again");
    const remove = element("button.btn.btn-ghost.btn-icon.btn-sm", { type: "button", "aria-label": `Do not send ${item.file.name}`, title: "Do not send", on: { click: () => app.uploads.remove(item) } }, icon("close"));
    const line = element("li.upload", {}, icon("file"), element("span.truncate", {}, item.file.name), words, progress, again, remove);
    line.update = (now) => {
      const failed = now.failed ?? null;
      line.classList.toggle("is-failed", failed !== null);
      progress.hidden = failed !== null;
      again.hidden = failed === null || now.isFinal === true;
      /** @type {HTMLProgressElement} */ (progress).value = now.share;
      setText(words, failed === null ? sizeWords(now.file.size) : `Not sent. ${failed}`);
      setAttribute(words, "role", failed === null ? null : "alert");
    };
    line.update(item);
    return line;
  }

  return { element: node, render };
}
