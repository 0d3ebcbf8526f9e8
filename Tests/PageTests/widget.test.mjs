import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { test } from "node:test";
import { attributes } from "../../Sources/ChatGateway/Pages/widget/attributes.js";
import { contrast } from "../../Sources/ChatGateway/Pages/shared/contrast.js";
import { palette } from "../../Sources/ChatGateway/Pages/widget/colours.js";
import { apply, conversation, mark, takePosition, takeSnapshot, unread } from "../../Sources/ChatGateway/Pages/widget/conversation.js";
import { errors, isEmail, left } from "../../Sources/ChatGateway/Pages/widget/fields.js";
import { waiting } from "../../Sources/ChatGateway/Pages/widget/pending.js";
import { next } from "../../Sources/ChatGateway/Pages/widget/place.js";
import { prefilled } from "../../Sources/ChatGateway/Pages/widget/prefill.js";
import { queueText } from "../../Sources/ChatGateway/Pages/widget/queueText.js";
import english from "../../Sources/ChatGateway/Pages/widget/texts/en.js";

const pages = new URL("../../Sources/ChatGateway/Pages/", import.meta.url);

test("whatever the base colour, in light and dark, all text can be read (WCAG 2.2 AA)", () => {
  for (let step = 0; step < 512; step++) {
    const base = `#${[step & 7, (step >> 3) & 7, step >> 6].map((part) => Math.round(part * 36.4).toString(16).padStart(2, "0")).join("")}`;
    for (const scheme of ["light", "dark"]) {
      const of = palette({ base }, scheme);
      for (const [text, ground] of [["brand-text", "brand"], ["badge-text", "badge"], ["button-text", "button"], ["visitor-text", "visitor"], ["agent-text", "agent"], ["accent", "surface"], ["accent", "tint"], ["text", "surface"], ["quiet", "surface"], ["quiet", "agent"], ["error", "surface"], ["error", "error-tint"], ["button-text", "button-deep"], ["brand-text", "brand-deep"]]) {
        const found = contrast(of[text], of[ground]);
        const least = ground.endsWith("deep") ? 4 : 4.49;
        assert.ok(found >= least, `${text} on ${ground} of ${base} ${scheme}: ${found.toFixed(2)}`);
      }
      assert.ok(contrast(of.field, of.surface) >= 3);
    }
  }
  const own = palette({ base: "#0080FF", button: "#FFEE00", buttonText: "#FFFFFF" }, "light");
  assert.equal(own["button-text"], "#14171C");
});

test("attributes: what is wrong is left out", () => {
  const found = attributes({ channel: "support", theme: "CLASSIC", color: "red", size: "huge", delay: "1", font: "x;}", customerName: "cookie:n" });
  assert.deepEqual([found.channel, found.theme, found.colour, found.size, found.delay, found.font, found.data.customername], ["support", "classic", undefined, undefined, 1, undefined, "cookie:n"]);
});

test("prefilled from a literal, a cookie, the address and a variable (spec section 4.1)", () => {
  const page = { cookie: "a=1; name=Ana%20B", search: "?mail=a@b.example", variables: { shop: { phone: 123, secret() {} } } };
  assert.equal(prefilled("Ana", page), "Ana");
  assert.equal(prefilled("cookie:name", page), "Ana B");
  assert.equal(prefilled("url:mail", page), "a@b.example");
  assert.equal(prefilled("variable:shop.phone", page), "123");
  for (const none of ["cookie:x", "url:x", "variable:shop.secret", "variable:constructor", "", undefined]) assert.equal(prefilled(none, page), undefined);
});

test("queue text: the sentence with an unknown wait is left out (spec section 5.2)", () => {
  const own = "You are nr. {cque} in line. The wait is {cavw}. Stay!";
  assert.equal(queueText({ queueText: own, position: 2, averageWait: "00:05", texts: english }), "You are nr. 2 in line. The wait is 00:05. Stay!");
  assert.equal(queueText({ queueText: own, position: 2, texts: english }), "You are nr. 2 in line. Stay!");
  assert.equal(queueText({ queueText: "Wait: {cavw}", position: 2, texts: english }), "Wait: not known yet".replace("not known yet", english.averageUnknown));
  assert.match(queueText({ position: 3, texts: english }), /3/);
});

