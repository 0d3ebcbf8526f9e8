import { confirmDialog, markInvalid, openDialog } from "/desk/dialog.js";
import { element, fill, setAttribute, setText } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { plainLines } from "./plainLines.js";
import { changed, changesOf, firstIncomplete, moved, withNew, withoutOne } from "./quickReplyList.js";

/**
 * *Quick replies* (spec section 7.5): add, rename, order and remove one's own; *Save* stores all and closes.
 *
 * @param {import("../main.js").App} app
 * @returns {Promise<boolean>} whether something was stored
 */
export async function openQuickReplies(app) {
  const { items: before } = await app.api.send("quickReply.list", {}, { patience: 15 });
  let list = before;
  let chosen = list[0]?.quickReply ?? null;
  const names = element("div.quick-list", { role: "listbox", "aria-label": "Quick replies", on: { keydown } });
  const name = element("input.input", { id: "quick-name", name: "name", maxlength: "255", autocomplete: "off", on: { input: () => edit({ name: name.value }) } });
  const text = element("textarea.textarea", { id: "quick-text", name: "text", rows: "8", maxlength: "8000", "aria-describedby": "quick-format", on: { input: () => edit({ text: text.value }) } });
  const format = element("p.hint", { id: "quick-format" });
  const shown = element("div.text");
  const preview = element("div.field", {}, element("span.label", {}, "As it is inserted"), shown);
  const up = tool("up", "Move up", () => move(-1));
  const down = tool("down", "Move down", () => move(1));
  const remove = tool("trash", "Remove", () => take());
  const add = element("button.btn.btn-sm", { type: "button", on: { click: () => append() } }, icon("plus"), "Add");
  const fields = element(
    "div.stack.grow", {},
    element("div.field", {}, element("label", { for: "quick-name" }, "New name"), name, element("p.hint", {}, "Visitors never see it.")),
    element("div.field", {}, element("label", { for: "quick-text" }, "New content"), text, format), preview);
  const none = element("div.empty.grow", {}, icon("bolt"), element("div.title", {}, "No quick reply yet"), element("div", {}, "Add what you write again and again."));
  const isChanged = () => {
    const { save, remove: gone } = changesOf(before, list);
    return save.length + gone.length > 0;
  };
  const { closed } = openDialog({
    title: "Quick replies", description: "Only you see them.", size: "l",
    content: element("div.quick", {}, element("div.stack.quick-left", {}, names, element("div.row", {}, add, element("span.grow"), up, down, remove)), fields, none),
    mayClose: async () => !isChanged() || confirmDialog({ title: "Leave without saving?", text: "What you changed in your quick replies is lost.", action: "Leave", danger: true }),
    actions: [{ label: "Cancel" }, { label: "Save", kind: "primary", run: save }],
  });
  draw();
  if (!chosen) add.focus();

  async function save() {
    const wrong = firstIncomplete(list);
    if (wrong) {
      chosen = wrong.quickReply;
      draw();
      const field = wrong.field === "name" ? name : text;
      markInvalid(field, wrong.field === "name" ? "Type a name, to find it by." : "Type what shall be inserted.");
      field.focus();
      return undefined;
    }
    const { save: toSave, remove: gone } = changesOf(before, list);
    for (const quickReply of gone) await app.api.send("quickReply.remove", { quickReply }, { patience: 30 });
    for (const one of toSave) await app.api.send("quickReply.save", one, { patience: 30 });
    return true;
  }

  function draw({ withFocus = false } = {}) {
    const at = list.findIndex(({ quickReply }) => quickReply === chosen);
    fill(names, list.map((one) => element("div.insert-option", {
      role: "option", tabindex: one.quickReply === chosen ? "0" : "-1", "aria-selected": String(one.quickReply === chosen), data: { id: one.quickReply },
      on: { click: () => choose(one.quickReply) },
    }, icon("bolt"), element("span.truncate", {}, one.name || "New quick reply"))));
    names.hidden = list.length === 0;
    fields.hidden = at < 0;
    none.hidden = at >= 0;
    setAttribute(up, "disabled", at <= 0);
    setAttribute(down, "disabled", at < 0 || at === list.length - 1);
    setAttribute(remove, "disabled", at < 0);
    if (at >= 0) {
      name.value = list[at].name;
      text.value = list[at].text;
      drawFormat(list[at]);
    }
    if (withFocus) names.querySelector("[aria-selected=true]")?.focus();
  }

  /** Those of an import may be HTML, and stay it. */
  function drawFormat(one) {
    const isHTML = one.format === "html";
    setText(format, isHTML ? "This is HTML (bold, italic, lists, links)." : "");
    format.hidden = preview.hidden = !isHTML;
    if (isHTML) setText(shown, plainLines(one.text));
  }

  function choose(id, withFocus = true) {
    chosen = id;
    for (const field of [name, text]) field.removeAttribute("aria-invalid");
    fields.querySelectorAll(".field-error").forEach((one) => one.remove());
    draw({ withFocus });
  }

  function edit(part) {
    list = changed(list, chosen, part);
    if ("name" in part) setText(names.querySelector("[aria-selected=true] .truncate"), part.name || "New quick reply");
    if ("text" in part) drawFormat(list.find(({ quickReply }) => quickReply === chosen));
  }

  function append() {
    const id = crypto.randomUUID();
    list = withNew(list, id);
    choose(id, false);
    name.focus();
  }

  function move(by) {
    list = moved(list, chosen, by);
    draw();
    // A button that went out keeps nobody: the other one is where one goes on.
    const [one, other] = by < 0 ? [up, down] : [down, up];
    (one.disabled ? other : one).focus();
  }

  function take() {
    const at = list.findIndex(({ quickReply }) => quickReply === chosen);
    list = withoutOne(list, chosen);
    chosen = (list[at] ?? list[at - 1])?.quickReply ?? null;
    draw({ withFocus: true });
    if (!chosen) add.focus();
  }

  function keydown(event) {
    const at = list.findIndex(({ quickReply }) => quickReply === chosen);
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    if (event.altKey) {
      list = moved(list, chosen, by);
      draw({ withFocus: true });
    } else if (list[at + by]) {
      choose(list[at + by].quickReply);
    }
  }

  function tool(sign, label, run) {
    return element("button.btn.btn-ghost.btn-icon.btn-sm", { type: "button", "aria-label": label, title: label, on: { click: run } }, icon(sign));
  }

  return (await closed) === true;
}
