// The Chat screen's state: pure, so it is proved without a browser. Run: node --test Tests/PageTests/*.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";
import { nextPage } from "../../Sources/ChatGateway/Pages/login/next.js";
import * as groups from "../../Sources/ChatGateway/Pages/chat/state/groups.js";
import { initialState } from "../../Sources/ChatGateway/Pages/chat/state/initial.js";
import { reduce } from "../../Sources/ChatGateway/Pages/chat/state/reduce.js";

const id = "11111111-1111-1111-1111-111111111111";
const at = (second) => new Date(Date.UTC(2026, 0, 1, 12, 0, second)).toISOString();

function card(fields = {}) {
  return {
    session: id, channel: "support", channelName: "Support", status: "userLast", statusCode: 6, visitor: { id: "v", name: "Vera" },
    agent: "anna", role: "owner", rank: 1, unread: 0, requestedAt: at(0), startedAt: at(1), idleSince: at(1), queueLength: 1, connected: true, seq: 3, ...fields,
  };
}

function event(seq, type, data, fields = {}) {
  return { channel: "support", session: id, seq, type, at: at(seq), actor: "visitor", status: "customerLast", data, ...fields };
}

const posted = (seq, text, fields) => event(seq, "message.posted", { text, format: "text", kind: "plain", from: "visitor" }, fields);
const mine = (seq, text) => event(
  seq, "message.posted", { text, format: "text", kind: "plain", from: "agent" }, { actor: "agent:anna", status: "userLast" });

function desk(fields = {}) {
  const member = { channel: "support", agent: "anna", respond: true, notify: true, listen: false, manage: false };
  return {
    me: { agent: "anna", nickname: "Anna", wanted: "present", effective: "present" },
    channels: [{ channel: "support", name: "Support", waiting: 0, available: 1, ongoing: 1, member }],
    ongoing: [], recent: [], listening: [], incoming: [], presence: [], ...fields,
  };
}

function begin(...actions) {
  return [{ type: "desk", desk: desk({ ongoing: [card()] }) }, ...actions].reduce(reduce, initialState("anna"));
}

const opened = [
  { type: "log.open", session: id },
  { type: "log.page", session: id, page: { snapshot: card(), events: [posted(1, "one"), mine(3, "three")], more: false } },
];
const seqs = (state) => state.logs[id].events.map(({ seq }) => seq);
const take = (state, ...events) => events.reduce((now, one) => reduce(now, { type: "event", event: one }), state);

test("guarantee 4: an event that comes twice is in the log once", () => {
  assert.deepEqual(seqs(take(begin(...opened), posted(4, "four"), posted(4, "four"), posted(1, "one"))), [1, 3, 4]);
});

test("guarantees 17 and 18: what comes out of order waits, and stands in the order of the numbers", () => {
  const early = take(begin(...opened), posted(6, "six"), posted(5, "five"));
  assert.deepEqual(seqs(early), [1, 3]);
  assert.deepEqual(seqs(take(early, posted(4, "four"))), [1, 3, 4, 5, 6]);
});

test("guarantee 17: a hole is filled by number, also where a number is for others only", () => {
  const hole = take(begin(...opened), posted(6, "six"));
  const page = { snapshot: card({ seq: 6 }), events: [posted(4, "four"), posted(6, "six")], more: false };
  const filled = reduce(hole, { type: "log.page", session: id, after: 3, page });
  assert.deepEqual(seqs(filled), [1, 3, 4, 6]);
  assert.equal(filled.logs[id].through, 6);
  assert.deepEqual(filled.logs[id].aside, []);
});

test("what comes while the first page is on its way is not lost", () => {
  const waiting = take(begin(opened[0]), posted(4, "four"));
  assert.deepEqual(seqs(reduce(waiting, opened[1])), [1, 3, 4]);
});

test("guarantee 20: a line is shown until its event is there, never beside it, whichever comes first", () => {
  const line = { id: "x", session: id, channel: "support", kind: "message", text: "hello", at: 1 };
  const written = begin(...opened, { type: "line.add", line });
  assert.equal(written.lines.length, 1);
  const confirmed = reduce(written, { type: "line.confirm", id: "x", session: id, seq: 4 });
  assert.equal(confirmed.lines.length, 1, "the event is not in the log yet");
  assert.equal(take(confirmed, mine(4, "hello")).lines.length, 0);
  const overtaken = take(written, mine(4, "hello"));
  assert.equal(overtaken.lines.filter(({ hidden }) => !hidden).length, 0, "it stands in the log already");
  assert.equal(reduce(overtaken, { type: "line.confirm", id: "x", session: id, seq: 4 }).lines.length, 0);
});

test("two equal lines are two lines", () => {
  const line = (name, time) => ({ type: "line.add", line: { id: name, session: id, channel: "support", kind: "message", text: "ok", at: time } });
  const state = take(begin(...opened, line("x", 1), line("y", 2)), mine(4, "ok"));
  assert.equal(state.lines.filter(({ hidden }) => !hidden).length, 1);
});

