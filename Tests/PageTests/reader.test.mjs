import assert from "node:assert/strict";
import { test } from "node:test";
import { EventReader } from "../../Sources/ChatGateway/Pages/shared/reader.js";

const agents = (...numbers) => numbers.map((seq) => ({ seq }));
const numbers = (events) => events.map((event) => event.seq);

test("whatever the order and however often, each event comes once and in order (guarantees 4, 18)", () => {
  const all = [1, 2, 3, 4];
  const orders = [];
  const permute = (rest, head) => rest.length ? rest.forEach((n, i) => permute(rest.filter((_, j) => j !== i), [...head, n])) : orders.push(head);
  permute(all, []);
  for (const order of orders) {
    const reader = new EventReader("agents");
    const got = [...order, ...order].flatMap((seq) => numbers(reader.take({ seq })));
    assert.deepEqual(got, all);
    assert.equal(reader.through, 4);
  }
});

test("a visitor's events name the one before them: numbers that are not for him are no holes", () => {
  const reader = new EventReader("visitor", 5);
  assert.deepEqual(numbers(reader.take({ seq: 9, previous: 4 })), [9]);
  assert.deepEqual(numbers(reader.take({ seq: 14, previous: 12 })), []);
  assert.deepEqual(numbers(reader.take({ seq: 12, previous: 9 })), [12, 14]);
});

test("a hole is asked for after half a second, once, and again when nothing comes (guarantee 17)", () => {
  const reader = new EventReader("agents", 1);
  assert.deepEqual(reader.take({ seq: 3 }, 1000), []);
  assert.equal(reader.hole(1400), null);
  assert.equal(reader.hole(1600), 1);
  assert.equal(reader.hole(1700), null);
  assert.equal(reader.hole(6700), 1);
  assert.deepEqual(numbers(reader.take({ seq: 5 }, 6750)), []);
  assert.deepEqual(numbers(reader.fill(agents(2, 3), 3, false, 6800)), [2, 3]);
  assert.equal(reader.through, 3);
  assert.deepEqual(numbers(reader.fill(agents(4), 5, false, 7400)), [4, 5]);
  assert.equal(reader.hole(9000), null);
});

test("what the answer leaves out is not for this reader: nothing waits for it", () => {
  const reader = new EventReader("agents", 1);
  reader.take({ seq: 7 }, 0);
  assert.deepEqual(numbers(reader.fill(agents(4), 6, false, 10)), [4, 7]);
  assert.equal(reader.through, 7);
});
