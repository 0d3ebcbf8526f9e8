import { element, icon } from "./element.js";
import { prefilledFields } from "./prefill.js";

const style = `
.notice-card{position:fixed;inset-block-end:20px;inset-inline-end:20px;width:min(360px,calc(100vw - 40px));padding:26px 24px 22px;display:grid;gap:14px;justify-items:center;text-align:center;border-radius:18px;background:var(--surface);color:var(--text);box-shadow:0 0 0 1px #0000000d,0 24px 64px #00000038}
.notice-card .icon{color:var(--accent)}.notice-card p{margin:0;text-wrap:pretty}
.notice-card .go{min-height:46px;padding:8px 22px;border-radius:23px;background:var(--button);color:var(--button-text);font-weight:650}
.notice-card .shut{position:absolute;inset-block-start:8px;inset-inline-end:8px;width:36px;height:36px;display:grid;place-items:center;border-radius:50%}
.classic .notice-card,.classic .notice-card .go{border-radius:6px}
`;
const dressed = new WeakSet();

/**
 * Where the browser keeps nothing for this page, as it does with some for content of others, the chat goes on in a window
 * of its own (spec section 4.1).
 *
 * @param {import("./launcher.js").Launcher} launcher
 */
export function openOwnWindow(launcher) {
  const { badge, texts, attributes, language, gateway, settings } = launcher;
  const close = () => {
    launcher.isOpen = false;
    node.remove();
    badge.isWindowOpen(false);
    badge.node.focus();
  };
  const query = new URLSearchParams({ channel: attributes.channel, language });
  for (const name of ["theme", "size", "font", "direction"]) if (attributes[name]) query.set(name === "direction" ? "dir" : name, attributes[name]);
  if (attributes.colour) query.set("color", attributes.colour);
  const fields = prefilledFields(attributes.data, { cookie: document.cookie, search: location.search, variables: window });
  // What is said of the visitor stands behind the `#`, which no server is told.
  const about = new URLSearchParams({ ...fields, ...(attributes.identity ? { identity: attributes.identity } : {}) });
  const title = settings.widget.header || settings.badgeHeader || texts.openChat;
  const button = element("button", { type: "button", class: "go", text: texts.ownWindowButton, onClick: () => { window.open(`${gateway}/window?${query}#${about}`, `samtale-${attributes.channel}`, "popup,width=420,height=680"); } });
  const node = element("div", { class: "notice-card", role: "dialog", "aria-label": title },
    element("button", { type: "button", class: "shut", "aria-label": texts.closeChat, title: texts.closeChat, onClick: close }, icon("close", 18)),
    icon("out", 32), element("p", { text: texts.ownWindowNotice }), button);
  node.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  if (!dressed.has(badge)) badge.addStyle(style);
  dressed.add(badge);
  if (!launcher.isOpen) badge.frame.append(node);
  launcher.isOpen = true;
  badge.isWindowOpen(true);
  button.focus();
}
