import { avatar } from "/desk/avatar.js";
import { openDialog } from "/desk/dialog.js";
import { element, fill } from "/desk/element.js";
import { ApiError } from "/desk/apiError.js";
import { visitorName } from "../state/groups.js";

/** *Transfer…*: to an agent who is Present and may respond on this channel, or to another channel's queue. */
export function openTransfer(app, card) {
  const list = element("div.choices", { role: "radiogroup", "aria-label": "Transfer to" }, element("div.empty", {}, element("span.spinner")));
  const { closed, fail, signal } = openDialog({
    title: "Transfer chat",
    description: `${visitorName(card)} · ${card.channelName}`,
    content: list,
    actions: [{ label: "Cancel" }, { label: "Transfer", kind: "primary", run: (form) => transfer(new FormData(form).get("to")) }],
  });

  load().catch((error) => !signal.aborted && fail(error));

  async function load() {
    const { items } = await app.api.send("agent.list", { channel: card.channel, present: true, withoutMe: true }, { patience: 15, signal });
    const { state } = app.store;
    const agents = items.filter((agent) => agent.agent !== card.agent
      && (agent.channels ?? []).some(({ channel, respond }) => channel === card.channel && respond));
    const channels = await otherChannels(state);
    fill(
      list,
      element("h3.overline", {}, "Agents who are Present"),
      agents.length === 0 && element("p.muted", {}, "Nobody else is Present on this channel."),
      agents.map((agent, index) => choice(
        `agent:${agent.agent}`, index === 0,
        avatar({ name: agent.nickname, photo: agent.photo, presence: agent.effective }), agent.nickname,
        `${`${agent.firstName} ${agent.lastName}`.trim()} · ${agent.ongoing === 1 ? "1 chat" : `${agent.ongoing} chats`}${agent.capacity ? ` of ${agent.capacity}` : ""}`)),
      channels.length > 0 && [
        element("h3.overline", {}, "To the queue of another channel"),
        channels.map((channel, index) => choice(
          `channel:${channel.channel}`, agents.length === 0 && index === 0, element("span.avatar.avatar-channel", { "aria-hidden": "true" }, "#"), channel.name,
          `${channel.waiting} waiting · ${channel.available} available`)),
      ]);
    list.querySelector("input:checked")?.focus();
  }

  async function otherChannels(state) {
    return Object.values(state.channels).filter(({ channel }) => channel !== card.channel);
  }

  function choice(value, isFirst, face, title, text) {
    return element(
      "label.choice", {}, element("input", { type: "radio", name: "to", value, checked: isFirst }), face,
      element("span.stack.tight", {}, element("span.strong", {}, title), element("span.muted.small", {}, text)));
  }

  async function transfer(to) {
    if (!to) throw new ApiError({ code: "invalidField", detail: "Choose to whom the chat goes" });
    const [kind, handle] = String(to).split(":");
    const now = app.store.state.sessions[card.session] ?? card;
    await app.api.send(
      "transfer.request", { session: card.session, [kind]: handle }, { channel: now.channel, lane: card.session, patience: 30 });
    return true;
  }

  return closed;
}
