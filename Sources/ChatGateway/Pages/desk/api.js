import { backOff } from '../shared/retry.js';
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

  /**
   * @param {{fetch?: typeof fetch, wait?: (milliseconds: number, signal?: AbortSignal) => Promise<void>,
   *   onSignedOut?: () => void}} [options]
   */
  constructor(options = {}) {
    this.fetch = options.fetch ?? ((...request) => globalThis.fetch(...request));
    this.wait = options.wait ?? waitFor;
    this.onSignedOut = options.onSignedOut ?? signIn;
    /** The log-in's token against cross-site posts. */
    this.csrf = '';
    /** The agent who is logged in, after {@link open}. */
    this.agent = null;
  }

  /**
   * Asks who is logged in; without a log-in goes to the log-in page.
   *
   * @returns {Promise<{agent: object, csrf: string}>}
   */
  async open() {
    const me = await this.#repeated('/api/me', { method: 'GET' }, {});
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
   * @param {(attempt: number) => void} [options.onRetry] told before each repeat
   * @returns {Promise<any>} the answer's `result`
   * @throws {ApiError}
   */
  send(type, body = {}, options = {}) {
    const { channel, id = crypto.randomUUID(), lane } = options;
    const go = () =>
      this.#repeated(
        '/api/agent',
        { method: 'POST', json: { id, type, ...(channel ? { channel } : {}), body } }, options);
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
    const request = body instanceof Blob ? { method: 'POST', blob: body } : { method: 'POST', json: body ?? {} };
    return this.#repeated(path, request, options);
  }

  async logOut() {
    await this.post('/api/logout', {}, { patience: 5 }).catch(() => {});
    this.onSignedOut();
  }

  async #repeated(path, request, { patience = Infinity, signal, onRetry, renewed = false }) {
    const begun = Date.now();
    for (let attempt = 0; ; attempt += 1) {
      let pause = backOff(attempt + 1);
      let failure = new ApiError({ code: 'offline' });
      try {
        const response = await this.fetch(path, this.#init(request, signal));
        if (response.status === 401 && path !== '/api/login') {
          this.onSignedOut();
          throw new ApiError(await errorOf(response));
        }
        if (response.ok) {
          const answer = await response.json();
          return answer.ok === true && 'result' in answer ? answer.result : answer;
        }
        failure = new ApiError(await errorOf(response));
        // The log-in was renewed in another tab, and its token with it.
        if (failure.code === 'forbidden' && failure.field === 'X-CSRF-Token' && !renewed) {
          const me = await this.#repeated('/api/me', { method: 'GET' }, { patience, signal });
          this.csrf = me.csrf;
          return await this.#repeated(path, request, { patience, signal, onRetry, renewed: true });
        }
        if (![429, 502, 503, 504].includes(response.status)) throw failure;
        const asked = Number(response.headers.get('Retry-After'));
        if (asked > 0) pause = Math.min(Math.max(pause, asked * 1000), 30_000);
      } catch (error) {
        if (signal?.aborted) throw error;
        if (error instanceof ApiError && error !== failure) throw error;
        if (error === failure) throw failure;
        if (!(error instanceof TypeError || error instanceof SyntaxError || error?.name === 'TimeoutError')) throw error;
      }
      if (Date.now() - begun + pause > patience * 1000) throw failure;
      onRetry?.(attempt + 1);
      await this.wait(pause, signal);
    }
  }

  #init(request, signal) {
    const limit = AbortSignal.timeout(request.blob ? 120_000 : 20_000);
    const headers = {};
    if (request.method !== 'GET') headers['X-CSRF-Token'] = this.csrf;
    if (request.json) headers['Content-Type'] = 'application/json';
    if (request.blob) headers['Content-Type'] = request.blob.type || 'application/octet-stream';
    return {
      method: request.method,
      headers,
      body: request.json ? JSON.stringify(request.json) : request.blob,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    };
  }
}

/** Goes to the log-in page, and back here afterwards. */
export function signIn() {
  const here = location.pathname + location.search + location.hash;
  location.assign(`/login?next=${encodeURIComponent(here)}`);
}

async function errorOf(response) {
  const body = await response.json().catch(() => null);
  return body?.error ?? { code: response.status >= 500 ? 'unavailable' : 'internal', title: `HTTP ${response.status}` };
}

function waitFor(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, milliseconds);
    function done() {
      globalThis.removeEventListener?.('online', done);
      signal?.removeEventListener('abort', stop);
      clearTimeout(timer);
      resolve();
    }
    function stop() {
      globalThis.removeEventListener?.('online', done);
      clearTimeout(timer);
      reject(signal.reason);
    }
    // The network is back: no reason to wait any longer.
    globalThis.addEventListener?.('online', done, { once: true });
    signal?.addEventListener('abort', stop, { once: true });
  });
}
