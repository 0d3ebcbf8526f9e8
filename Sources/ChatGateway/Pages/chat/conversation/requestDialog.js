import { markInvalid, openDialog } from "/desk/dialog.js";
import { element, fill } from "/desk/element.js";
import { firstTitle, requestBody } from "./requestFields.js";
import { visitorName } from "../state/groups.js";

/**
 * *Create request* (spec section 7.2): the chat's log goes along by itself; afterwards a sentence with the request's id
 * stands in the text field, not sent yet, and the chat goes on.
 */
export function openRequest(app, card) {
  const { state } = app.store;
  const title = element("input.input", { id: "request-title", name: "title", required: true, maxlength: "255", autocomplete: "off", value: firstTitle(state.logs[card.session]?.events ?? []), autofocus: true });
  const category = element("select.select", { id: "request-category", name: "category" });
  const priority = element("select.select", { id: "request-priority", name: "priority" });
  const choices = [[category, "categories", "category"], [priority, "priorities", "priority"]];
  for (const [select] of choices) fill(select, element("option", { value: "" }, "As the channel says"));
  const id = crypto.randomUUID();
  const { closed, fail, signal } = openDialog({
    title: "Create request",
    description: `Of the chat with ${visitorName(card)}; what was said goes along.`,
    content: element(
      "div.stack", {},
      element("div.field", {}, element("label", { for: "request-title" }, "Title"), title),
      element(
        "div.grid-2", {},
        element("div.field", {}, element("label", { for: "request-category" }, "Category"), category),
        element("div.field", {}, element("label", { for: "request-priority" }, "Priority"), priority)),
      element(
        "div.field", {}, element("label", { for: "request-text" }, "Your text"),
        element("textarea.textarea", { id: "request-text", name: "text", rows: "5", maxlength: "8000" }),
        element("p.hint", {}, "Stands before what was said. The visitor does not see it in the chat."))),
    actions: [{ label: "Cancel" }, { label: "Create request", kind: "primary", run: create }],
  });

  // The sentence waits to be sent: the text field is where one goes on.
  void closed.then((request) => request && requestAnimationFrame(() => app.composer.focus()));
  load().catch((error) => !signal.aborted && fail(error));

  async function load() {
    const options = await app.api.send("request.options", {}, { patience: 15, signal });
    for (const [select, list, field] of choices) {
      select.append(...options[list].map((one) => element("option", { value: one[field] }, one.name)));
    }
  }

  async function create(form) {
    const body = requestBody(card.session, Object.fromEntries(new FormData(form)));
    if (!body.title) {
      markInvalid(title, "Type what the request is about.");
      title.focus();
      return undefined;
    }
    const now = app.store.state.sessions[card.session] ?? card;
    const { request, draft } = await app.api.send("request.create", body, { id, channel: now.channel, lane: card.session, patience: 30 });
    app.composer.draft(card.session, draft);
    return request;
  }
}
