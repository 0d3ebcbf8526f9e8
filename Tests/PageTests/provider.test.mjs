import assert from "node:assert/strict";
import { test } from "node:test";

import { arrival, departure } from "../../Sources/ChatGateway/Pages/login/provider.js";

function storage() {
  const values = new Map();
  return {
    getItem: (name) => values.get(name) ?? null,
    setItem: (name, value) => values.set(name, value),
    removeItem: (name) => values.delete(name),
  };
}

const provider = { issuer: "https://id.example", name: "id.example", clientId: "samtale", authorize: "https://id.example/go?tenant=7" };
const page = { origin: "https://chat.example", search: "?next=/admin" };

function leave(place) {
  let number = 0;
  return new URL(departure(provider, page, place, () => `chance-${(number += 1)}`)).searchParams;
}

test("the agent goes to the provider with all that it needs, and back to where he wanted to be", () => {
  const place = storage();
  const asked = leave(place);
  assert.equal(asked.get("tenant"), "7");
  assert.equal(asked.get("response_type"), "id_token");
  assert.equal(asked.get("redirect_uri"), "https://chat.example/login");
  assert.deepEqual(arrival(`#id_token=a.b.c&state=${asked.get("state")}`, place),
    { token: "a.b.c", nonce: asked.get("nonce"), search: "?next=/admin" });
});

test("a token that this page did not ask for is not taken, nor the same one twice", () => {
  const place = storage();
  const asked = leave(place);
  assert.ok(arrival("#id_token=a.b.c&state=guess", place).problem);
  assert.ok(arrival(`#id_token=a.b.c&state=${asked.get("state")}`, place).problem);
  assert.ok(arrival("#id_token=a.b.c", storage()).problem);
});

test("what the provider refuses is told in its words; an ordinary visit is none of this", () => {
  const place = storage();
  const asked = leave(place);
  assert.equal(arrival(`#error=access_denied&error_description=No+seat&state=${asked.get("state")}`, place).problem, "No seat");
  assert.equal(arrival("", place), undefined);
  assert.equal(arrival("#faq", place), undefined);
});
