import { element, iconButton } from "./element.js";
import { left, limits, length } from "./fields.js";
import { fill } from "./template.js";

/** Where the visitor writes: Enter sends, Shift-Enter begins a line. */
export class Composer {
  /** @param {{texts: Record<string, string>, send: (text: string) => void, typing: (typing: boolean) => void, attach: (files: FileList) => void, addStyle: (text: string) => void, draft: string, keep: (text: string) => void}} options */
  constructor(options) {
    const { texts, keep } = options;
    this.options = options;
    this.input = element("textarea", { rows: 1, "aria-label": texts.messagePlaceholder, placeholder: texts.messagePlaceholder, enterkeyhint: "send", value: options.draft });
    this.counter = element("span", { class: "counter", role: "status" });
    this.sendButton = iconButton("send", texts.send, () => this.#send(), { class: "round send" });
    this.emojiButton = iconButton("emoji", texts.emoji, () => this.#togglePicker(), { "aria-expanded": "false", class: "round emoji-button" });
    const file = element("input", { type: "file", class: "hidden", multiple: true, tabindex: "-1", "aria-hidden": "true" });
    file.addEventListener("change", () => { options.attach(file.files); file.value = ""; });
    this.clip = iconButton("clip", texts.attachFile, () => file.click());
    this.clip.hidden = true;
    this.picker = element("div", { class: "picker", role: "group", "aria-label": texts.emoji });
    this.picker.hidden = true;
    this.node = element("div", { class: "composer" }, this.picker, element("div", { class: "box" }, this.input, this.emojiButton, this.clip, file, this.sendButton), this.counter);
    this.input.addEventListener("input", () => { this.#changed(); keep(this.input.value); options.typing(this.input.value.trim() !== ""); });
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#send();
    });
    this.node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this.picker.hidden) return;
      event.stopPropagation();
      void this.#togglePicker();
      this.emojiButton.focus();
    });
    this.#changed();
  }

  #changed() {
    const text = this.input.value;
    const rest = left(text);
    this.counter.textContent = rest === null ? "" : fill(rest < 0 ? this.options.texts.tooManyCharacters : this.options.texts.charactersLeft, { n: Math.abs(rest) });
    this.counter.classList.toggle("over", rest !== null && rest < 0);
    this.sendButton.toggleAttribute("disabled", !text.trim() || length(text) > limits.message);
    // Long lines wrap: the height follows what is there, up to five lines.
    this.input.style.setProperty("height", "auto");
    if (this.input.scrollHeight) this.input.style.setProperty("height", `${Math.min(this.input.scrollHeight, 128)}px`);
  }

  /** Words that could not be sent are not lost. */
  restore(text) {
    this.input.value ||= text;
    this.options.keep(this.input.value);
    this.#changed();
  }

  #send() {
    const text = this.input.value.trim();
    if (!text || length(text) > limits.message) return;
    this.input.value = "";
    this.options.keep("");
    this.#changed();
    this.options.send(text);
    this.input.focus();
  }

  async #togglePicker() {
    if (!this.picker.childElementCount) {
      const { fillPicker } = await import("./emojiPicker.js");
      fillPicker(this.picker, this.options, (one) => this.insert(one));
    }
    const isOpen = this.picker.hidden;
    this.picker.hidden = !isOpen;
    this.emojiButton.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) this.picker.querySelector("button[tabindex='0']")?.focus();
  }

  insert(text) {
    const { selectionStart, selectionEnd } = this.input;
    this.input.setRangeText(text, selectionStart, selectionEnd, "end");
    void this.#togglePicker();
    this.input.focus();
    this.input.dispatchEvent(new Event("input"));
  }
}
