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
 * @param {RequestInit & {json?: object, timeout?: number}} request `json` is sent as such, by `POST`; `timeout` in milliseconds
 * @returns {Promise<Reply>}
 */
export async function attempt(url, { json, timeout = 20_000, signal, headers, ...request }) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeout);
  const abort = () => limit.abort();
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort);
  try {
    return await read(await fetch(url, {
      cache: "no-store", referrerPolicy: "no-referrer", ...request, signal: limit.signal,
      ...(json ? { method: "POST", body: JSON.stringify(json), headers: { "Content-Type": "application/json", ...headers } } : { headers }),
    }));
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
 * @param {() => Promise<Reply>} once
 * @param {{signal?: AbortSignal, onWait?: (reply: Reply, count: number) => void, patience?: number}} options `patience`:
 *   for how many milliseconds to go on
 * @returns {Promise<Reply>} the last one where patience ended it, status 0 where `signal` did
 */
export async function untilAnswered(once, { signal, onWait, patience = Infinity } = {}) {
  const begun = Date.now();
  for (let count = 1; !signal?.aborted; count++) {
    const reply = await once();
    const wait = Math.max(reply.retryAfter ?? 0, backOff(count));
    if (!isRetriable(reply.status) || Date.now() - begun + wait > patience) return reply;
    if (signal?.aborted) break;
    onWait?.(reply, count);
    await pause(wait, signal);
  }
  return { status: 0, body: null };
}
