import { element } from "./element.js";

const style = `
.ask{position:absolute;inset:0;background:#0008;display:grid;align-items:end;z-index:5;animation:fade .15s}
.ask>div{background:var(--surface);padding:22px 20px;border-radius:18px 18px 0 0;display:grid;gap:14px;animation:come .2s}
.ask h2{font-size:1.1em;text-align:center}
@keyframes fade{from{opacity:0}}
`;
const dressed = new WeakSet();

/**
 * Asks once before a chat is ended (decisions, "Widget and screen").
 *
 * @param {import("./widget.js").Widget} widget
 * @param {(ends: boolean) => void} answer
 */
export function endQuestion({ texts, badge }, answer) {
  if (!dressed.has(badge)) badge.addStyle(style);
  dressed.add(badge);
  return element("div", { class: "ask" }, element("div", { role: "alertdialog", "aria-modal": "true", "aria-labelledby": "end-question" },
    element("h2", { id: "end-question", text: texts.endChatQuestion }), element("div", { class: "buttons" },
      element("button", { type: "button", class: "primary", text: texts.endChatYes, onClick: () => answer(true) }),
      element("button", { type: "button", class: "plain", text: texts.endChatNo, onClick: () => answer(false) }))));
}
