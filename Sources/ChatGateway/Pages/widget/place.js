/**
 * Where the visitor is: what the window shows. Data and one switch; pure (spec sections 4.3 and 4.4).
 *
 * @typedef {{at: "loading"}} Loading nothing is known yet
 * @typedef {{at: "gone"}} Gone the channel was deleted, or is not for this page
 * @typedef {{at: "refused", code: string}} Refused the visitor may not chat
 * @typedef {{at: "ask"}} Ask no session yet: the first message opens it
 * @typedef {{at: "opening"}} Opening a session was asked for
 * @typedef {{at: "preChat"}} PreChat
 * @typedef {{at: "faq"}} FAQ his question is awaited
 * @typedef {{at: "faqAnswer"}} FAQAnswer whether the suggestions helped is awaited
 * @typedef {{at: "offline"}} Offline
 * @typedef {{at: "queue"}} Queue
 * @typedef {{at: "queueRequest"}} QueueRequest he writes a request instead of waiting
 * @typedef {{at: "chat"}} Chat
 * @typedef {{at: "postChat"}} PostChat
 * @typedef {{at: "returning"}} Returning the conversation is over, and he may write on
 * @typedef {{at: "closed", outcome?: string, request?: string}} Closed
 * @typedef {Loading|Gone|Refused|Ask|Opening|PreChat|FAQ|FAQAnswer|Offline|Queue|QueueRequest|Chat|PostChat|Returning|Closed} Place
 *
 * @typedef {{type: "gone"}|{type: "refused", code: string}|{type: "ready", opensFirst: boolean}|{type: "opening"}
 *   |{type: "session", status: string, suggested?: boolean, outcome?: string, request?: string, mayRequest?: boolean}
 *   |{type: "writeRequest"}|{type: "keepWaiting"}|{type: "returnToChat"}|{type: "lost"}} Input
 */

/** Whether a session in this status is over for good. */
export function isOver(status) {
  return ["deleted", "closed", "requestPosted", "closedFromQueue"].includes(status);
}

/**
 * @param {Place} place
 * @param {Input} input
 * @returns {Place}
 */
export function next(place, input) {
  switch (input.type) {
    case "gone": return { at: "gone" };
    case "refused": return { at: "refused", code: input.code };
    // No session: the channel's forms need one at once, a plain conversation when he has something to say.
    case "ready": return input.opensFirst ? { at: "opening" } : { at: "ask" };
    case "opening": return { at: "opening" };
    case "session": return placed(place, input);
    case "writeRequest": return place.at === "queue" ? { at: "queueRequest" } : place;
    case "keepWaiting": return place.at === "queueRequest" ? { at: "queue" } : place;
    case "returnToChat": return place.at === "postChat" ? { at: "returning" } : place;
    // The session is unknown by now: what is shown stays to be read, with a way to begin anew.
    case "lost": return place.at === "closed" ? place : { at: "closed" };
  }
}

function placed(place, { status, suggested, outcome, request, mayRequest }) {
  switch (status) {
    case "preChatForm": return { at: "preChat" };
    case "faq": return { at: suggested ? "faqAnswer" : "faq" };
    case "offlineForm": return { at: "offline" };
    case "inQueue": return place.at === "queueRequest" && mayRequest !== false ? place : { at: "queue" };
    case "customerLast": case "userLast": return { at: "chat" };
    case "finished": return place.at === "returning" ? place : { at: "postChat" };
    case "deleted": case "closed": case "requestPosted": case "closedFromQueue": return { at: "closed", outcome, request };
    default: return place;
  }
}

/** Whether closing the window ends something that is worth a question. */
export function asksBeforeEnd(place) {
  return ["faqAnswer", "queue", "queueRequest", "chat"].includes(place.at);
}

/** Whether there is a session to end. */
export function hasSession(place) {
  return !["loading", "gone", "refused", "ask", "opening", "closed"].includes(place.at);
}

/** Whether the visitor can write here. */
export function hasComposer(place) {
  return ["ask", "faq", "faqAnswer", "queue", "chat", "returning"].includes(place.at);
}

/** Whether the conversation is on the screen. */
export function hasLog(place) {
  return hasComposer(place) || place.at === "closed" || place.at === "opening";
}
