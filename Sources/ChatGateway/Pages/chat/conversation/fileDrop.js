import { element } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { bringsFiles, filesOf } from "/shared/upload.js";

/**
 * Takes files that are dropped on the conversation (spec section 7.6).
 *
 * @param {HTMLElement} area
 * @param {{mayDrop: () => boolean, add: (files: File[]) => void}} options
 */
export function takeDrops(area, { mayDrop, add }) {
  const cover = element("div.drop-cover", { hidden: true, "aria-hidden": "true" }, icon("upload"), element("span", {}, "Drop files here to send them"));
  area.append(cover);
  area.addEventListener("dragover", (event) => {
    if (!bringsFiles(event.dataTransfer)) return;
    // Elsewhere the browser would leave the page for the file.
    event.preventDefault();
    const isAllowed = mayDrop();
    cover.hidden = !isAllowed;
    const mayMove = /move|all|uninitialized/i.test(event.dataTransfer.effectAllowed);
    event.dataTransfer.dropEffect = isAllowed ? (mayMove ? "move" : "copy") : "none";
  });
  area.addEventListener("dragleave", (event) => {
    if (!area.contains(event.relatedTarget)) cover.hidden = true;
  });
  area.addEventListener("drop", (event) => {
    cover.hidden = true;
    if (!bringsFiles(event.dataTransfer)) return;
    event.preventDefault();
    if (mayDrop()) add(filesOf(event.dataTransfer));
  });
}
