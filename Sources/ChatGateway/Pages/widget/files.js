import { bringsFiles, drawn, filesOf, isShown, upload } from "../shared/upload.js";
import { element, icon, iconButton } from "./element.js";
import { identifier } from "./storage.js";
import { fill } from "./template.js";

/** The most bytes of a visitor's file. */
const limit = 10 * 1024 * 1024;

const style = `
.uploads{flex:none;padding:0 14px;display:grid;gap:6px}
.uploads:empty{display:none}
.upload{display:grid;grid-template-columns:auto 1fr auto auto;align-items:center;gap:2px 8px;padding:7px 6px 7px 12px;padding-inline:12px 6px;border:1px solid var(--line);border-radius:12px;font-size:.87em}
.upload .name{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.upload .round{width:32px;height:32px}
.upload progress{grid-column:2/3;width:100%;height:4px;accent-color:var(--accent);border:0;border-radius:2px;overflow:hidden;background:var(--soft)}
.upload progress::-webkit-progress-bar{background:var(--soft)}
.upload progress::-webkit-progress-value{background:var(--accent);transition:width .2s}
.upload progress::-moz-progress-bar{background:var(--accent)}
.upload.failed{border-color:var(--error);color:var(--error);background:var(--error-tint)}
.upload.failed .name{white-space:normal;overflow-wrap:anywhere}
.upload .again{text-decoration:underline;font-weight:600;padding:5px}
.dropping::after{content:attr(data-drop);position:absolute;inset:8px;display:grid;place-items:center;border:2px dashed var(--accent);border-radius:14px;background:color-mix(in srgb,var(--surface) 88%,transparent);color:var(--accent);font-weight:650;z-index:3;pointer-events:none}
.bubble:has(img.shared){padding:4px}
img.shared{display:block;max-width:100%;height:auto;border-radius:14px;background:var(--soft);object-fit:cover;cursor:zoom-in}
.classic img.shared{border-radius:3px}
`;

const dressed = new WeakSet();
function dress(badge) {
  if (!dressed.has(badge)) badge.addStyle(style);
  dressed.add(badge);
}

/** The visitor's files on their way: chosen, dropped or pasted, one after the other. Loaded once files are allowed. */
export class Uploads {
  #waiting = [];
  #isRunning = false;

  /** @param {import("./widget.js").Widget} widget @param {import("./view.js").View} view */
  constructor(widget, view) {
    Object.assign(this, { widget, view });
    dress(widget.badge);
    this.node = element("div", { class: "uploads", role: "group", "aria-label": widget.texts.attachFile });
    view.composer.node.before(this.node);
    this.#takeDrops(view.window);
    view.composer.input.addEventListener("paste", (event) => {
      const files = filesOf(event.clipboardData);
      if (!files.length || !this.#mayAdd) return;
      event.preventDefault();
      this.add(files);
    });
  }

  get #mayAdd() { return !this.view.composer.clip.hidden; }

  #takeDrops(window) {
    window.dataset.drop = this.widget.texts.attachFile;
    const show = (isOver) => window.classList.toggle("dropping", isOver);
    window.addEventListener("dragover", (event) => {
      if (!bringsFiles(event.dataTransfer) || !this.#mayAdd) return;
      event.preventDefault();
      show(true);
    });
    window.addEventListener("dragleave", (event) => { if (!window.contains(event.relatedTarget)) show(false); });
    window.addEventListener("drop", (event) => {
      show(false);
      if (!bringsFiles(event.dataTransfer) || !this.#mayAdd) return;
      event.preventDefault();
      this.add(filesOf(event.dataTransfer));
    });
  }

  /** @param {Iterable<File>} files */
  add(files) {
    for (const file of files) {
      const item = { id: identifier(), file, stop: new AbortController(), session: this.widget.session };
      this.#draw(item);
      if (file.size > limit) this.#fail(item, this.widget.texts.fileTooLarge, false);
      else this.#waiting.push(item);
    }
    void this.#run();
  }

  #draw(item) {
    const { texts } = this.widget;
    item.name = element("span", { class: "name", text: fill(texts.uploading, { file: item.file.name }) });
    item.progress = element("progress", { max: 1, value: 0, "aria-label": fill(texts.uploading, { file: item.file.name }) });
    item.node = element("div", { class: "upload" }, icon("file"), item.name, iconButton("close", texts.discard, () => this.#remove(item)), item.progress);
    this.node.append(item.node);
    if (this.view.isAtEnd) this.view.log.scrollToEnd();
  }

  #remove(item) {
    const isInside = item.node.contains(this.view.root.activeElement);
    item.stop.abort();
    this.#waiting = this.#waiting.filter((one) => one !== item);
    item.node.remove();
    if (isInside) this.view.composer.input.focus();
  }

  #fail(item, text, canRepeat = true) {
    const { texts } = this.widget;
    item.node.classList.add("failed");
    item.name.setAttribute("role", "alert");
    item.name.textContent = fill(text, { file: item.file.name, limit: limit / 1024 / 1024 });
    item.progress.remove();
    if (!canRepeat) return;
    const again = element("button", { type: "button", class: "again", text: texts.tryAgain, onClick: () => { this.#remove(item); this.add([item.file]); } });
    item.name.after(again);
  }

  async #run() {
    if (this.#isRunning) return;
    this.#isRunning = true;
    for (let item; (item = this.#waiting.shift());) await this.#send(item);
    this.#isRunning = false;
  }

  async #send(item) {
    const { widget } = this;
    const { session, key } = item.session;
    const query = new URLSearchParams({ channel: widget.session?.channel ?? item.session.channel, id: item.id });
    const reply = await upload(`${widget.api.root}/sessions/${session}/files?${query}`, item.file, {
      headers: { Authorization: `Bearer ${key}` }, signal: item.stop.signal,
      onProgress: (share) => { item.progress.value = share; },
    });
    // Refusals for what the file is stand in the conversation, for both sides; the others only here.
    const isTold = ["illegalFileType", "tooLarge", "filesNotAllowed"].includes(reply.body?.error?.code);
    if (reply.body?.ok || item.stop.signal.aborted || isTold) this.#remove(item);
    else this.#fail(item, widget.texts.fileFailed);
  }
}

/** Pictures that were fetched: a line that is drawn anew shows them at once. */
const fetched = new Map();

/**
 * Shows a shared picture in its line instead of the link; where that cannot be, the link stays.
 *
 * @param {HTMLElement} button the link
 */
export async function showPicture(widget, file, button) {
  if (!isShown(file)) return;
  dress(widget.badge);
  if (!fetched.has(file.file)) fetched.set(file.file, widget.api.download(widget.session, file.file));
  const bytes = await fetched.get(file.file);
  if (!bytes) return void fetched.delete(file.file);
  const image = element("img", { class: "shared", alt: file.name, ...drawn(file.image, { width: 260, height: 220 }) });
  const address = URL.createObjectURL(bytes);
  image.addEventListener("load", () => {
    const { view } = widget;
    const wasAtEnd = view.isAtEnd;
    button.replaceChildren(image);
    button.title = file.name;
    if (wasAtEnd) view.log.scrollToEnd();
    URL.revokeObjectURL(address);
  });
  // A site's policy may forbid it.
  image.addEventListener("error", () => URL.revokeObjectURL(address));
  image.src = address;
}
