import { element, fill } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { clock, fullTime } from "/shared/times.js";
import { drawn, isShown } from "/shared/upload.js";
import { fileAddress, sizeWords } from "./fileWords.js";
import { agentName, visitorName } from "../state/groups.js";

/** A file that was shared: a picture as it is, anything else as a link to it at the gateway. */
export function fillFileLine(line, event, state, card) {
  const { data, at, actor } = event;
  const isVisitors = data.by === "visitor";
  const handle = actor?.startsWith("agent:") ? actor.slice(6) : null;
  const author = isVisitors ? visitorName(card) : data.by === "bot" ? "Bot" : agentName(state, handle);
  line.classList.add("message", isVisitors ? "from-visitor" : "from-agent");
  fill(
    line,
    element("div.line-head", {}, element("span.author", {}, author), element("time.time", { datetime: at, title: fullTime(at) }, clock(at))),
    element("div.bubble", {}, fileLink(event.session, data)));
}

function fileLink(session, data) {
  // Its name goes when the chat is erased, and the file with it.
  if (!data.name) return element("span.file.muted", {}, icon("file"), element("span.text", {}, "This file was removed."));
  const address = fileAddress(session, data.file);
  const link = element(
    "a.file", { href: address, target: "_blank", rel: "noopener noreferrer" },
    icon(data.image ? "eye" : "file"),
    element("span.text.file-name", {}, data.name), element("span.muted.small", {}, sizeWords(data.size)));
  if (isShown(data)) {
    const size = drawn(data.image, { width: 360, height: 260 });
    const image = element("img.shared", { src: address, alt: "", width: String(size.width), height: String(size.height), loading: "lazy" });
    image.addEventListener("error", () => image.remove());
    link.classList.add("has-picture");
    link.prepend(image);
  }
  return link;
}
