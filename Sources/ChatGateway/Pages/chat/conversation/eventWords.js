import { requestNumber } from "/desk/requestNumber.js";
import { agentName, visitorName } from "../state/groups.js";

/**
 * What happened, in one quiet line; `null` for what needs none.
 *
 * @param {object} event in the agents' form
 * @param {import("../state/initial.js").State} state
 * @param {object} card
 * @returns {{text: string, icon: string} | null}
 */
export function eventWords(event, state, card) {
  const { data } = event;
  const who = (handle) => (handle === state.me ? "you" : agentName(state, handle));
  const start = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const visitor = visitorName(card);
  const by = event.actor?.startsWith("agent:") ? event.actor.slice(6) : null;
  switch (event.type) {
    case "session.opened": return { icon: "chat", text: `${data.visitor?.name || "A visitor"} opened the chat` };
    case "session.identified": return { icon: "user", text: `${visitor} filled in the form` };
    case "session.queued": {
      const reason = {
        opened: "", requeued: ", returned to the queue", agentLost: ", because the agent was not connected", transferred: ", transferred to this channel",
        reopened: ", came back", handedOff: ", handed on by the bot",
      }[data.reason] ?? "";
      return { icon: "clock", text: `Waiting, place ${data.position} of ${data.length}${reason}` };
    }
    case "session.assigned": {
      const agent = data.agent ? who(data.agent) : data.shownAs?.name ?? "an agent";
      const has = agent === "you" ? "have" : "has";
      const how = {
        pickUp: `${agent} took the chat`, offer: `${agent} accepted the chat`, transfer: `${agent} took over by transfer`,
        takeOver: `${agent} took the chat over`, reopened: `${agent} ${has} the chat again`,
      }[data.how] ?? `${agent} ${has} the chat`;
      return { icon: "user", text: start(how) + (data.outOfOrder ? ", before others who waited longer" : "") };
    }
    case "routing.explained": return data.candidates?.length > 0 ? { icon: "info", text: "Why this agent?" } : null;
    case "transfer.requested": return { icon: "transfer", text: `${start(who(data.by))} asked ${data.to ? who(data.to) : "another channel"} to take the chat` };
    case "transfer.accepted": return null;
    case "transfer.rejected": return { icon: "transfer", text: `${start(who(data.to))} rejected the transfer` };
    case "transfer.cancelled": return { icon: "transfer", text: by ? `${start(who(by))} cancelled the transfer` : "The transfer was cancelled" };
    case "transfer.expired": return { icon: "transfer", text: `${start(who(data.to))} did not answer the transfer in time` };
    case "session.agentLost": return { icon: "warning", text: `${start(agentName(state, card.agent) || "The agent")} is not connected` };
    case "session.disconnected": return { icon: "moon", text: `${visitor} is not connected` };
    case "session.reconnected": return { icon: "check", text: `${visitor} is connected again` };
    case "session.finished":
    case "session.closed": {
      if (event.type === "session.closed") {
        const outcome = { requestFromQueue: "left a request instead of waiting", abandoned: "left the queue" }[data.outcome];
        return event.status === "closedFromQueue" || data.outcome === "requestFromQueue"
          ? { icon: "close", text: `${visitor} ${outcome ?? "left"}` } : null;
      }
      const ended = {
        visitor: `${visitor} ended the chat`, agent: by ? `${start(who(by))} ended the chat` : "The agent ended the chat",
        bot: "The bot ended the chat", gone: `Ended: ${visitor} did not come back`, idle: "Ended: nobody wrote for a long time",
        system: "Ended by the system",
      }[data.by];
      return { icon: "close", text: ended ?? "The chat ended" };
    }
    case "session.reopened": return { icon: "undo", text: `${visitor} came back to the chat` };
    case "session.moved": return {
      icon: "transfer",
      text: `Moved to ${state.channels[data.to]?.name ?? data.to}`,
    };
    case "session.rated": return { icon: "star", text: `${visitor} rated the chat ${data.rating} of 5` };
    case "session.handedOff": return { icon: "bot", text: "The bot handed the chat to people" };
    case "session.offered": return { icon: "bolt", text: `Offered to ${who(data.agent)}` };
    case "session.offerEnded": {
      const ended = { declined: "declined", missed: "let the offer pass", withdrawn: "is not asked any more" }[data.reason];
      return ended ? { icon: "bolt", text: `${start(who(data.agent))} ${data.agent === state.me && data.reason === "withdrawn" ? "are not asked any more" : ended}` } : null;
    }
    case "session.listened": return { icon: "eye", text: `${start(who(data.agent))} ${data.agent === state.me ? "listen" : "listens"} in` };
    case "session.unlistened": return { icon: "eye", text: `${start(who(data.agent))} stopped listening` };
    case "faq.suggested": return { icon: "article", text: data.entries?.length > 0 ? "Suggested from the FAQ" : "Nothing in the FAQ fitted" };
    case "request.created": return { icon: "request", text: `Request ${requestNumber(data.request)}: ${data.title}` };
    case "files.allowed": return { icon: "clip", text: data.allowed ? "The visitor may send files" : "The visitor may not send files any more" };
    case "file.refused": return { icon: "clip", text: `The file ${data.name} was refused${{ type: ": its type is not allowed", size: ": it is too large", notAllowed: ": files were not allowed" }[data.reason] ?? ""}` };
    // Events have no names: those of others than the linked one are known only where the panel has shown them.
    case "contact.linked": return { icon: "link", text: `Linked to ${state.contacts[data.person ?? data.company] ?? "a contact"}` };
    case "contact.unlinked": return { icon: "unlink", text: "The link to the contact was removed" };
    case "transcript.requested": return { icon: "mail", text: `A copy goes to ${data.email}` };
    case "transcript.sent": return { icon: "mail", text: "The copy was sent" };
    case "transcript.failed": return { icon: "warning", text: `The copy could not be sent${data.reason ? `: ${data.reason}` : ""}` };
    case "warning.raised": {
      const kind = { newChat: "nobody has taken the chat", newMessage: "the visitor waits for an answer", idle: "nobody has written for long" }[data.kind];
      return { icon: "warning", text: `Warning${data.level === "manager" ? " to managers" : data.level === "visitor" ? " to the visitor" : ""}: ${kind}` };
    }
    default: return null;
  }
}
