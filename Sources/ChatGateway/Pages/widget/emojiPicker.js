import { emojiGroups } from "../shared/emoji.js";
import { element } from "./element.js";

const style = `
.picker{position:absolute;inset-inline:12px;inset-block-end:100%;max-height:240px;overflow-y:auto;background:var(--surface);border:1px solid var(--line);border-radius:14px;box-shadow:0 10px 30px #0003;padding:8px;z-index:2}
.picker div{display:grid;grid-template-columns:repeat(8,1fr)}
.picker div+div{border-top:1px solid var(--line);margin-block-start:6px;padding-block-start:6px}
.picker button{font-size:22px;line-height:1;aspect-ratio:1;border-radius:8px}
.picker button:hover{background:var(--tint)}
`;
const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 };

/**
 * Puts the emoji into the picker; arrow keys go through them, so that they are one stop for the tab key.
 *
 * @param {HTMLElement} picker
 * @param {{texts: Record<string, string>, addStyle: (text: string) => void}} options
 * @param {(emoji: string) => void} choose
 */
export function fillPicker(picker, { texts, addStyle }, choose) {
  addStyle(style);
  const names = [texts.emojiFaces, texts.emojiHands, texts.emojiThings];
  picker.append(...emojiGroups.map((group, index) => element("div", { role: "group", "aria-label": names[index] },
    ...group.emoji.map((one) => element("button", { type: "button", tabindex: -1, text: one, onClick: () => choose(one) })))));
  const all = [...picker.querySelectorAll("button")];
  all[0].tabIndex = 0;
  picker.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const at = all.indexOf(event.target);
    const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
    all[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}
