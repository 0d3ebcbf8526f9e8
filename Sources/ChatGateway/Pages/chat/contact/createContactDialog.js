import { ApiError } from "/desk/apiError.js";
import { markInvalid, openDialog } from "/desk/dialog.js";
import { element } from "/desk/element.js";
import { notify } from "/desk/notice.js";
import { visitorName } from "../state/groups.js";
import { creation, prefilled } from "./contactWords.js";

/**
 * *Create new contact* (spec section 7.1, state C): begins with what the visitor told, makes person and company, and links
 * the chat to them.
 *
 * @param {import("../main.js").App} app
 * @param {object} card
 */
export function openCreateContact(app, card) {
  const first = prefilled(card.visitor);
  const { state } = app.store;
  const field = (name, label, options = {}) => element(
    "div.field", {}, element("label", { for: `contact-${name}` }, label),
    element("input.input", { id: `contact-${name}`, name, value: first[name] ?? "", maxlength: "255", autocomplete: "off", ...options }));
  const id = crypto.randomUUID();
  openDialog({
    title: "New contact",
    description: `The chat with ${visitorName(card)} is linked to it.`,
    content: element(
      "div.stack.loose", {},
      element(
        "fieldset.stack", {}, element("legend", {}, "Contact details"),
        element(
          "div.grid-2", {},
          element("div.field", {}, element("label", { for: "contact-salutation" }, "Mr/Ms"), element("select.select", { id: "contact-salutation", name: "salutation" }, ["", "Mr", "Ms"].map((text) => element("option", { value: text }, text || "–")))),
          field("title", "Title"), field("firstName", "First name", { autofocus: true }), field("lastName", "Last name"),
          field("email", "E-mail address", { type: "email" }), field("phone", "Phone", { type: "tel", maxlength: "32" }),
          field("otherEmail", "Another e-mail address", { type: "email" }),
          element(
            "div.field.check-field", {},
            element("label.check", {}, element("input", { type: "checkbox", name: "primary", checked: true }), "Make this the primary e-mail address"),
            element("p.hint", {}, "The one on the left; otherwise the other one is.")))),
      element(
        "fieldset.stack", {}, element("legend", {}, "Company details"),
        element(
          "div.grid-2", {},
          field("company", "Company name"), field("department", "Department"), field("domain", "Mail domain", { placeholder: "example.com" }),
          field("country", "Country (two letters)", { maxlength: "2" }),
          element("div.field", {}, element("label", { for: "contact-ourContact" }, "Our contact"), element(
            "select.select", { id: "contact-ourContact", name: "ourContact" }, element("option", { value: "" }, "–"),
            Object.values(state.agents).map(({ agent, nickname }) => element("option", { value: agent, selected: agent === state.me }, nickname))))),
        element("p.hint", {}, "Without a company's name only the person is made."))),
    actions: [
      { label: "Cancel" },
      {
        label: "Add", kind: "primary", run: async (form) => {
          const fields = Object.fromEntries(new FormData(form));
          if (!`${fields.firstName}${fields.lastName}`.trim()) {
            const name = form.elements.namedItem("lastName");
            markInvalid(name, "Type a first or a last name.");
            name.focus();
            return undefined;
          }
          fields.country = String(fields.country).toUpperCase();
          const now = app.store.state.sessions[card.session] ?? card;
          try {
            await app.api.send("contact.create", creation(card.session, fields), { id, channel: now.channel, lane: card.session, patience: 30 });
          } catch (error) {
            throw atField(error);
          }
          notify({ kind: "ok", text: "The contact is made and linked to the chat.", seconds: 4 });
          return true;
        },
      },
    ],
  });
}

/** The worker names `person.emails`; the form's field is `email`. */
function atField(error) {
  if (!(error instanceof ApiError) || !error.field) return error;
  const [part, name] = error.field.split(".");
  const field = { emails: "email", name: "company" }[name ?? part] ?? name ?? part;
  return new ApiError({ code: error.code, title: error.title, detail: error.detail, field });
}
