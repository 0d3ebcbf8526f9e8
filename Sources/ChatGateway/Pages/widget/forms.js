import { element, icon } from "./element.js";
import { errors, fieldOrder, left, limits } from "./fields.js";
import { fill } from "./queueText.js";

let count = 0;
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
      const select = element("select", { ...common, autocomplete: "country" }, element("option", { value: "", text: texts.chooseCountry }), ...countries(options.language));
      select.value = value;
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

const codes = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

function countries(language) {
  const names = new Intl.DisplayNames([language === "no" ? "nb" : language, "en"], { type: "region" });
  const order = new Intl.Collator(language === "no" ? "nb" : language);
  return codes.split(" ").map((code) => [code, names.of(code)]).sort((a, b) => order.compare(a[1], b[1])).map(([value, text]) => element("option", { value, text }));
}

/**
 * What comes after the conversation: stars as a radio group, a comment, a copy by mail, back or away (spec 5.7).
 */
export function postChatForm({ texts, settings, rated, email, rate, sendCopy, returnToChat, leave }) {
  const node = element("form", { class: "form post", novalidate: true });
  node.append(element("h2", { text: settings.header || texts.postChatHeader }), element("p", { class: "message", text: settings.message || texts.postChatMessage }));
  const status = element("p", { class: "status", role: "status" });
  let rating = rated?.rating ?? 0;
  let told = rated ? `${rated.rating} ${rated.comment ?? ""}` : "";
  const comment = element("textarea", { id: `f${++count}`, rows: 2, maxlength: 1024, value: rated?.comment ?? "" });
  const tell = async () => {
    const text = comment.value.trim();
    if (!rating || told === `${rating} ${text}`) return;
    told = `${rating} ${text}`;
    const refused = await rate({ rating, ...(text ? { comment: text } : {}) });
    if (refused) told = "";
    status.textContent = refused ? refused.text : texts.rated;
  };
  if (settings.rating) {
    const meaning = element("span", { class: "meaning", "aria-hidden": "true", text: rating ? texts[`star${rating}`] : "" });
    const stars = element("fieldset", { class: "stars" }, element("legend", { text: settings.ratingText || texts.rateQuestion }));
    const group = `r${count}`;
    const row = element("div", { class: "row" });
    for (let n = 1; n <= 5; n++) {
      const input = element("input", { type: "radio", name: group, value: String(n), "aria-label": `${n}/5: ${texts[`star${n}`]}` });
      input.checked = n === rating;
      input.addEventListener("change", () => { rating = n; paint(); more.hidden = false; void tell(); });
      row.append(element("label", {}, input, icon("star", 34)));
    }
    const paint = () => {
      meaning.textContent = rating ? texts[`star${rating}`] : "";
      [...row.children].forEach((label, index) => label.classList.toggle("on", index < rating));
    };
    paint();
    const more = element("div", { class: "field" }, element("label", { for: comment.id, text: texts.commentLabel }), comment);
    more.hidden = !rating;
    comment.addEventListener("change", tell);
    stars.append(row, meaning);
    node.append(stars, more);
  }
  if (settings.transcript) {
    const id = `f${++count}`;
    const input = element("input", { id, type: "email", autocomplete: "email", inputmode: "email", value: email ?? "", "aria-describedby": `${id}-error` });
    const error = element("span", { class: "error", id: `${id}-error`, role: "alert" });
    const button = element("button", { type: "button", class: "second", text: texts.sendTranscript });
    button.addEventListener("click", async () => {
      const wrong = errors({ email: input.value }, { required: ["email"], consent: false, texts }).email;
      error.textContent = wrong ?? "";
      input.toggleAttribute("aria-invalid", Boolean(wrong));
      if (wrong) return input.focus();
      button.disabled = true;
      const refused = await sendCopy(input.value.trim());
      button.disabled = false;
      error.textContent = refused?.text ?? "";
    });
    node.append(element("div", { class: "field" }, element("label", { for: id, text: texts.transcriptLabel }), element("div", { class: "beside" }, input, button), error));
  }
  node.append(status, element("div", { class: "buttons" },
    element("button", { type: "submit", class: "primary", text: texts.leaveChat }),
    element("button", { type: "button", class: "plain", text: texts.returnToChat, onClick: returnToChat })));
  node.addEventListener("submit", async (event) => { event.preventDefault(); await tell(); leave(); });
  return node;
}
