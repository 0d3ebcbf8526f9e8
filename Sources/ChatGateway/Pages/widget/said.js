import { element, icon } from "./element.js";

/** A window that only tells something. */
export function said(header, text, ...more) {
  return element("div", { class: "end alone" }, icon("mail", 36), header && element("h2", { text: header }), element("p", { class: "message", text }), ...more);
}
