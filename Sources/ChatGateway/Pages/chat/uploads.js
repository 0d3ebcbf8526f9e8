import { ApiError } from "/desk/apiError.js";
import { upload } from "/shared/upload.js";

/** The most bytes of an agent's file. */
const limit = 25 * 1024 * 1024;

/**
 * @typedef {object} Upload a file on its way to a visitor
 * @property {string} id the command's id, which makes repeats harmless
 * @property {string} session
 * @property {File} file
 * @property {number} share how much of it is there, from 0 to 1
 * @property {string} [failed] why it was not sent, in words
 * @property {boolean} [isFinal] whether the same again would fail again
 * @property {AbortController} stop
 */

/** Sends files to visitors: one after the other for each chat, whichever chat is shown meanwhile. */
export class Uploads {
  /** @type {Upload[]} */
  items = [];
  #api;
  #onChange;
  #running = new Set();

  /** @param {import("/desk/api.js").Api} api @param {() => void} onChange */
  constructor(api, onChange) {
    this.#api = api;
    this.#onChange = onChange;
    addEventListener("beforeunload", (event) => {
      if (this.items.some(({ failed }) => !failed)) event.preventDefault();
    });
  }

  /** @param {string} session @param {Iterable<File>} files */
  add(session, files) {
    for (const file of files) {
      const failed = file.size > limit ? `It is too large: at most ${limit / 1024 / 1024} MB are sent.` : file.size === 0 ? "It is empty." : undefined;
      this.items = [...this.items, { id: crypto.randomUUID(), session, file, share: 0, failed, isFinal: failed !== undefined, stop: new AbortController() }];
    }
    this.#onChange();
    void this.#run(session);
  }

  retry(item) {
    this.remove(item);
    this.add(item.session, [item.file]);
  }

  remove(item) {
    item.stop.abort();
    this.items = this.items.filter(({ id }) => id !== item.id);
    this.#onChange();
  }

  async #run(session) {
    if (this.#running.has(session)) return;
    this.#running.add(session);
    for (let item; (item = this.items.find((one) => one.session === session && !one.failed));) await this.#send(item);
    this.#running.delete(session);
  }

  async #send(item) {
    const path = `/api/agent/files/${encodeURIComponent(item.session)}?id=${item.id}`;
    const reply = await upload(path, item.file, {
      headers: { "X-CSRF-Token": this.#api.csrf }, signal: item.stop.signal,
      onProgress: (share) => this.#change(item.id, { share }),
    });
    if (item.stop.signal.aborted) return;
    if (reply.body?.ok) this.remove(item);
    else this.#change(item.id, { failed: new ApiError(reply.body?.error ?? { code: "internal" }).words });
  }

  #change(id, fields) {
    this.items = this.items.map((item) => (item.id === id ? { ...item, ...fields } : item));
    this.#onChange();
  }
}
