/**
 * What the browser keeps of a channel, so that the chat goes on over page changes, reloads and tabs.
 *
 * One key for each thing, so that two tabs never overwrite each other's.
 */
export class ChannelStorage {
  #prefix;

  constructor(channel, storage = window.localStorage) {
    this.#prefix = `samtale:${channel}:`;
    this.storage = storage;
  }

  /** Whether the browser lets this page keep anything. */
  static isThere() {
    try {
      const name = "samtale:probe";
      localStorage.setItem(name, "1");
      localStorage.removeItem(name);
      return true;
    } catch {
      return false;
    }
  }

  get(name) {
    try { return JSON.parse(this.storage.getItem(this.#prefix + name) ?? "null"); } catch { return null; }
  }

  /** @returns {boolean} whether it was kept: the browser's room may be used up */
  set(name, value) {
    try {
      if (value === null || value === undefined) this.storage.removeItem(this.#prefix + name);
      else this.storage.setItem(this.#prefix + name, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  /** The names that begin with `start`. */
  names(start) {
    const found = [];
    for (let index = 0; index < this.storage.length; index++) {
      const key = this.storage.key(index);
      if (key?.startsWith(this.#prefix + start)) found.push(key.slice(this.#prefix.length));
    }
    return found;
  }

  /** @param {(name: string) => void} told of what other tabs change */
  watch(told) {
    const listen = (event) => {
      if (event.storageArea === this.storage && event.key?.startsWith(this.#prefix)) told(event.key.slice(this.#prefix.length));
    };
    addEventListener("storage", listen);
    return () => removeEventListener("storage", listen);
  }
}

/** Unguessable: 128 bits as 32 hexadecimal digits. `crypto.randomUUID` is missing on pages without HTTPS. */
export function identifier() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The secret by which this browser is known on all channels. */
export function visitorID() {
  const name = "samtale:visitor";
  let id = localStorage.getItem(name);
  if (!/^[\w-]{22,64}$/.test(id ?? "")) localStorage.setItem(name, id = identifier());
  return id;
}