test("unread counts visitors' lines, and reading them ends it", () => {
  const unread = take(begin(), posted(4, "a"), posted(5, "b"));
  assert.equal(unread.sessions[id].unread, 2);
  const read = event(6, "message.read", { by: "agent", through: 5 }, { actor: "agent:anna" });
  assert.equal(take(unread, read).sessions[id].unread, 0);
});

test("a file is a line as well: it is the last one, and unread until it is read", () => {
  const file = (seq, by) => event(seq, "file.shared", { file: "f", name: "bill.pdf", size: 1, contentType: "application/pdf", by });
  const state = take(begin(), posted(4, "a"), file(5, "visitor"));
  assert.deepEqual(state.sessions[id].lastMessage, { text: "bill.pdf", from: "visitor", at: at(5) });
  assert.equal(state.sessions[id].unread, 2);
  const read = (through) => event(6, "message.read", { by: "agent", through }, { actor: "agent:anna" });
  assert.equal(take(state, read(4)).sessions[id].unread, 2);
  assert.equal(take(state, read(5)).sessions[id].unread, 0);
  assert.equal(take(begin(), file(4, "agent")).sessions[id].unread, 0);
});

test("an older card does not undo a newer event", () => {
  const newer = take(begin(), posted(4, "a"));
  const after = reduce(newer, { type: "transient", now: 0, transient: { type: "session.summary", data: card({ seq: 3 }) } });
  assert.equal(after.sessions[id].lastMessage.text, "a");
});

test("a transfer moves the chat: the sender reads along, and may end that", () => {
  const asked = take(begin(), event(4, "transfer.requested", { from: "anna", to: "ben", by: "anna", expiresAt: at(60) }, { status: "userLast" }));
  assert.equal(asked.sessions[id].transferTo, "ben");
  const given = take(asked, event(5, "transfer.accepted", {}), event(6, "session.assigned", { agent: "ben", how: "transfer", rank: 1 }));
  assert.deepEqual(groups.ongoing(given), []);
  assert.deepEqual(groups.listening(given).map(({ session }) => session), [id]);
  assert.equal(groups.roleOf(given, given.sessions[id]), "listener");
});

test("an ended chat goes from Ongoing to Recent, for eight hours", () => {
  const ended = take(begin(), event(4, "session.finished", { by: "agent" }, { status: "finished" }));
  assert.equal(groups.ongoing(ended).length, 0);
  const now = Date.parse(at(10));
  assert.equal(groups.recent(ended, now).length, 1);
  assert.equal(groups.recent(ended, now + 8 * 3600 * 1000).length, 0);
});

test("a chat moved to a channel of others disappears, with the reason where it was looked at", () => {
  const moved = take(begin({ type: "select", session: id }), event(4, "session.moved", { from: "support", to: "secret" }, { channel: "secret" }));
  assert.equal(moved.sessions[id], undefined);
  assert.equal(moved.gone[id], "moved:secret");
});

test("the desk, looked at anew, drops what is over and keeps what is open", () => {
  const fresh = reduce(begin(), { type: "desk", desk: desk() });
  assert.deepEqual(groups.ongoing(fresh), []);
});

test("the colour of a wait follows the channel's limits", () => {
  const limits = [{ agentNewChat: 1, managerNewChat: 2 }];
  assert.deepEqual([59, 60, 119, 120].map((seconds) => groups.urgency(seconds, limits)), ["ok", "warn", "warn", "danger"]);
  assert.equal(groups.urgency(5000, [{ agentNewChat: 0, managerNewChat: 0 }]), "none");
});

test("after the log-in nobody is led to another site", () => {
  const origin = "https://chat.example";
  for (const wanted of ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/.//evil.example", null, "/login"]) {
    assert.equal(nextPage(wanted, origin), "/chat", String(wanted));
  }
  assert.equal(nextPage("/admin?x=1#y", origin), "/admin?x=1#y");
});

test("what waits for my answer is there after a reload, with its end", () => {
  const asked = card({ agent: "ben", transferTo: "anna", transferFrom: "ben", transferExpiresAt: at(60), role: "target" });
  const state = reduce(initialState("anna"), { type: "desk", desk: desk({ transfers: [asked] }) });
  assert.equal(groups.roleOf(state, state.sessions[id]), "target");
  assert.deepEqual(groups.ongoing(state).map(({ transferExpiresAt }) => transferExpiresAt), [at(60)]);
});

test("names that the contact panel has shown are kept, each by its identifier", () => {
  const state = [["p", "Ola Dahl"], ["c", "Nordlys"], ["p", "Ola Dahl, Nordlys"]].reduce(
    (state, [id, name]) => reduce(state, { type: "contact", id, name }), begin());
  assert.deepEqual(state.contacts, { p: "Ola Dahl, Nordlys", c: "Nordlys" });
  assert.deepEqual(reduce(state, { type: "desk", desk: desk() }).contacts, state.contacts);
});
