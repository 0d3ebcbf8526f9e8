import { attempt, untilAnswered } from '../shared/retry.js';
import { ApiError } from './apiError.js';

/**
 * An agent's way to the system: `POST /api/agent` with the session's cookie and its CSRF token.
 *
 * A command carries an id made here. While no answer comes (no network, 502, 503, 504, 429) it is sent again under the
 * same id, after 1 s … 30 s with jitter: the worker does each id once. Commands of one `lane` go one after the other, in
 * the order in which they were given.
 */
export class Api {
  /** @type {Map<string, Promise<unknown>>} the end of each lane */
  #lanes = new Map();

  /** The log-in's token against cross-site posts. */
  csrf = '';
  /** The agent who is logged in, after {@link open}. */
  agent = null;

  /**
   * Asks who is logged in; without a log-in goes to the log-in page.
   *
   * @returns {Promise<{agent: object, csrf: string}>}
   */
  async open() {
    const me = await this.#repeated('/api/me', {});
    this.csrf = me.csrf;
    this.agent = me.agent;
    return me;
  }

  /**
   * Sends a command or query.
   *
   * @param {string} type as in the contract, e.g. `message.post`
   * @param {object} [body]
   * @param {object} [options]
   * @param {string} [options.channel] the channel, for commands on one
   * @param {string} [options.id] the command's id; the same one again is harmless
   * @param {string} [options.lane] what must stay in order, usually the session
   * @param {number} [options.patience] for how many seconds to repeat it unanswered; without, until it is answered
   * @param {AbortSignal} [options.signal]
   * @returns {Promise<any>} the answer's `result`
   * @throws {ApiError}
   */
  send(type, body = {}, options = {}) {
    const { channel, id = crypto.randomUUID(), lane } = options;
    const go = () =>
      this.#repeated(
        '/api/agent',
        { json: { id, type, ...(channel ? { channel } : {}), body } }, options);
    if (!lane) return go();
    const before = this.#lanes.get(lane) ?? Promise.resolve();
    const sent = before.then(go, go);
    const end = sent.catch(() => {});
    this.#lanes.set(lane, end);
    end.then(() => {
      if (this.#lanes.get(lane) === end) this.#lanes.delete(lane);
    });
    return sent;
  }

  /**
   * Reads one list to its end, page by page.
   *
   * @param {string} type
   * @param {object} [body]
   * @param {{limit?: number, signal?: AbortSignal}} [options] `limit`: stop when so many are there
   * @returns {Promise<any[]>}
   */
  async all(type, body = {}, { limit = 2000, signal } = {}) {
    const items = [];
    let cursor;
    do {
      const page = await this.send(type, { ...body, limit: 200, ...(cursor ? { cursor } : {}) }, { signal, patience: 30 });
      items.push(...page.items);
      cursor = page.cursor;
    } while (cursor && items.length < limit);
    return items;
  }

  /** Any other path: `body` a Blob is sent as it is, anything else as JSON. */
  async post(path, body, options = {}) {
    const request = body instanceof Blob
      ? { method: 'POST', body, timeout: 120_000, headers: { 'Content-Type': body.type || 'application/octet-stream' } }
      : { json: body ?? {} };
    return this.#repeated(path, request, options);
  }

  async logOut() {
    await this.post('/api/logout', {}, { patience: 5 }).catch(() => {});
    signIn();
  }

  async #repeated(path, request, { patience = Infinity, signal, renewed = false } = {}) {
    const once = () => attempt(path, { credentials: 'same-origin', ...request, signal, headers: { ...request.headers, ...(path === '/api/me' ? {} : { 'X-CSRF-Token': this.csrf }) } });
    const { status, body } = await untilAnswered(once, { signal, patience: patience * 1000 });
    if (signal?.aborted) throw signal.reason;
    if (status >= 200 && status < 300 && body) return body.ok === true && 'result' in body ? body.result : body;
    const failure = new ApiError(body?.error ?? { code: status === 0 ? 'offline' : status >= 502 ? 'unavailable' : 'internal', title: `HTTP ${status}` });
    if (status === 401) {
      signIn();
      // This page is being left: nothing comes of it any more.
      return new Promise(() => {});
    }
    if (failure.code !== 'forbidden' || failure.field !== 'X-CSRF-Token' || renewed) throw failure;
    // The log-in was renewed in another tab, and its token with it.
    this.csrf = (await this.#repeated('/api/me', {}, { patience, signal })).csrf;
    return this.#repeated(path, request, { patience, signal, renewed: true });
  }
}

/** Goes to the log-in page, and back here afterwards. */
export function signIn() {
  const here = location.pathname + location.search + location.hash;
  location.assign(`/login?next=${encodeURIComponent(here)}`);
}
