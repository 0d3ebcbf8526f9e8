// Requests and files as the conversation shows them: pure. Run: node --test Tests/PageTests/*.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileAddress, sizeWords } from "../../Sources/ChatGateway/Pages/chat/conversation/fileWords.js";
import { firstTitle, requestBody } from "../../Sources/ChatGateway/Pages/chat/conversation/requestFields.js";
import { requestFacts, requestTitle } from "../../Sources/ChatGateway/Pages/chat/conversation/requestWords.js";

const line = (from, text) => ({ type: "message.posted", data: { from, text } });

test("a request's title begins with the visitor's first line, cut between words", () => {
  assert.equal(firstTitle([line("agent", "Welcome!"), line("visitor", "Where is\n my order?"), line("visitor", "1042")]), "Where is my order?");
  const long = firstTitle([line("visitor", "word ".repeat(40))]);
  assert.ok(long.length <= 81 && long.endsWith("word…"), long);
  assert.equal(firstTitle([]), "");
});

test("what is not chosen is left out of a request", () => {
  assert.deepEqual(requestBody("s", { title: " Lost ", category: "", priority: "p", text: " " }), { session: "s", title: "Lost", priority: "p" });
  assert.deepEqual(requestBody("s", { title: "Lost", text: "Call back" }).text, "Call back");
});

test("a request is called by its title, or else by how its text begins", () => {
  assert.equal(requestTitle({ title: "Broken zip", text: "Send a new one." }), "Broken zip");
  assert.equal(requestTitle({ text: "\n Call me.\nToday." }), "Call me.");
  assert.equal(requestTitle({ title: "", text: "" }), "Request", "of one that was erased");
});

test("over a request stands who made it, and category and priority by their names", () => {
  const options = { categories: [{ category: "c", name: "Returns" }], priorities: [{ priority: "p", name: "High", rank: 1 }] };
  const facts = (request) => Object.fromEntries(requestFacts({ at: "2026-11-23T18:22:47.015Z", visitor: { name: "" }, ...request }, options, "Help", (at) => at.slice(0, 10)));
  assert.deepEqual(facts({ by: "visitor", visitor: { name: "Vera", email: "vera@example.org", phone: "+47 1" }, category: "c", priority: "p" }), {
    Made: "2026-11-23", By: "The visitor", Visitor: "Vera", "E-mail": "vera@example.org", Phone: "+47 1", Channel: "Help", Category: "Returns", Priority: "High",
  });
  assert.deepEqual(facts({ by: "agent", category: "gone" }), { Made: "2026-11-23", By: "An agent", Channel: "Help", Category: "Not in use any more" });
});

test("a file's address cannot leave its folder, and its size is said in words", () => {
  assert.equal(fileAddress("s", "../../x"), "/api/agent/files/s/..%2F..%2Fx");
  assert.equal(sizeWords(512), "512 B");
  assert.equal(sizeWords(48_211), "47 kB");
  assert.equal(sizeWords(1_500_000), "1.4 MB");
});