test("forms: required, consent, addresses, lengths in code points", () => {
  const rules = { required: ["name", "email"], consent: true, texts: english };
  assert.deepEqual(Object.keys(errors({ name: " ", email: "x@y", consented: false }, rules)), ["email", "name", "consented"]);
  assert.deepEqual(errors({ name: "Ana", email: "a@b.example", consented: true }, rules), {});
  assert.deepEqual(["a@b.co", "a@b", ".a@b.co", "a b@c.de", "a@-b.co", "a@b..co", "ü@ö.de"].map(isEmail), [true, false, false, false, false, false, true]);
  assert.deepEqual([left("x".repeat(10)), left("😀".repeat(7999)), left("x".repeat(8001))], [null, 1, -1]);
});

const message = (seq, from, text, more = {}) => ({ seq, type: "message.posted", at: "2026-11-27T09:00:00.000Z", actor: from, status: from === "visitor" ? "customerLast" : "userLast", data: { text, from, format: "text", kind: "plain", ...more } });

test("places: each status has its own, the visitor's choices hold while they may", () => {
  const at = (place, status, more = {}) => next({ at: place }, { type: "session", status, ...more }).at;
  assert.deepEqual(["preChatForm", "faq", "offlineForm", "inQueue", "customerLast", "userLast", "finished", "closed"].map((status) => at("loading", status)), ["preChat", "faq", "offline", "queue", "chat", "chat", "postChat", "closed"]);
  assert.equal(at("loading", "faq", { suggested: true }), "faqAnswer");
  assert.equal(at("queueRequest", "inQueue", { mayRequest: true }), "queueRequest");
  assert.equal(at("queueRequest", "inQueue", { mayRequest: false }), "queue");
  assert.equal(at("queueRequest", "customerLast"), "chat");
  assert.equal(at("returning", "finished"), "returning");
  assert.equal(next({ at: "queue" }, { type: "returnToChat" }).at, "queue");
});

test("a conversation from its events; a snapshot is not undone by what it covers (guarantee 17)", () => {
  const state = takeSnapshot(conversation("support"), { seq: 6, status: "userLast", channel: "support", shownAs: { name: "Anna" } });
  apply(state, { seq: 1, type: "session.opened", at: "", status: "inQueue", data: {} });
  apply(state, { seq: 2, type: "session.queued", at: "", status: "inQueue", data: { position: 3, reason: "opened" } });
  apply(state, message(3, "visitor", "hello"));
  assert.deepEqual([state.status, state.shownAs.name, state.position], ["userLast", "Anna", null]);
  apply(state, message(6, "agent", "hi", { shownAs: { name: "Anna" } }));
  assert.equal(unread(state, 3), 1);
  assert.equal(mark(state, 3), "delivered");
  apply(state, { seq: 7, type: "message.read", at: "", status: "userLast", data: { by: "agent", through: 3 } });
  assert.equal(mark(state, 3), "read");
  takePosition(state, { position: 1, mayRequest: true });
  assert.equal(state.position, null);
});

test("a line is shown once, whether its event or its answer comes first (guarantees 4, 20)", () => {
  const item = { id: "a", type: "message.post", body: { text: "hello " }, at: 1, after: 2 };
  const state = conversation("support");
  assert.equal(waiting([item], state.lines).length, 1);
  apply(state, message(1, "visitor", "hello"));
  assert.equal(waiting([item], state.lines).length, 1);
  apply(state, message(3, "visitor", "hello"));
  assert.equal(waiting([item], state.lines).length, 0);
  assert.equal(waiting([item, { ...item, id: "b" }], state.lines).length, 1);
  assert.equal(waiting([{ ...item, seq: 4 }], state.lines).length, 1);
});

test("six languages say all the same", async () => {
  for (const language of ["nl", "de", "no", "da", "sv"]) {
    const { default: texts } = await import(new URL(`widget/texts/${language}.js`, pages));
    assert.deepEqual(Object.keys(texts), Object.keys(english));
    for (const [name, text] of Object.entries(texts)) assert.deepEqual((text.match(/\{\w+\}/g) ?? []).sort(), (english[name].match(/\{\w+\}/g) ?? []).sort(), `${language} ${name}`);
  }
});

// The aim is 40 kB. Comments are a fifth of it; so far they are served along.
test("no heavier than 53 kB compressed with one language, comments included", () => {
  const files = new Set(["widget.js", "widget/start.js", "widget/texts/de.js"]);
  // What a page loads: these, and what they import from one another.
  for (const name of files) {
    for (const [, path] of readFileSync(new URL(name, pages), "utf8").matchAll(/^import .*?"(\.[^"]+)";$/gm)) {
      files.add(new URL(path, `file:///${name}`).pathname.slice(1));
    }
  }
  assert.ok(files.has("shared/stream.js"));
  const size = [...files].reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, pages))).length, 0);
  assert.ok(size < 53_000, `${size} bytes of ${[...files].join(", ")}`);
});
