import assert from "node:assert/strict";
import { test } from "node:test";
import { EventReader } from "../../Sources/ChatGateway/Pages/widget/reader.js";

const numbers = (events) => events.map((event) => event.seq);

test("whatever the order and however often, each event comes once and in order (guarantees 4, 18)", () => {
  const all = [1, 2, 3, 4];
  const orders = [];
  const permute = (rest, head) => rest.length ? rest.forEach((n, i) => permute(rest.filter((_, j) => j !== i), [...head, n])) : orders.push(head);
  permute(all, []);
  for (const order of orders) {
    const reader = new EventReader();
    const got = [...order, ...order].flatMap((seq) => numbers(reader.take({ seq })));
    assert.deepEqual(got, all);
    assert.equal(reader.through, 4);
  }
});

test("events name the one before them: numbers that are not for the visitor are no holes", () => {
  const reader = new EventReader(5);
  assert.deepEqual(numbers(reader.take({ seq: 9, previous: 4 })), [9]);
  assert.deepEqual(numbers(reader.take({ seq: 14, previous: 12 })), []);
  assert.deepEqual(numbers(reader.take({ seq: 12, previous: 9 })), [12, 14]);
});
