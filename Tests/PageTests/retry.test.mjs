import assert from "node:assert/strict";
import { test } from "node:test";
import { backOff, isRetriable, untilAnswered } from "../../Sources/ChatGateway/Pages/shared/retry.js";

test("waits grow from 1 s to 30 s, half of each by chance", () => {
  assert.deepEqual([1, 2, 5, 6, 50].map((n) => backOff(n, () => 1)), [1000, 2000, 16000, 30000, 30000]);
  assert.deepEqual([1, 50].map((n) => backOff(n, () => 0)), [500, 15000]);
});

test("no answer, a gateway without worker and 'slow down' are tried again; a refusal is an answer", () => {
  assert.deepEqual([0, 429, 502, 503, 504].map(isRetriable), [true, true, true, true, true]);
  assert.deepEqual([200, 400, 401, 403, 404, 409, 413, 422, 500].map(isRetriable), Array(9).fill(false));
});

test("a command is repeated until it is answered", async () => {
  const replies = [{ status: 0, body: null }, { status: 200, body: { ok: true } }];
  const waits = [];
  const reply = await untilAnswered(async () => replies.shift(), { onWait: (_, count) => waits.push(count) });
  assert.deepEqual([reply.body, waits], [{ ok: true }, [1]]);
});

test("it ends when nobody wants it any more", async () => {
  const abort = new AbortController();
  const reply = await untilAnswered(async () => ({ status: 503, body: null }), { signal: abort.signal, onWait: () => abort.abort() });
  assert.equal(reply.status, 0);
});
