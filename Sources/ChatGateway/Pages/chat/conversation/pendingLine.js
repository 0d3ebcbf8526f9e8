import { element, fill } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { plainText, safeHTML } from "/shared/safeHTML.js";

/** A line on its way, or one that was refused: what was written is never lost. */
export function pendingLine(app) {
  const node = element("div.line.message");
  node.update = (line) => {
    node.className = `line message is-pending ${line.kind === "note" ? "from-note" : "from-agent"}${line.failed ? " is-failed" : ""}`;
    fill(
      node,
      element(
        "div.bubble", {}, element("div.text", {}, line.format === "html" ? safeHTML(line.text) : plainText(line.text)),
        !line.failed && element("span.mark", { title: "Sending" }, icon("clock", "sending"))),
      line.failed && element(
        "div.failed", { role: "alert" }, icon("alert"), element("span", {}, `Not sent. ${line.failed}`),
        element("button.btn-link", { type: "button", on: { click: () => app.lines.retry(line) } }, "Send again"),
        element("button.btn-link", { type: "button", on: { click: () => app.lines.drop(line) } }, "Remove")));
  };
  return node;
}
