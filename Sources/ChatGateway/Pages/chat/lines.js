import { wordsOf } from "/desk/apiError.js";

/** A command's id is kept by the worker for 7 days; an older line is not sent by itself any more. */
const longest = 6 * 24 * 3600 * 1000;

/**
 * Sends what was written, and keeps each line in this browser until the worker has it: a page that is loaded again, a
 * gateway or broker that was away, lose and double nothing (guarantees 4, 17, 20).
 */
export class Lines {
  #api;
  #store;
  #prefix;
  #sending = new Set();

  /**
   * @param {import("/desk/api.js").Api} api
   * @param {import("./store.js").Store} store
   */
  constructor(api, store) {
    this.#api = api;
    this.#store = store;
    this.#prefix = `samtale.line.${store.state.me}.`;
  }

  /** Takes up what an earlier page left, and hears what other tabs got done. */
  start() {
    const lines = [];
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(this.#prefix)) continue;
      try {
        lines.push(JSON.parse(localStorage.getItem(key) ?? ""));
      } catch {
        localStorage.removeItem(key);
      }
    }
    for (const line of lines.sort((one, other) => one.at - other.at)) {
      this.#store.dispatch({ type: "line.add", line });
      if (line.failed) continue;
      if (Date.now() - line.at > longest) this.#fail(line, "This was never sent, and is old by now.");
      else void this.#send(line);
    }
    addEventListener("storage", (event) => {
      if (event.key?.startsWith(this.#prefix) && event.newValue === null) {
        const id = event.key.slice(this.#prefix.length);
        if (!this.#sending.has(id)) this.#store.dispatch({ type: "line.drop", id });
      }
    });
  }

  /** @param {{session: string, channel: string, kind: "message" | "note", text: string, format?: string, source?: object}} draft */
  post(draft) {
    const line = { ...draft, id: crypto.randomUUID(), at: Date.now() };
    this.#keep(line);
    this.#store.dispatch({ type: "line.add", line });
    void this.#send(line);
  }

  /** Tries a refused line once more. */
  retry(line) {
    this.drop(line);
    const { session, channel, kind, text, format, source } = line;
    this.post({ session, channel: this.#store.state.sessions[session]?.channel ?? channel, kind, text, format, source });
  }

  drop(line) {
    localStorage.removeItem(this.#prefix + line.id);
    this.#store.dispatch({ type: "line.drop", id: line.id });
  }

  async #send(line) {
    if (this.#sending.has(line.id)) return;
    this.#sending.add(line.id);
    const { session, channel, kind, text, format, source, id } = line;
    const body = kind === "note"
      ? { session, text }
      : { session, text, ...(format === "html" ? { format } : {}), ...(source ? { source } : {}) };
    try {
      const result = await this.#api.send(
        kind === "note" ? "note.post" : "message.post", body, { channel, id, lane: session });
      localStorage.removeItem(this.#prefix + id);
      // An answer without a number says only that it is kept: the log shows it as soon as it is there.
      if (result?.seq) this.#store.dispatch({ type: "line.confirm", id, session, seq: result.seq });
      else this.#store.dispatch({ type: "line.drop", id });
    } catch (error) {
      if (error.code === "unauthenticated") return;
      this.#fail(line, wordsOf(error));
    } finally {
      this.#sending.delete(id);
    }
  }

  #fail(line, failed) {
    this.#keep({ ...line, failed });
    this.#store.dispatch({ type: "line.fail", id: line.id, failed });
  }

  #keep(line) {
    try {
      localStorage.setItem(this.#prefix + line.id, JSON.stringify(line));
    } catch {
      // A full or forbidden storage: the line lives as long as the page.
    }
  }
}
