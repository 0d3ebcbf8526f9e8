import { element, icon } from "./element.js";
import { errors } from "./fields.js";
import { formStyle } from "./formStyle.js";

let count = 0;
const star = "m12 3.6 2.6 5.4 5.9.8-4.3 4.1 1.1 5.9-5.3-2.9-5.3 2.9 1.1-5.9-4.3-4.1 5.9-.8Z";

export const style = `${formStyle}
.beside{display:flex;gap:8px;align-items:center}.beside .second{flex:none}
.stars .row{display:flex;gap:4px;margin-block-start:6px;margin-inline-start:-5px}
.stars label{cursor:pointer;padding:5px;border-radius:10px;color:var(--field)}
.stars input{position:absolute;opacity:0;pointer-events:none}
.stars label.on{color:var(--star)}.stars label.on .icon{fill:currentColor}
.stars label:has(:focus-visible){outline:2px solid var(--accent)}
.stars label:hover{background:var(--tint)}
.meaning{display:block;min-height:1.45em;font-size:.9em;color:var(--quiet)}
.stars+.field,.stars .field{margin-block-start:4px}
.status{font-size:.9em;color:var(--text)}
`;

/**
 * What comes after the conversation: stars as a radio group, a comment, a copy by mail, back or away (spec section 5.7).
 *
 * @param {import("./widget.js").Widget} widget
 */
export function make(widget) {
  const { texts, settings: { postChatForm: settings }, state: { rated } } = widget;
  const node = element("form", { class: "form post", novalidate: true });
  node.append(element("h2", { text: settings.header || texts.postChatHeader }), element("p", { class: "message", text: settings.message || texts.postChatMessage }));
  const status = element("p", { class: "status", role: "status" });
  let rating = rated?.rating ?? 0;
  let told = rated ? `${rated.rating} ${rated.comment ?? ""}` : "";
  const comment = element("textarea", { id: `p${++count}`, rows: 2, maxlength: 1024, value: rated?.comment ?? "" });
  // One after the other: who leaves does so when what he wrote last has arrived.
  let telling = Promise.resolve();
  const tell = () => (telling = telling.then(tellNow, tellNow));
  const tellNow = async () => {
    const text = comment.value.trim();
    if (!rating || told === `${rating} ${text}`) return;
    told = `${rating} ${text}`;
    const refused = await widget.rate({ rating, ...(text ? { comment: text } : {}) });
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
      row.append(element("label", {}, input, icon("star", 34, star)));
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
    const id = `p${++count}`;
    const input = element("input", { id, type: "email", autocomplete: "email", inputmode: "email", value: widget.known.email ?? "", "aria-describedby": `${id}-error` });
    const error = element("span", { class: "error", id: `${id}-error`, role: "alert" });
    const button = element("button", { type: "button", class: "second", text: texts.sendTranscript });
    button.addEventListener("click", async () => {
      const wrong = errors({ email: input.value }, { required: ["email"], consent: false, texts }).email;
      error.textContent = wrong ?? "";
      input.toggleAttribute("aria-invalid", Boolean(wrong));
      if (wrong) return input.focus();
      button.disabled = true;
      const refused = await widget.sendCopy(input.value.trim());
      button.disabled = false;
      error.textContent = refused?.text ?? "";
    });
    node.append(element("div", { class: "field" }, element("label", { for: id, text: texts.transcriptLabel }), element("div", { class: "beside" }, input, button), error));
  }
  node.append(status, element("div", { class: "buttons" },
    element("button", { type: "submit", class: "primary", text: texts.leaveChat }),
    element("button", { type: "button", class: "plain", text: texts.returnToChat, onClick: () => widget.move({ type: "returnToChat" }) })));
  node.addEventListener("submit", async (event) => { event.preventDefault(); await tell(); widget.leave(); });
  return node;
}
