import { avatar } from "/desk/avatar.js";
import { element } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { companyLine, personLine, personName, reasonWords } from "./contactWords.js";

/**
 * A person or company to choose.
 *
 * @param {{kind: "person" | "company", item: object, run?: () => void, label: string}} options `label` begins what the
 *   button is called, as in *Link to Kari Holm*; without `run` it is only shown
 */
export function contactRow({ kind, item, run, label }) {
  const name = kind === "person" ? personName(item) : item.name;
  const line = kind === "person" ? personLine(item) : companyLine(item);
  const reason = reasonWords(item.reason);
  const content = [
    kind === "person"
      ? avatar({ name, photo: item.photo })
      : element("span.avatar.avatar-company", { "aria-hidden": "true" }, icon("building")),
    element(
      "span.contact-row-text", {}, element("span.strong.truncate", {}, name),
      line && element("span.muted.small.truncate", { title: line }, line), reason && element("span.contact-reason", {}, reason)),
  ];
  return run
    ? element(
      "button.contact-row", { type: "button", "aria-label": [`${label} ${name}`, line, reason].filter(Boolean).join(", "), on: { click: run } },
      content)
    : element("div.contact-row.is-still", {}, content);
}
