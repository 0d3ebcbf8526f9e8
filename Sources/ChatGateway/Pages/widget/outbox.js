import { backOff, isRetriable, pause } from "../shared/retry.js";
import { identifier } from "./storage.js";

/**
 * Commands that are to be confirmed: kept in the browser under their id until they are, sent in order, repeated with
 * the same id. So a lost connection, a page change or a new gateway neither loses nor doubles a line (guarantees 4, 20).
 */
export class Outbox {
  #storage; #send; #told; #running = false; #last = 0; #stop = new AbortController();
  #items = /** @type {import("./types.js").Item[]} */ ([]);

  /**
   * @param {import("./storage.js").ChannelStorage} storage
   * @param {(item: any) => Promise<any>} send one attempt
   * @param {(item: any|null, reply?: any) => void} told when an item was answered, or (`null`) the list changed
   */
  constructor(storage, send, told) {
    this.#storage = storage;
    this.#send = send;
    this.#told = told;
  }

  get items() { return this.#items; }

  /** Takes over what an earlier page left for this session, and forgets what belongs to others. */
  restore(session) {
    const known = new Map(this.#items.map((item) => [item.id, item]));
    this.#items = [];
    for (const name of this.#storage.names("out:")) {
      const item = this.#storage.get(name);
      if (item?.session === session) this.#items.push(known.get(item.id) ?? item);
      else if (!item || Date.now() - item.at > 86_400_000) this.#storage.set(name, null);
    }
    this.#items.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    // What was answered here already stays until its line is there.
    for (const item of known.values()) if (item.seq && item.session === session) this.#items.push(item);
    this.#told(null);
    void this.#run();
  }

  /** @returns {string} the command's id */
  add(session, type, body, after) {
    this.#last = Math.max(Date.now(), this.#last + 1);
    const item = { id: identifier(), session, type, body, at: this.#last, after };
    this.#items.push(item);
    this.#storage.set(`out:${item.id}`, item);
    this.#told(null);
    void this.#run();
    return item.id;
  }

  /** One that was refused: again, with an id of its own since the refusal is the old one's outcome. */
  retry(id) {
    const item = this.#items.find((one) => one.id === id);
    if (!item) return;
    this.discard(id);
    this.add(item.session, item.type, item.body, item.after);
  }

  discard(id) {
    this.#items = this.#items.filter((item) => item.id !== id);
    this.#storage.set(`out:${id}`, null);
    this.#told(null);
  }

  /** Nothing waits any longer: the connection is back. */
  wake() {
    this.#stop.abort();
    this.#stop = new AbortController();
    void this.#run();
  }

  clear() {
    for (const item of this.#items) this.#storage.set(`out:${item.id}`, null);
    this.#items = [];
    this.#told(null);
  }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    try {
      for (let attempt = 1; ;) {
        const item = this.#items.find((one) => !one.seq && !one.failed);
        if (!item) return;
        item.attempts = attempt;
        const reply = await this.#send(item);
        if (!this.#items.includes(item)) { attempt = 1; continue; }
        if (isRetriable(reply.status)) {
          this.#told(null);
          await pause(Math.max(reply.retryAfter ?? 0, backOff(attempt++)), this.#stop.signal);
          continue;
        }
        attempt = 1;
        this.#answered(item, reply);
      }
    } finally {
      this.#running = false;
    }
  }

  #answered(item, reply) {
    this.#storage.set(`out:${item.id}`, null);
    if (reply.body?.ok) {
      item.seq = reply.body.result?.seq;
      if (!item.seq) this.#items = this.#items.filter((one) => one !== item);
    } else if (item.type === "message.post") {
      item.failed = reply.body?.error?.code ?? "internal";
    } else {
      this.#items = this.#items.filter((one) => one !== item);
    }
    this.#told(item, reply);
  }
}
