import { element, fill } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { safeLink } from "/shared/safeHTML.js";
import { clock, fullTime } from "/shared/times.js";
import { eventWords } from "./eventWords.js";
import { agentName } from "../state/groups.js";

/**
 * A line about what happened, with its details where there are some.
 *
 * @param {(request: string) => void} read opens a request
 */
export function fillEventLine(line, event, state, card, read) {
  line.classList.add("event", `event-${event.type.replaceAll(".", "-")}`);
  const words = eventWords(event, state, card);
  const time = element("time.time", { datetime: event.at, title: fullTime(event.at) }, clock(event.at));
  const more = details(event, state);
  if (event.type === "routing.explained") {
    fill(line, element("details", {}, element("summary", {}, icon(words.icon), words.text), more));
    return;
  }
  fill(line, element("div.event-text", {}, icon(words.icon), said(event, words.text, read), time), more);
}

/** The line says only how a request begins. */
function said({ type, data }, text, read) {
  return type === "request.created"
    ? element("button.btn-link", { type: "button", on: { click: () => read(data.request) } }, text)
    : element("span", {}, text);
}

function details(event, state) {
  const { data } = event;
  switch (event.type) {
    case "faq.suggested":
      return data.entries?.length > 0 && element("ul.event-more", {}, data.entries.map(({ title, url }) => {
        const address = safeLink(url);
        return element("li", {}, address ? element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, title) : title);
      }));
    case "session.rated":
      return element(
        "div.event-more.rating", {}, element("span.stars", { "aria-hidden": "true" }, "★".repeat(data.rating) + "☆".repeat(5 - data.rating)),
        data.comment && element("q", {}, data.comment));
    case "routing.explained": return routing(data, state);
    default: return null;
  }
}

const exclusions = {
  away: "is Away", notResponding: "does not respond", disconnected: "is not connected", full: "has no free place",
  passed: "declined or let it pass", keptForAnother: "the visitor's former agent is waited for",
};
const policies = {
  manual: "agents take chats themselves", longestIdle: "who has been without a chat for longest", leastBusy: "who has the fewest chats",
  roundRobin: "everybody in turn",
};

/** Every candidate with his rank, or why he was not asked (guarantee 14). */
function routing(data, state) {
  return element(
    "div.event-more.routing", {},
    element("p", {}, `Rule: ${policies[data.policy] ?? data.policy}${data.preferred ? ", and the visitor had this agent before" : ""}. Settings version ${data.version}.`),
    element("ol", {}, data.candidates.map(({ agent, excluded }) => element(
      "li", {}, element("span.strong", {}, agentName(state, agent)), excluded ? `: not asked, ${exclusions[excluded] ?? excluded}` : ": was asked in this order"))));
}
