import { StreamParser } from "./streamParser.js";
import { backOff, pause, read } from "./retry.js";

/** After so long without a byte a stream is taken for dead; the server sends a comment every 15 s. */
const silenceLimit = 40_000;

/**
 * A stream of server-sent events over `fetch`, so that it can carry an `Authorization` header; kept up until stopped.
 *
 * It comes back by itself: with back-off and jitter after a loss, at once when the browser is online again, after a
 * moment by chance when the server says `bye`. What was missed is the server's to send again, from `Last-Event-ID` on.
 *
 * @typedef {object} StreamOptions
 * @property {() => string} url asked anew for each attempt
 * @property {() => Record<string, string>} [headers]
 * @property {() => number|string|undefined} [lastID] the number up to which the page has everything
 * @property {(name: string, data: any, id?: string) => void} onEvent `data` is the parsed JSON
 * @property {() => void} [onOpen] the connection stands
 * @property {() => void} [onLost] it broke, and another attempt follows
 * @property {(status: number, body: any) => void} [onRefused] the server refused it for good (4xx): nothing follows
 * @property {RequestCredentials} [credentials]
 */
export class EventStream {
  #options;
  #abort = /** @type {AbortController|null} */ (null);
  #lastByte = 0;

  /** @param {StreamOptions} options */
  constructor(options) { this.#options = options; }

  start() {
    if (this.#abort) return;
    const abort = new AbortController();
    this.#abort = abort;
    void this.#run(abort.signal);
  }

  stop() {
    this.#abort?.abort();
    this.#abort = null;
  }

  async #run(signal) {
    for (let attempt = 1; !signal.aborted; attempt++) {
      const end = await this.#once(signal);
      if (signal.aborted) return;
      if (end.refused) {
        this.#abort = null;
        this.#options.onRefused?.(end.refused.status, end.refused.body);
        return;
      }
      if (end.opened) attempt = 1;
      this.#options.onLost?.();
      const least = end.retryAfter ?? 0;
      await pause(end.bye ? 3000 * Math.random() : Math.max(least, end.opened ? 250 + 750 * Math.random() : backOff(attempt)), signal);
    }
  }

  /** One connection, until it ends. */
  async #once(signal) {
    const { url, headers, lastID, onEvent, onOpen, credentials = "same-origin" } = this.#options;
    const connection = new AbortController();
    const abort = () => connection.abort();
    signal.addEventListener("abort", abort);
    this.#lastByte = Date.now();
    // A timer of a hidden page may come late, never early; so it is a clock that is read, not ticks that are counted. And a
    // laptop that slept has a stream that looks alive.
    const wake = () => { if (Date.now() - this.#lastByte > silenceLimit) abort(); };
    const watch = setInterval(wake, 5000);
    // These end with the connection. Who is offline is told so at once, not after a long silence.
    const life = { signal: connection.signal };
    globalThis.addEventListener?.("online", wake, life);
    globalThis.addEventListener?.("offline", abort, life);
    globalThis.document?.addEventListener?.("visibilitychange", wake, life);
    const end = { opened: false, bye: false, retryAfter: undefined, refused: undefined };
    try {
      const id = lastID?.();
      const response = await fetch(url(), {
        credentials, cache: "no-store", signal: connection.signal, referrerPolicy: "no-referrer",
        headers: { Accept: "text/event-stream", ...(id === undefined ? {} : { "Last-Event-ID": String(id) }), ...headers?.() },
      });
      if (!response.ok || !response.body) {
        const reply = await read(response);
        end.retryAfter = reply.retryAfter;
        const isFinal = response.status >= 400 && response.status < 500 && ![408, 425, 429].includes(response.status);
        if (isFinal) end.refused = reply;
        return end;
      }
      end.opened = true;
      onOpen?.();
      const parser = new StreamParser();
      const decoder = new TextDecoder();
      const reader = response.body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return end;
        this.#lastByte = Date.now();
        for (const event of parser.push(decoder.decode(value, { stream: true }))) {
          if (event.name === "bye") end.bye = true;
          onEvent(event.name, parsed(event.data), event.id);
        }
      }
    } catch (error) {
      // A mistake of the page's own must be seen; a broken connection is everyday life.
      if (end.opened && !connection.signal.aborted && !(error instanceof TypeError && /network|fetch|load|body|stream/i.test(error.message))) {
        console.error(error);
      }
      return end;
    } finally {
      clearInterval(watch);
      signal.removeEventListener("abort", abort);
      abort();
    }
  }
}

function parsed(text) {
  try { return JSON.parse(text); } catch { return null; }
}
