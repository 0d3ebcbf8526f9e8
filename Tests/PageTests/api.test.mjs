import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { Api } from "../../Sources/ChatGateway/Pages/desk/api.js";

const received = [];
let answers = [];
let server;
const ownFetch = globalThis.fetch;

before(async () => {
  server = createServer(async (request, response) => {
    let text = "";
    for await (const piece of request) text += piece;
    received.push({ path: request.url, token: request.headers["x-csrf-token"], body: text ? JSON.parse(text) : null });
    const [status, body, headers = {}] = answers.shift() ?? [500, {}];
    response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  // A page's addresses begin with a slash.
  globalThis.fetch = (path, request) => ownFetch(new URL(path, `http://127.0.0.1:${server.address().port}`), request);
});

after(() => {
  globalThis.fetch = ownFetch;
  server.closeAllConnections();
  server.close();
});

beforeEach(() => { received.length = 0; });

test("a command that got no answer is sent again under the same id (guarantee 4)", async () => {
  answers = [[503, { ok: false, error: { code: "unavailable" } }], [200, { ok: true, result: { seq: 4 } }]];
  assert.deepEqual(await new Api().send("message.post", { text: "hello" }, { channel: "support" }), { seq: 4 });
  assert.equal(received.length, 2);
  assert.equal(received[0].body.id, received[1].body.id);
  assert.deepEqual([received[1].body.type, received[1].body.channel, received[1].body.body], ["message.post", "support", { text: "hello" }]);
});

test("a refusal is an answer, and names what is wrong", async () => {
  answers = [[409, { ok: false, error: { code: "notInQueue", title: "t", owner: { agent: "ben", nickname: "Ben" } } }]];
  await assert.rejects(new Api().send("session.pickUp", {}), (error) => error.code === "notInQueue" && error.words === "Ben has taken this chat.");
  assert.equal(received.length, 1);
});

test("patience ends, and says that nothing was reached", async () => {
  answers = [[503, {}]];
  await assert.rejects(new Api().send("x", {}, { patience: 0 }), (error) => error.code === "unavailable");
});

test("a token that another tab renewed is asked for once", async () => {
  const refusal = [403, { ok: false, error: { code: "forbidden", field: "X-CSRF-Token" } }];
  answers = [refusal, [200, { agent: {}, csrf: "new" }], [200, { ok: true, result: {} }]];
  const api = new Api();
  api.csrf = "old";
  await api.send("presence.set", { status: "away" });
  assert.deepEqual(received.map(({ path, token }) => [path, token]), [["/api/agent", "old"], ["/api/me", undefined], ["/api/agent", "new"]]);
  answers = [refusal, [200, { csrf: "x" }], refusal];
  await assert.rejects(api.send("y"), (error) => error.code === "forbidden");
});

test("commands of one lane go one after the other", async () => {
  answers = [[200, { ok: true, result: 1 }], [200, { ok: true, result: 2 }]];
  const api = new Api();
  assert.deepEqual(await Promise.all([api.send("a", {}, { lane: "s" }), api.send("b", {}, { lane: "s" })]), [1, 2]);
  assert.deepEqual(received.map(({ body }) => body.type), ["a", "b"]);
});
