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

test("the window's words are tidy, in their language, and address visitors as live chats in their country do", async () => {
  const foreign = {
    nl: ["u", "U", "uw", "Uw"], de: ["du", "Du", "dir", "dich", "dein", "deine"],
    no: ["De", "Deres", "Dem", "ikkje", "ein", "eg", "meddelelse", "besked", "af", "lukket"],
    da: ["De", "Deres", "Dem", "melding", "av", "noe", "åpner", "nå", "deg"], sv: ["Ni", "Eder", "De", "Deres"],
  };
  for (const [language, words] of Object.entries(foreign)) {
    const { default: texts } = await import(new URL(`widget/texts/${language}.js`, pages));
    for (const [name, text] of Object.entries(texts)) {
      if (typeof text !== "string") continue;
      assert.ok(text.trim() === text && text !== "" && !/ {2}|\.{3}|\n|'/.test(text), `${language} ${name}: ${text}`);
      assert.ok(!text.split(/[^\p{L}]+/u).some((word) => words.includes(word)), `${language} ${name}: ${text}`);
      if (text.split(" ").length > 3) assert.notEqual(text, english[name], `${language} ${name} is English`);
    }
  }
});

/** What a browser loads for these modules: they, and what they import at once from one another. */
function loaded(...roots) {
  const files = new Set(roots);
  for (const name of files) {
    for (const [, path] of readFileSync(new URL(name, pages), "utf8").matchAll(/^(?:import|export) [^(]*?"(\.[^"]+)";$/gm)) {
      files.add(new URL(path, `file:///${name}`).pathname.slice(1));
    }
  }
  return files;
}

/** Comments are a fifth of what is written; they are for those who read the source, not for visitors. */
function withoutComments(source) {
  return source.replace(/^\s*\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "").replace(/^\s+/gm, "");
}

function compressed(files, change = (source) => source) {
  return [...files].reduce((sum, name) => sum + gzipSync(change(readFileSync(new URL(name, pages), "utf8"))).length, 0);
}

test("who only sees the badge loads little; an ordinary chat is under 40 kB compressed, comments aside", () => {
  const badge = loaded("widget.js", "widget/start.js", "widget/texts/de.js");
  assert.ok(badge.has("widget/launcher.js") && !badge.has("widget/widget.js"));
  // With form, queue, conversation and their styles; what only some visitors need is loaded by `import()`.
  const chat = loaded(...badge, "widget/widget.js", "widget/forms.js");
  assert.ok(chat.has("shared/stream.js") && chat.has("widget/style.js") && chat.has("widget/view.js"));
  for (const rare of ["files", "postChat", "endQuestion", "emojiPicker", "countries", "prefill", "ownWindow", "preview", "types"]) assert.ok(!chat.has(`widget/${rare}.js`), rare);
  for (const [files, limit, change] of [[badge, 17_000], [chat, 40_000, withoutComments], [chat, 49_500]]) {
    const size = compressed(files, change);
    assert.ok(size < limit, `${size} of ${limit} bytes in ${[...files].join(", ")}`);
  }
});

test("each word of the window is used, and none is missing", () => {
  const folder = new URL("widget/", pages);
  const source = readdirSync(folder).filter((name) => name.endsWith(".js")).map((name) => readFileSync(new URL(name, folder), "utf8")).join("\n")
    + readFileSync(new URL("shared/times.js", pages), "utf8");
  // These are put together from a mode, or from a number of stars.
  const composed = /^(closed|lunch|away)(Header|Message)$|^star[1-5]$/;
  for (const name of Object.keys(english)) assert.ok(composed.test(name) || new RegExp(`["'.\\s{]${name}\\b`).test(source), `${name} is used nowhere`);
  for (const [, name] of source.matchAll(/\btexts\.(\w+)/g)) assert.ok(name === "js" || name in english, `texts.${name} is missing`);
});
