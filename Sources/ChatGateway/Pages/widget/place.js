// Where the visitor is: what the window shows. Pure (spec sections 4.3 and 4.4).

/** Whether a session in this status is over for good. */
export function isOver(status) {
  return ["deleted", "closed", "requestPosted", "closedFromQueue"].includes(status);
}

/** @param {import("./types.js").Place} place @param {import("./types.js").Input} input */
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
