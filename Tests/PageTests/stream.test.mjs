import assert from "node:assert/strict";
import { test } from "node:test";
import { StreamParser } from "../../Sources/ChatGateway/Pages/shared/streamParser.js";
import { EventStream } from "../../Sources/ChatGateway/Pages/shared/stream.js";

const text = ": hello\nretry: 1000\nevent: snapshot\ndata: {\"seq\":3}\n\nid: 4\r\nevent: event\r\ndata: {\"seq\":4,\r\ndata: \"x\":1}\r\n\r\n: beat\n\n";

test("events come whole, wherever the network cuts the stream", () => {
  for (let size = 1; size <= text.length; size++) {
    const parser = new StreamParser();
    const events = [];
    for (let at = 0; at < text.length; at += size) events.push(...parser.push(text.slice(at, at + size)));
    assert.deepEqual(events, [
      { name: "snapshot", data: '{"seq":3}', id: undefined },
      { name: "event", data: '{"seq":4,\n"x":1}', id: "4" },
    ]);
  }
});

test("a stream that breaks comes back from the number it has (guarantee 17)", async () => {
  const asked = [];
  let last = 0;
  const body = (piece) => new ReadableStream({
    start(controller) { controller.enqueue(new TextEncoder().encode(piece)); controller.close(); },
  });
  const before = globalThis.fetch;
  const pieces = ['id: 1\nevent: event\ndata: {"seq":1}\n\n', 'id: 2\nevent: event\ndata: {"seq":2}\n\nevent: bye\ndata: {}\n'];
  globalThis.fetch = async (_, { headers }) => {
    asked.push(headers["Last-Event-ID"]);
    const piece = pieces.shift();
    return piece ? new Response(body(piece)) : Response.json({ ok: false, error: { code: "unknownSession" } }, { status: 404 });
  };
  try {
    const refused = await new Promise((resolve) => {
      new EventStream({
        url: () => "http://x/", lastID: () => last, onEvent: (name, data) => { if (name === "event") last = data.seq; },
        onRefused: (status, answer) => resolve([status, answer.error.code]),
      }).start();
    });
    assert.deepEqual(refused, [404, "unknownSession"]);
    assert.deepEqual(asked, ["0", "1", "2"]);
  } finally {
    globalThis.fetch = before;
  }
});
