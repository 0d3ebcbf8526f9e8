import { avatar } from "/desk/avatar.js";
import { openDialog } from "/desk/dialog.js";
import { element } from "/desk/element.js";

const words = { present: "Present", away: "Away", notResponding: "Not responding", disconnected: "Not connected" };

/** The agents of a channel, or of all mine: who is here, with how many chats. */
export function openAgents(app, channel) {
  const { state } = app.store;
  const order = ["present", "notResponding", "disconnected", "away"];
  const agents = Object.values(state.agents)
    .filter((agent) => (agent.channels ?? []).some((member) => member.respond && (channel ? member.channel === channel : state.channels[member.channel])))
    .sort((one, other) => order.indexOf(one.effective) - order.indexOf(other.effective) || one.nickname.localeCompare(other.nickname));
  openDialog({
    title: channel ? `Agents on ${state.channels[channel]?.name ?? channel}` : "Agents on your channels",
    content: element(
      "ul.agents", {}, agents.map((agent) => element(
        "li.row", {}, avatar({ name: agent.nickname, photo: agent.photo, presence: agent.effective }),
        element("div.stack.tight.grow", {}, element("span.strong", {}, agent.nickname), element("span.muted.small", {}, `${agent.firstName ?? ""} ${agent.lastName ?? ""}`.trim())),
        element("span.muted.small.numbers", {}, `${agent.ongoing ?? 0}${agent.capacity ? ` of ${agent.capacity}` : ""} ${agent.ongoing === 1 ? "chat" : "chats"}`),
        element("span.tag", { class: agent.effective === "present" ? "tag-ok" : agent.effective === "away" ? "" : "tag-warn" }, words[agent.effective] ?? agent.effective)))),
    actions: [{ label: "Close", kind: "primary" }],
  });
}
