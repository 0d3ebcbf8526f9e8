/**
 * What was typed and not sent yet, for each session, over reloads.
 *
 * @typedef {{text: string, mode: "message" | "note", format?: "html", source?: {kind: string, id: string}}} Draft
 */
export class Drafts {
  #prefix;
  /** @type {Map<string, Draft>} */
  #drafts = new Map();

  /** @param {string} me */
  constructor(me) {
    this.#prefix = `samtale.draft.${me}.`;
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(this.#prefix)) continue;
      try {
        this.#drafts.set(key.slice(this.#prefix.length), JSON.parse(localStorage.getItem(key) ?? ""));
      } catch {
        localStorage.removeItem(key);
      }
    }
  }

  /** @returns {Draft} */
  of(session) {
    return this.#drafts.get(session) ?? { text: "", mode: "message" };
  }

  has(session) {
    return this.of(session).text.trim() !== "";
  }

  keep(session, draft) {
    try {
      if (draft.text === "" && draft.mode === "message") {
        this.#drafts.delete(session);
        localStorage.removeItem(this.#prefix + session);
      } else {
        this.#drafts.set(session, draft);
        localStorage.setItem(this.#prefix + session, JSON.stringify(draft));
      }
    } catch {
      // It stays in this page.
    }
  }
}
