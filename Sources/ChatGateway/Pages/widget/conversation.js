// A session as its events tell it. Pure: `apply` changes the state it is given; repeats and order are the reader's business.

/** @returns {import("./types.js").Conversation} */
export function conversation(channel) {
  return {
    lines: [], status: "", seq: 0, shownAs: null, position: null, averageWait: null, mayRequest: false,
    filesAllowed: false, suggested: false, outcome: null, request: null, readByAgent: 0, deliveredThrough: 0,
    readByVisitor: 0, lastFromOthers: 0, answeredOptions: [], transcript: null, rated: null, channel,
  };
}

/** What a snapshot says; the events that it covers follow, and change only the lines. */
export function takeSnapshot(state, snapshot) {
  if (snapshot.seq < state.seq) return state;
  return Object.assign(state, {
    status: snapshot.status, seq: snapshot.seq, shownAs: snapshot.shownAs ?? null, position: snapshot.position ?? null,
    averageWait: snapshot.averageWait ?? null, mayRequest: snapshot.mayRequest === true,
    filesAllowed: snapshot.filesAllowed === true, channel: snapshot.channel ?? state.channel,
  });
}

/** News that is not kept (contract, "Transient events"). */
export function takePosition(state, data) {
  if (state.status !== "inQueue") return state;
  return Object.assign(state, {
    position: data.position, mayRequest: data.mayRequest === true, averageWait: data.averageWait ?? state.averageWait,
  });
}

/** @param {import("./types.js").Conversation} state @param {any} event in the visitor's form */
export function apply(state, event) {
  const { seq, type, at, data = {} } = event;
  const isNews = seq > state.seq;
  if (isNews) {
    state.seq = seq;
    if (event.status) state.status = event.status;
  }
  const add = (line) => state.lines.push({ key: `e${seq}`, seq, at, ...line });
  const notice = (name, variables = {}) => add({ kind: "notice", notice: [name, variables] });
  switch (type) {
    case "message.posted":
      add({ kind: "message", from: data.from, shownAs: data.shownAs, message: data });
      if (data.from !== "visitor") state.lastFromOthers = seq;
      // Whoever owns the chat has the line on his screen, also when the chat is over.
      if (event.status === "customerLast") state.deliveredThrough = seq;
      if (data.option?.seq) state.answeredOptions.push(data.option.seq);
      if (data.from === "agent" || data.from === "bot") {
        if (data.shownAs && isNews) state.shownAs = data.shownAs;
        state.deliveredThrough = seq;
      }
      break;
    case "message.read":
      if (data.by === "visitor") state.readByVisitor = Math.max(state.readByVisitor, data.through);
      else state.readByAgent = Math.max(state.readByAgent, data.through);
      break;
    case "faq.suggested":
      add({ kind: "suggestions", entries: data.entries ?? [] });
      state.suggested = true;
      break;
    case "session.queued":
      state.suggested = false;
      if (isNews) {
        state.position = data.position;
        state.shownAs = null;
        state.mayRequest = false;
      }
      if (["requeued", "agentLost", "reopened"].includes(data.reason)) notice("backInQueue");
      break;
    case "session.assigned":
      state.deliveredThrough = seq;
      if (isNews) {
        state.shownAs = data.shownAs;
        state.position = null;
        state.mayRequest = false;
      }
      notice("joined", { name: data.shownAs?.name ?? "" });
      break;
    case "session.agentLost": notice("agentLost", { returnsAt: data.returnsAt }); break;
    case "session.moved":
      state.channel = data.to ?? state.channel;
      notice("movedElsewhere");
      break;
    case "session.reopened":
      state.outcome = null;
      notice("reopened");
      break;
    case "session.finished":
      state.suggested = false;
      notice(endings[data.by] ?? "endedBySystem", { name: lastName(state) });
      break;
    case "session.closed":
      state.suggested = false;
      state.outcome = data.outcome ?? null;
      break;
    case "session.rated": state.rated = { rating: data.rating, comment: data.comment }; break;
    case "request.created":
      state.request = data.request;
      if (data.by !== "visitor") notice("requestSent", { request: data.request.slice(0, 8) });
      break;
    case "files.allowed":
      if (isNews) state.filesAllowed = data.allowed === true;
      if (data.allowed) notice("filesAllowed");
      break;
    case "file.shared":
      add({ kind: "file", from: event.actor === "visitor" ? "visitor" : "agent", shownAs: event.actor === "visitor" ? undefined : state.shownAs, file: data.file?.file ? data.file : data });
      if (event.actor !== "visitor") state.lastFromOthers = seq;
      break;
    case "file.refused":
      notice(data.reason === "size" ? "fileTooLarge" : data.reason === "type" ? "illegalFileType" : "filesNotAllowed", { file: data.name ?? "", limit: 10 });
      break;
    case "warning.raised":
      if (data.kind === "idle") notice("idleWarning", { minutes: Math.max(1, Math.round((Date.parse(data.expiresAt) - Date.parse(at)) / 60_000)) });
      break;
    case "transcript.requested": state.transcript = { text: "copyOnItsWay", email: data.email ?? "" }; break;
    case "transcript.sent": state.transcript = { text: "transcriptSent", email: state.transcript?.email ?? "" }; break;
    case "transcript.failed": state.transcript = { text: "transcriptFailed", email: state.transcript?.email ?? "" }; break;
  }
  return state;
}

const endings = { agent: "endedByAgent", bot: "endedByAgent", visitor: "endedByYou", idle: "endedByIdle" };

function lastName(state) {
  const line = state.lines.findLast((one) => one.kind === "message" && one.shownAs);
  return state.shownAs?.name ?? line?.shownAs?.name ?? "";
}

/** How many lines of others came after number `seen`. */
export function unread(state, seen) {
  return state.lines.filter((line) => line.seq > seen && (line.kind === "message" || line.kind === "file") && line.from !== "visitor").length;
}

/**
 * The mark of a visitor's line.
 *
 * @returns {"sent"|"delivered"|"read"}
 */
export function mark(state, seq) {
  if (seq <= state.readByAgent) return "read";
  if (seq <= state.deliveredThrough) return "delivered";
  return "sent";
}
