/** How long to wait before attempt `attempt` (from 1): 1 s doubling to 30 s, half of it by chance. Milliseconds. */
export function backOff(attempt, random = Math.random) {
  const most = Math.min(30_000, 1000 * 2 ** Math.max(0, attempt - 1));
  return most / 2 + (most / 2) * random();
}

/**
 * Whether the same command may succeed later: no answer at all (0), too many (429), or a gateway without its worker.
 *
 * @param {number} status HTTP's, 0 when there was none
 */
export function isRetriable(status) {
  return status === 0 || status === 429 || status === 502 || status === 503 || status === 504;
}

/** @typedef {{status: number, body: any, retryAfter?: number}} Reply `retryAfter` in milliseconds */

/**
 * One attempt. It never throws: no connection and no JSON are answers too.
 *
 * @param {string} url
 * @param {object} body
 * @param {{headers?: Record<string, string>, signal?: AbortSignal, keepalive?: boolean, timeout?: number, credentials?: RequestCredentials}} options
 * @returns {Promise<Reply>}
 */
export async function post(url, body, options = {}) {
  const { headers = {}, signal, keepalive, timeout = 15_000, credentials = "same-origin" } = options;
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeout);
  const abort = () => limit.abort();
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort);
  try {
    const response = await fetch(url, {
      method: "POST", credentials, keepalive, signal: limit.signal, cache: "no-store", referrerPolicy: "no-referrer",
      headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body),
    });
    return await read(response);
  } catch {
    return { status: 0, body: null };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

/**
 * The answer in a response, whatever stands in it.
 *
 * @param {Response} response
 * @returns {Promise<Reply>}
 */
export async function read(response) {
  const seconds = Number(response.headers.get("Retry-After"));
  let body = null;
  try { body = await response.json(); } catch { /* a proxy's page is no answer of ours */ }
  return { status: response.status, body, retryAfter: seconds > 0 ? seconds * 1000 : undefined };
}

/** Waits; ends early when the browser is online again, or `signal` says so. */
export function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      globalThis.removeEventListener?.("online", done);
      signal?.removeEventListener("abort", done);
      resolve(undefined);
    };
    const timer = setTimeout(done, milliseconds);
    globalThis.addEventListener?.("online", done);
    signal?.addEventListener("abort", done);
  });
}

/**
 * The same command with the same id until there is an answer to it (contract, "Repeat rules for clients").
 *
 * @param {() => Promise<Reply>} attempt
 * @param {{signal?: AbortSignal, onWait?: (reply: Reply, attempt: number) => void, limit?: number}} options `limit`:
 *   how many attempts at most
 * @returns {Promise<Reply>} status 0 when `signal` ended it or the limit is reached
 */
export async function untilAnswered(attempt, { signal, onWait, limit = Infinity } = {}) {
  for (let count = 1; !signal?.aborted; count++) {
    const reply = await attempt();
    if (!isRetriable(reply.status) || count >= limit) return reply;
    if (signal?.aborted) break;
    onWait?.(reply, count);
    await pause(Math.max(reply.retryAfter ?? 0, backOff(count)), signal);
  }
  return { status: 0, body: null };
}
