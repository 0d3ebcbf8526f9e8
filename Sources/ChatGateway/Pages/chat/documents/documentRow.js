import { element } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { recordLine } from "../contact/contactWords.js";
import { waysOf } from "./documentWords.js";

/**
 * A document to choose: what it is, and how it can reach the visitor.
 *
 * @param {{item: object, places: import("./documentWords.js").Places | null, send: (item: object, button: HTMLElement) => void,
 *   insert: (item: object, link: string) => void}} options
 */
export function documentRow({ item, places, send, insert }) {
  const { file, link } = waysOf(item, places);
  // Whose it is comes first: what is one customer's is not for another.
  const line = [item.personName, item.companyName, item.at && day(item.at), recordLine(item, day)].filter(Boolean).join(" · ");
  return element(
    "li.document-row", {},
    icon("file"),
    element(
      "div.contact-row-text.grow", {}, element("span.strong.truncate", { title: item.title }, item.title),
      line && element("span.muted.small.truncate", { title: line }, line),
      !file && !link && element("span.muted.small", {}, "It cannot be sent from here.")),
    link && element("button.btn.btn-sm.btn-ghost", {
      type: "button", "aria-label": `Insert the link to ${item.title}`, on: { click: () => insert(item, link) },
    }, icon("link"), "Insert link"),
    file && element("button.btn.btn-sm", {
      type: "button", "aria-label": `Send ${item.title}`, on: { click: (event) => send(item, event.currentTarget) },
    }, icon("send"), "Send"));
}

function day(at) {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium" }).format(new Date(at));
}
