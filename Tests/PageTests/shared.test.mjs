import assert from "node:assert/strict";
import { test } from "node:test";
import { safeLink, textParts } from "../../Sources/ChatGateway/Pages/shared/safeHTML.js";
import { clock, dayName } from "../../Sources/ChatGateway/Pages/shared/times.js";

test("links in plain text: https alone, without the stop behind them", () => {
  assert.deepEqual(textParts("See https://a.example/x?y=1. Or (https://b.example/z)!"), [
    { text: "See " }, { text: "https://a.example/x?y=1", link: "https://a.example/x?y=1" }, { text: ". Or (" },
    { text: "https://b.example/z", link: "https://b.example/z" }, { text: ")!" },
  ]);
  assert.equal(textParts("https://e.org/a_(b)")[0].link, "https://e.org/a_(b)");
  assert.deepEqual(textParts("javascript:alert(1) http://x.example"), [{ text: "javascript:alert(1) http://x.example" }]);
});

test("addresses that visitors may be led to", () => {
  assert.equal(safeLink("https://a.example"), "https://a.example");
  for (const bad of ["javascript:alert(1)", " https://a", "https://a b", "data:text/html,x", "//a", null, "java\tscript:x"]) {
    assert.equal(safeLink(bad), null);
  }
});

test("days are told as people do", () => {
  const texts = { today: "Vandaag", yesterday: "Gisteren" };
  const now = new Date(2026, 10, 27, 9, 0);
  assert.equal(dayName(new Date(2026, 10, 27, 0, 1), now, texts, "nl"), "Vandaag");
  assert.equal(dayName(new Date(2026, 10, 26, 23, 59), now, texts, "nl"), "Gisteren");
  assert.equal(dayName(new Date(2026, 10, 23), now, texts, "nl"), "maandag");
  assert.equal(dayName(new Date(2026, 9, 3), now, texts, "nl"), "3 oktober");
  assert.equal(dayName(new Date(2025, 9, 3), now, texts, "en"), "October 3, 2025");
  assert.equal(clock(new Date(2026, 1, 1, 0, 5), "no"), "00:05");
});
