import { element, icon } from "./element.js";
import { prefilledFields } from "./prefill.js";

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
  if (!launcher.isOpen) badge.frame.append(node);
  launcher.isOpen = true;
  badge.isWindowOpen(true);
  button.focus();
}
