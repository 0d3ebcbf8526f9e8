import { element, fill } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { clock, fullTime } from "/shared/times.js";
import { fileAddress, sizeWords } from "./fileWords.js";
import { agentName, visitorName } from "../state/groups.js";

/** A file that was shared, as a link to it at the gateway. */
export function fillFileLine(line, event, state, card) {
  const { data, at, actor } = event;
  const isVisitors = data.by === "visitor";
  const handle = actor?.startsWith("agent:") ? actor.slice(6) : null;
  const author = isVisitors ? visitorName(card) : data.by === "bot" ? "Bot" : agentName(state, handle);
  line.classList.add("message", isVisitors ? "from-visitor" : "from-agent");
  fill(
    line,
    element("div.line-head", {}, element("span.author", {}, author), element("time.time", { datetime: at, title: fullTime(at) }, clock(at))),
    element(
      "div.bubble", {},
      element(
        "a.file", { href: fileAddress(event.session, data.file), target: "_blank", rel: "noopener noreferrer" },
        icon(data.image ? "eye" : "file"),
        element("span.text.file-name", {}, data.name), element("span.muted.small", {}, sizeWords(data.size)))));
}
