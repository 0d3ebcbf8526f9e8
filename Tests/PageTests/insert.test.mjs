// What the Insert dialog lists and inserts: pure. Run: node --test Tests/PageTests/*.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";
import { branchesOf } from "../../Sources/ChatGateway/Pages/chat/insert/branches.js";
import { fits } from "../../Sources/ChatGateway/Pages/chat/insert/fits.js";
import { plainLines } from "../../Sources/ChatGateway/Pages/chat/insert/plainLines.js";
import { changed, changesOf, firstIncomplete, moved, withNew, withoutOne } from "../../Sources/ChatGateway/Pages/chat/insert/quickReplyList.js";
import { chosenTexts } from "../../Sources/ChatGateway/Pages/chat/insert/textShortcuts.js";

const reply = (quickReply, rank, fields = {}) => ({ quickReply, name: quickReply, text: `text of ${quickReply}`, format: "text", rank, ...fields });

test("folders stand within folders, empty ones are left out, and nothing is lost", () => {
  const folders = [{ folder: "a", name: "A" }, { folder: "b", name: "B", parent: "a" }, { folder: "c", name: "C" }];
  const tree = branchesOf(folders, [{ id: 1, folder: "b" }, { id: 2 }, { id: 3, folder: "gone" }]);
  assert.deepEqual(tree.folders.map(({ name }) => name), ["A"]);
  assert.deepEqual(tree.folders[0].folders[0].items.map(({ id }) => id), [1]);
  assert.deepEqual(tree.items.map(({ id }) => id), [2, 3]);
});

test("HTML becomes lines", () => {
  assert.equal(plainLines("<p>Dear <b>Kari</b>,</p><p>take:</p><ul><li>the label</li><li>a box</li></ul><p>Anna &amp; team</p>"),
    "Dear Kari,\n\ntake:\n\n• the label\n• a box\n\nAnna & team");
  assert.equal(plainLines("one<br>two"), "one\ntwo");
});

test("a link keeps where it leads", () => {
  assert.equal(plainLines('<p>See <a target="_blank" href="https://shop.example/size?a=1&amp;b=2">our <b>sizes</b></a>.</p>'), "See our sizes (https://shop.example/size?a=1&b=2).");
  assert.equal(plainLines("<a href='https://shop.example/'>https://shop.example</a> or <A HREF=https://shop.example/faq></A>"), "https://shop.example/ or https://shop.example/faq");
  assert.equal(plainLines('<ul><li><a href="https://shop.example/a">One</a></li><li><a href="https://shop.example/b">Two</a></li></ul>'), "• One (https://shop.example/a)\n• Two (https://shop.example/b)");
  assert.equal(plainLines('<a href="mailto:help%2Bnow@shop.example?subject=Hi">Write</a> to <a href="mailto:help@shop.example">help@shop.example</a>'), "Write (help+now@shop.example) to help@shop.example");
  assert.equal(plainLines('<a href="javascript:alert(1)">Here</a>, <a>there</a>'), "Here, there", "where nobody may be led");
});

test("each word that is looked for stands somewhere", () => {
  assert.ok(fits({ title: "Return label", text: "in your mail" }, "LABEL mail"));
  assert.ok(!fits({ title: "Return label", text: "in your mail" }, "label box"));
});

test("favourites by title, history by use; what is gone is left out", () => {
  const items = [{ kind: "faq", id: "1", title: "Zeal" }, { kind: "template", id: "1", title: "Alpha" }];
  const shortcuts = [
    { kind: "faq", id: "1", favourite: true, usedAt: "2" }, { kind: "template", id: "1", favourite: true, usedAt: "1" },
    { kind: "faq", id: "9", favourite: true, usedAt: "3" },
  ];
  assert.deepEqual(chosenTexts(shortcuts, items, "favourites").map(({ title }) => title), ["Alpha", "Zeal"]);
  assert.deepEqual(chosenTexts(shortcuts, items, "history").map(({ title }) => title), ["Zeal", "Alpha"]);
});

test("of quick replies only what differs is stored, in the order of the list", () => {
  const before = [reply("a", 1), reply("b", 2), reply("c", 3)];
  assert.deepEqual(changesOf(before, before), { save: [], remove: [] });
  const swapped = changesOf(before, moved(before, "c", -1));
  assert.deepEqual(swapped.save.map(({ quickReply, rank }) => [quickReply, rank]), [["c", 2], ["b", 3]]);
  const after = withNew(changed(withoutOne(before, "c"), "a", { name: " A " }), "d");
  assert.deepEqual(changesOf(before, after).remove, ["c"]);
  assert.deepEqual(changesOf(before, after).save.map(({ quickReply, name }) => [quickReply, name]), [["a", "A"], ["d", ""]]);
  assert.equal(moved(before, "a", -1), before);
});

test("a quick reply needs name and content", () => {
  assert.equal(firstIncomplete([reply("a", 1)]), null);
  assert.deepEqual(firstIncomplete([reply("a", 1), reply("b", 2, { name: " " })]), { quickReply: "b", field: "name" });
  assert.deepEqual(firstIncomplete([reply("a", 1, { text: "" })]), { quickReply: "a", field: "text" });
});
