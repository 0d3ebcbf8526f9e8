// The contact panel's words and bodies: pure. Run: node --test Tests/PageTests/*.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";
import { contactName, creation, domainOf, firstOf, linkOf, linkTo, personLine, personName, prefilled, recordLine } from "../../Sources/ChatGateway/Pages/chat/contact/contactWords.js";
import { latest } from "../../Sources/ChatGateway/Pages/chat/contact/directoryShortcuts.js";
import { applyEvent, mergeCard } from "../../Sources/ChatGateway/Pages/chat/state/summary.js";

test("a person is called by name, else by address", () => {
  assert.equal(personName({ firstName: "Kari", lastName: "Holm" }), "Kari Holm");
  assert.equal(personName({ firstName: "", lastName: "", emails: ["kari@nordlys.example"] }), "kari@nordlys.example");
  assert.equal(personLine({ title: "Buyer", companyName: "Nordlys", emails: ["kari@nordlys.example"] }), "Buyer · Nordlys · kari@nordlys.example");
});

test("a new contact begins with what the visitor told", () => {
  const first = prefilled({ name: "Kari Anne  Holm", email: "kari@Nordlys.example", company: "Nordlys", country: "NO" });
  assert.equal(first.firstName, "Kari Anne");
  assert.equal(first.lastName, "Holm");
  assert.equal(first.domain, "nordlys.example");
  assert.equal(prefilled({ email: "kari@gmail.example" }).domain, "", "without a company a domain says nothing");
  assert.deepEqual([prefilled({ name: "Kari" }).firstName, prefilled({ name: "Kari" }).lastName], ["Kari", ""]);
  assert.equal(domainOf("no address"), "");
});

test("what is made holds no empty fields, and a company only by name", () => {
  const fields = { firstName: " Kari ", lastName: "Holm", email: "kari@nordlys.example", phone: "", title: "", company: "", domain: "nordlys.example" };
  assert.deepEqual(creation("s", fields), { session: "s", person: { firstName: "Kari", lastName: "Holm", emails: ["kari@nordlys.example"] } });
  assert.deepEqual(creation("s", { ...fields, company: "Nordlys" }).company, { name: "Nordlys", domain: "nordlys.example" });
  assert.equal(creation("s", fields, "c").person.company, "c");
});

test("the primary address stands first: the first one unless the mark was taken away", () => {
  const fields = { firstName: "Kari", lastName: "Holm", email: "kari@nordlys.example", otherEmail: "kari@home.example" };
  assert.deepEqual(creation("s", { ...fields, primary: "on" }).person.emails, ["kari@nordlys.example", "kari@home.example"]);
  assert.deepEqual(creation("s", fields).person.emails, ["kari@home.example", "kari@nordlys.example"]);
  assert.deepEqual(creation("s", { ...fields, otherEmail: "" }).person.emails, ["kari@nordlys.example"]);
});

test("a record tells amount, status, when it is due and whose it is, or else its text", () => {
  const day = (at) => at.slice(0, 10);
  assert.equal(recordLine({ amount: 1250.5, currency: "NOK", status: "open", owner: "anna" }, day, "en"), "1,250.5 NOK · open · anna");
  assert.equal(recordLine({ dueAt: "2026-12-01T09:00:00.000Z" }, day), "due 2026-12-01");
  assert.equal(recordLine({ type: "Meeting", owner: "anna" }, day), "Meeting · anna");
  assert.equal(recordLine({ text: "Met at the fair" }, day), "Met at the fair");
  assert.equal(linkOf({ url: "https://example.com/prices.pdf" }), "https://example.com/prices.pdf");
  assert.equal(linkOf({ url: "javascript:alert(1)" }), "");
});

test("a link keeps what else the chat is about", () => {
  const card = { session: "s", person: "old", request: "r", project: "p" };
  assert.deepEqual(linkTo(card, { person: "new", company: "c" }), { session: "s", person: "new", company: "c", project: "p", request: "r" });
});

test("the first suggestions are shown, the others on request", () => {
  assert.deepEqual(firstOf([1, 2, 3], false), { shown: [1, 2, 3], hidden: 0 });
  assert.deepEqual(firstOf([1, 2, 3, 4, 5], false), { shown: [1, 2, 3], hidden: 2 });
  assert.equal(firstOf([1, 2, 3, 4, 5], true).shown.length, 5);
});

test("the history is what was used and is no favourite, the last one first", () => {
  const list = [{ id: "a", favourite: false, usedAt: "1" }, { id: "b", favourite: true, usedAt: "3" }, { id: "c", favourite: false, usedAt: "2" }, { id: "d", favourite: false }];
  assert.deepEqual(latest(list).map(({ id }) => id), ["c", "a"]);
});

test("a card that comes without a link is linked no more, and keeps its transfer's end", () => {
  const known = { session: "s", seq: 3, statusCode: 6, person: "p", company: "c", transferTo: "ben", transferExpiresAt: "later" };
  const fresh = { session: "s", seq: 4, statusCode: 6, status: "userLast", transferTo: "ben" };
  assert.equal(mergeCard(known, fresh, true).person, undefined);
  assert.equal(mergeCard(known, fresh, true).transferExpiresAt, "later");
  assert.equal(mergeCard(known, { ...fresh, transferExpiresAt: "now" }, true).transferExpiresAt, "now");
  const linked = applyEvent({ session: "s", seq: 4, unread: 0 }, { seq: 5, type: "contact.linked", status: "userLast", channel: "x", at: "", data: { person: "p", company: "c" } }, "anna");
  assert.equal(linked.person, "p");
});

test("whom a chat is linked to: the person with his company, or the company", () => {
  assert.equal(contactName({ person: { firstName: "Ola", lastName: "Dahl" }, company: { name: "Nordlys" } }), "Ola Dahl, Nordlys");
  assert.equal(contactName({ person: { emails: ["ola@nordlys.no"] } }), "ola@nordlys.no");
  assert.equal(contactName({ company: { name: "Nordlys" } }), "Nordlys");
});
