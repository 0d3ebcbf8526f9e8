import { element } from "/desk/element.js";

/** An address to write to. @param {string} email */
export function mailLink(email) {
  return element("a", { href: `mailto:${encodeURIComponent(email).replace("%40", "@")}` }, email);
}

/** A number to call. @param {string} phone */
export function phoneLink(phone) {
  return element("a", { href: `tel:${phone.replace(/[^+\d]/g, "")}` }, phone);
}
