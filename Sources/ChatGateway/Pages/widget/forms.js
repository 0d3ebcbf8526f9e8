import { element } from "./element.js";
import { errors, fieldOrder, left, limits } from "./fields.js";
import { formStyle } from "./formStyle.js";
import { said } from "./said.js";
import { fill } from "./template.js";

export { formStyle as style };

let count = 0;

/**
 * The form of a place (spec sections 5.5 and 5.6).
 *
 * @param {import("./widget.js").Widget} widget
 * @param {"preChat"|"offline"|"queueRequest"} at
 */
export function make(widget, at) {
  const { texts, language, known: values, settings: { preChatForm, offlineForm, consent }, launcher: { channelState } } = widget;
  const common = { texts, language, values };
  if (at === "preChat") {
    const { message, required = [] } = preChatForm;
    return form({ ...common, message: message || texts.preChatMessage, fields: required, required, consent: preChatForm.consent ? consent : null, area: "question", button: texts.startChat, send: (typed) => widget.identify(typed) });
  }
  const mode = channelState.mode === "closed" || channelState.mode === "lunch" ? channelState.mode : "away";
  // The language's own words offer to leave a message: where none can be left they would lead nowhere.
  const lines = new Set([offlineForm.message || (offlineForm.requests ? texts[`${mode}Message`] : ""), channelState.sentence]);
  const isWaiting = at === "queueRequest";
  const header = isWaiting ? texts.createRequest : offlineForm.header || texts[`${mode}Header`];
  const message = isWaiting ? "" : [...lines].filter(Boolean).join("\n\n");
  if (!isWaiting && !offlineForm.requests) return said(header, message);
  const fields = offlineForm.required ?? [];
  return form({
    ...common, header, message, fields, required: [...fields, "text"], consent: offlineForm.consent ? consent : null, area: "text", button: texts.sendRequest,
    send: (typed) => widget.submit(typed), back: isWaiting ? { label: texts.back, onClick: () => widget.move({ type: "keepWaiting" }) } : undefined,
  });
}

const types = { name: ["text", "name"], email: ["email", "email"], company: ["text", "organization"], phone: ["tel", "tel"] };

/**
 * A form with labels, hints and errors tied to their fields; it is sent when nothing is wrong.
 *
 * @param {object} options
 * @param {Record<string, string>} options.texts
 * @param {string} options.language
 * @param {string} [options.header]
 * @param {string} [options.message]
 * @param {string[]} options.fields those that are shown
 * @param {string[]} options.required
 * @param {{text?: string, link?: string}|null} options.consent
 * @param {"question"|"text"} options.area the text area's name
 * @param {Record<string, string>} options.values what is filled in already
 * @param {string} options.button
 * @param {(values: Record<string, any>) => Promise<{field?: string, text: string}|null>} options.send
 * @param {{label: string, onClick: () => void}} [options.back]
 */
export function form(options) {
  const { texts, fields, required, consent, area, values, send } = options;
  const controls = new Map();
  const own = ++count;
  const node = element("form", { class: "form", novalidate: true });
  if (options.header) node.append(element("h2", { text: options.header }));
  if (options.message) node.append(element("p", { class: "message", text: options.message }));
  for (const name of [...fieldOrder.filter((one) => fields.includes(one)), area]) node.append(field(name));
  if (consent) node.append(consentField());
  if (required.length) node.append(element("p", { class: "hint", text: texts.requiredNotice }));
  const problem = element("p", { class: "problem", role: "alert" });
  const button = element("button", { type: "submit", class: "primary", text: options.button });
  node.append(problem, element("div", { class: "buttons" }, button, options.back && element("button", { type: "button", class: "plain", text: options.back.label, onClick: options.back.onClick })));
  node.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    const typed = Object.fromEntries([...controls].map(([name, { input }]) => [name, input.type === "checkbox" ? input.checked : input.value]));
    const wrong = errors(typed, { required, consent: Boolean(consent), texts });
    show(wrong);
    if (Object.keys(wrong).length) return controls.get([...controls.keys()].find((name) => wrong[name]))?.input.focus();
    problem.textContent = "";
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
    const trimmed = Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, typeof value === "string" ? value.trim() : value]).filter(([, value]) => value !== ""));
    const refused = await send(trimmed);
    button.disabled = false;
    button.removeAttribute("aria-busy");
    if (!refused) return;
    if (refused.field && controls.has(refused.field)) {
      show({ [refused.field]: refused.text });
      controls.get(refused.field).input.focus();
    } else {
      problem.textContent = refused.text;
    }
  });
  return node;

  function show(wrong) {
    for (const [name, { input, error }] of controls) {
      error.textContent = wrong[name] ?? "";
      if (wrong[name]) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  }

  function field(name) {
    const id = `f${own}-${name}`;
    const isRequired = required.includes(name);
    const input = makeInput(name, id, isRequired);
    const error = element("span", { class: "error", id: `${id}-error` });
    const counter = element("span", { class: "counter" });
    input.addEventListener("input", () => {
      if (error.textContent) { error.textContent = ""; input.removeAttribute("aria-invalid"); }
      const rest = left(input.value, limits[name]);
      counter.textContent = rest === null || limits[name] < 100 ? "" : fill(rest < 0 ? texts.tooManyCharacters : texts.charactersLeft, { n: Math.abs(rest) });
    });
    controls.set(name, { input, error });
    const label = { name: texts.nameLabel, email: texts.emailLabel, company: texts.companyLabel, phone: texts.phoneLabel, country: texts.countryLabel, question: texts.questionLabel, text: texts.requestLabel }[name];
    return element("div", { class: "field" },
      element("label", { for: id, text: label }, isRequired && element("span", { class: "star-mark", "aria-hidden": "true", text: " *" })), input, counter, error);
  }

  function makeInput(name, id, isRequired) {
    const common = { id, name, "aria-describedby": `${id}-error`, "aria-required": isRequired ? "true" : null };
    const value = values[name] ?? "";
    if (name === area) return element("textarea", { ...common, rows: 3, value });
    if (name === "country") {
      const select = element("select", { ...common, autocomplete: "country" }, element("option", { value: "", text: texts.chooseCountry }));
      void import("./countries.js").then(({ countries }) => {
        select.append(...countries(options.language));
        select.value = value;
      });
      return select;
    }
    const [type, autocomplete] = types[name];
    return element("input", { ...common, type, autocomplete, inputmode: type === "text" ? null : type, value });
  }

  function consentField() {
    const id = `f${own}-consented`;
    const input = element("input", { id, type: "checkbox", name: "consented", "aria-describedby": `${id}-error`, "aria-required": "true" });
    const error = element("span", { class: "error", id: `${id}-error` });
    controls.set("consented", { input, error });
    input.addEventListener("change", () => { if (input.checked) show({}); });
    const link = consent.link && /^https:\/\//i.test(consent.link)
      && element("a", { href: consent.link, target: "_blank", rel: "noopener noreferrer", text: texts.readMore, "aria-label": `${texts.readMore} (${texts.opensInTab})` });
    return element("div", { class: "field consent" }, input, element("div", {}, element("label", { for: id, text: consent.text || texts.consent }), " ", link), error);
  }
}
