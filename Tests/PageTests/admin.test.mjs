// The administration pages' pure parts. Run: node --test Tests/PageTests/*.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";

const pages = "../../Sources/ChatGateway/Pages/";
const { channelFields, placeOf } = await import(`${pages}admin/channelFields.js`);
const { bodyOf, channelProblems, filled, handleOf, isChanged, isOrigin, newChannel } = await import(`${pages}admin/channelForm.js`);
const { foreignChanges, merged } = await import(`${pages}admin/channelMerge.js`);
const { channelTabs, problemsByTab } = await import(`${pages}admin/channelTabs.js`);
const { contrastWarnings, derivedColours } = await import(`${pages}admin/colours.js`);
const { csv, parseCSV } = await import(`${pages}admin/csv.js`);
const { columns, plan, rowsOf } = await import(`${pages}admin/faqTable.js`);
const { foldersInOrder, pathOf, withinFolder } = await import(`${pages}admin/folders.js`);
const { memberCommands, newMember } = await import(`${pages}admin/members.js`);
const hours = await import(`${pages}admin/openingHours.js`);
const { isSame, valueAt, withValue } = await import(`${pages}admin/path.js`);
const { decimal, percent } = await import(`${pages}admin/reportFigures.js`);
const { daysOf, plusDays, todayIn } = await import(`${pages}admin/reportRange.js`);
const { hashOf, partsOf } = await import(`${pages}admin/route.js`);
const { scriptTag } = await import(`${pages}admin/scriptTag.js`);
const { contrast } = await import(`${pages}shared/contrast.js`);

function channel(fields = {}) {
  return { ...newChannel(), channel: "support", name: "Support", badgeHeader: "Chat with us", ...fields };
}

test("a new channel has the defaults of the specification, and only its names are missing", () => {
  const made = newChannel();
  assert.deepEqual(made.warnings, { agentNewChat: 1, managerNewChat: 2, agentNewMessage: 1, managerNewMessage: 5 });
  assert.equal(made.widget.colours.base, "#0080FF");
  assert.equal(made.routing.policy, "manual");
  assert.equal(made.openingHours.enabled, false);
  assert.deepEqual(channelProblems(made).map(({ field, missing }) => [field, missing]).sort(), [["badgeHeader", true], ["channel", true], ["name", true]]);
});

test("every setting stands on a tab that there is, and no path stands twice", () => {
  const tabs = new Set(channelTabs.map(({ tab }) => tab));
  for (const { path, tab } of channelFields) assert.ok(tabs.has(tab), path);
  assert.equal(new Set(channelFields.map(({ path }) => path)).size, channelFields.length);
});

test("what the form does not know of goes back as it came", () => {
  const before = filled({ channel: "support", name: "Support", badgeHeader: "Chat", version: 3, later: { much: 1 } });
  assert.deepEqual(bodyOf(before).later, { much: 1 });
  assert.equal(bodyOf(before).version, 3);
  assert.equal(isChanged(before, structuredClone(before)), false);
});

test("texts are trimmed and empty ones left out; a secret stays as typed, and empty takes it away", () => {
  const body = bodyOf(channel({ description: "  ", welcomeMessage: " Hello ", identitySecret: "" }));
  assert.equal("description" in body, false);
  assert.equal(body.welcomeMessage, "Hello");
  assert.equal(body.identitySecret, "");
  assert.equal(bodyOf(channel({ identitySecret: " x " })).identitySecret, " x ");
});

test("an emptied number is missing: the worker would take its default without a word", () => {
  const form = withValue(channel(), "warnings.agentNewChat", null);
  assert.deepEqual(channelProblems(form).map(({ field }) => field), ["warnings.agentNewChat"]);
});

test("limits of numbers, lengths and origins are the worker's", () => {
  const problems = (path, value) => channelProblems(withValue(channel(), path, value)).map(({ field }) => field);
  assert.deepEqual(problems("idle.postChatSeconds", 0), ["idle.postChatSeconds"]);
  assert.deepEqual(problems("idle.postChatSeconds", 1.5), ["idle.postChatSeconds"]);
  assert.deepEqual(problems("warnings.agentNewChat", 0.5), []);
  assert.deepEqual(problems("badgeHeader", "ø".repeat(256)), ["badgeHeader"]);
  assert.deepEqual(problems("badgeHeader", "😀".repeat(255)), []);
  assert.deepEqual(problems("allowedOrigins", ["https://a.example", "https://b.example/path"]), ["allowedOrigins[1]"]);
  assert.deepEqual(problems("idle.goneSeconds", 10), ["idle.goneSeconds"]);
  assert.deepEqual(problems("idle.warnSeconds", 1800), ["idle.warnSeconds"]);
  assert.equal(isOrigin("https://*.example.com"), false);
});

test("what is switched off is not asked for", () => {
  assert.deepEqual(channelProblems(channel({ bot: { enabled: true, greetingSeconds: 3, answerSeconds: 20 } })).map(({ field }) => field), ["bot.bot"]);
  assert.deepEqual(channelProblems(channel({ bot: { enabled: false, greetingSeconds: 3, answerSeconds: 20 } })), []);
});

test("what the worker names is found on the screen", () => {
  assert.deepEqual(placeOf("openingHours.days.mon[0].from"), { tab: "properties", path: "openingHours" });
  assert.deepEqual(placeOf("widget.colours.badgeText"), { tab: "layout", path: "widget.colours.badgeText" });
  assert.deepEqual(placeOf("allowedOrigins[2]"), { tab: "rules", path: "allowedOrigins" });
  assert.deepEqual(placeOf("something"), { tab: "properties" });
  assert.deepEqual(problemsByTab([{ field: "name" }, { field: "bot.bot" }, { field: "badgeHeader" }]), { properties: 2, bot: 1 });
});

test("a handle is made of a name", () => {
  assert.equal(handleOf("Customer Süpport – Århus!"), "customer-support-arhus");
  assert.equal(handleOf("Større kjøp"), "storre-kjop");
  assert.equal(handleOf("???"), "");
});

test("two people's changes are put together: each keeps his own, and a choice is asked only where both changed the same", () => {
  const base = channel({ version: 1, description: "old", welcomeMessage: "old" });
  const mine = { ...base, description: "mine", badgeHeader: "mine" };
  const theirs = { ...base, version: 2, badgeHeader: "theirs", welcomeMessage: "theirs" };
  assert.deepEqual(foreignChanges(base, mine, theirs).map(({ path, isDisputed }) => [path, isDisputed]), [["badgeHeader", true], ["welcomeMessage", false]]);
  const both = merged(base, mine, theirs);
  assert.deepEqual([both.version, both.description, both.badgeHeader, both.welcomeMessage], [2, "mine", "mine", "theirs"]);
  assert.equal(merged(base, mine, theirs, new Set(["badgeHeader"])).badgeHeader, "theirs");
});

test("a setting that I emptied stays empty over their save", () => {
  const base = channel({ version: 1, description: "old" });
  assert.equal(merged(base, { ...base, description: undefined }, { ...base, version: 2 }).description, undefined);
});

test("times as people type them", () => {
  assert.equal(hours.tidyTime("8"), "08:00");
  assert.equal(hours.tidyTime("830"), "08:30");
  assert.equal(hours.tidyTime("8.30"), "08:30");
  assert.equal(hours.tidyTime("24"), "24:00");
  assert.equal(hours.tidyTime("25"), "25");
  assert.equal(hours.tidyTime("soon"), "soon");
});

test("intervals: over midnight is one, overlaps are told at the later, lunch stays within a day, dates stand once", () => {
  assert.equal(hours.runsOverMidnight({ from: "22:00", to: "02:00" }), true);
  assert.equal(hours.runsOverMidnight({ from: "00:00", to: "24:00" }), false);
  assert.deepEqual(hours.intervalProblems([{ from: "08:00", to: "12:00" }, { from: "11:00", to: "16:00" }], "d").map(({ field }) => field), ["d[1]"]);
  assert.deepEqual(hours.intervalProblems([{ from: "08:00", to: "12:00" }, { from: "12:00", to: "16:00" }], "d"), []);
  const rules = { ...newChannel().openingHours, lunch: { from: "23:00", to: "01:00" }, exceptions: [{ date: "2026-12-24", intervals: [] }, { date: "2026-12-24", intervals: [] }, { date: "2026-02-30", intervals: [] }] };
  assert.deepEqual(hours.hoursProblems(rules).map(({ field }) => field), ["openingHours.lunch", "openingHours.exceptions[1].date", "openingHours.exceptions[2].date"]);
});

test("the week in few words", () => {
  const { days } = newChannel().openingHours;
  assert.equal(hours.weekInWords(days), "Mon–Fri 08:00–16:00");
  assert.equal(hours.weekInWords({ ...days, sat: [{ from: "10:00", to: "14:00" }] }), "Mon–Fri 08:00–16:00 · Sat 10:00–14:00");
  assert.equal(hours.weekInWords({}), "Closed all week");
});

test("next hours on a day follow the last, and end with it", () => {
  assert.deepEqual(hours.nextInterval([]), { from: "08:00", to: "16:00" });
  assert.deepEqual(hours.nextInterval([{ from: "08:00", to: "12:00" }]), { from: "13:00", to: "17:00" });
  assert.deepEqual(hours.intervalProblems([{ from: "08:00", to: "23:00" }, hours.nextInterval([{ from: "08:00", to: "23:00" }])], "d"), []);
});

test("members: only what changed is sent, and who gives up managing does so last", () => {
  const mia = { ...newMember("support", "mia"), manage: true };
  const anna = newMember("support", "anna");
  assert.deepEqual(memberCommands([mia, anna], [mia, anna]), []);
  const commands = memberCommands([mia, anna], [{ ...mia, manage: false }, { ...anna, listen: true }]);
  assert.deepEqual(commands.map(({ body }) => body.agent), ["anna", "mia"]);
  assert.deepEqual(memberCommands([anna], [{ ...anna, respond: false, notify: false }]).map(({ type }) => type), ["member.remove"]);
});

test("text that cannot be read is told at its field, with what the widget shows instead", () => {
  assert.deepEqual(contrastWarnings({ base: "#0080FF" }), []);
  const [warning] = contrastWarnings({ base: "#FFD000", badgeText: "#FFFFFF" });
  assert.equal(warning.field, "widget.colours.badgeText");
  assert.match(warning.words, /1\.5 : 1.*#14171C/);
  assert.deepEqual(contrastWarnings({ base: "#FFD", badgeText: "#12" }), []);
  const made = derivedColours({ base: "#FFD000" });
  for (const name of ["badge", "visitor", "agent", "button"]) assert.ok(contrast(made[name], made[`${name}Text`]) >= 4.5, name);
});

test("tables for spreadsheets: quotes are doubled, and nothing is a formula", () => {
  const text = csv([{ label: "Name" }, { label: "Count" }], [['Anna "A", Berg', 3], ["=cmd()", null], ["+47", 0.5]]);
  assert.equal(text, 'Name,Count\r\n"Anna ""A"", Berg",3\r\n\'=cmd(),\r\n\'+47,0.5\r\n');
});

test("folders as a tree; those whose parent is gone stand at the top", () => {
  const folders = [
    { folder: "b", kind: "faq", name: "Shipping", parent: "a" }, { folder: "a", kind: "faq", name: "Shop" },
    { folder: "c", kind: "faq", name: "Alone", parent: "gone" }, { folder: "t", kind: "template", name: "Mail" },
  ];
  assert.deepEqual(foldersInOrder(folders, "faq").map(({ folder, depth }) => [folder, depth]), [["c", 0], ["a", 0], ["b", 1]]);
  assert.equal(pathOf(folders, "b"), "Shop / Shipping");
  assert.deepEqual([...withinFolder(folders, "a")].sort(), ["a", "b"]);
});

test("paths into objects leave the object as it was", () => {
  const object = { widget: { header: "a" }, other: {} };
  const next = withValue(object, "widget.colours.base", "#000000");
  assert.equal(valueAt(next, "widget.colours.base"), "#000000");
  assert.equal(object.widget.colours, undefined);
  assert.equal(next.other, object.other);
  assert.equal(isSame({ a: undefined, b: [1] }, { b: [1] }), true);
});

test("addresses and script tags hold names as they are", () => {
  assert.deepEqual(partsOf(hashOf("channels", "a b/c")), ["channels", "a b/c"]);
  assert.deepEqual(partsOf("#/%"), ["%"]);
  assert.equal(scriptTag("https://chat.example", { channel: 'a"b' }), '<script defer src="https://chat.example/widget.js" data-channel="a&quot;b"></script>');
});

test("a table is read back as it was written, also from spreadsheets that part cells by semicolons", () => {
  const rows = [["a,b", 'say "x"', "two\nlines"], ["=1", "", "ø"]];
  assert.deepEqual(parseCSV(csv([{ label: "x" }, { label: "y" }, { label: "z" }], rows)), [["x", "y", "z"], ...rows]);
  assert.deepEqual(parseCSV("\uFEFFtitle;text\r\nA, b;C\r\n;\r\n"), [["title", "text"], ["A, b", "C"]]);
  assert.deepEqual(parseCSV('a,b\n1,"2'), [["a", "b"], ["1", "2"]]);
});

test("an imported table changes what is known, adds the rest with its folders, and names what is wrong", () => {
  const entry = { entry: "e1", folder: "f1", title: "Old", text: "Text", keywords: "eld, gammel", language: "en", published: true, public: false };
  const folders = [{ folder: "f1", kind: "faq", name: "Shop" }];
  let count = 0;
  const known = { entries: [entry], folders, makeId: () => `new-${++count}` };
  const table = parseCSV(csv(columns, rowsOf([entry], folders)));
  assert.deepEqual(plan(table, known), { folders: [], entries: [], added: 0, changed: 0, same: 1, problems: [] });
  const made = plan([["Title", "Text", "Folder", "Id"], ["New", "Words", "shop / Returns / Abroad", ""], ["Renamed", "Text", "Shop", "e1"]], known);
  assert.deepEqual(made.folders.map(({ name, parent }) => [name, parent]), [["Returns", "f1"], ["Abroad", made.folders[0].folder]]);
  assert.deepEqual([made.added, made.changed], [1, 1]);
  assert.deepEqual(made.entries[1], { ...entry, title: "Renamed" });
  assert.deepEqual(made.entries[0].folder, made.folders[1].folder);
  assert.deepEqual(plan([["title", "text", "published", "url"], ["", "x"], ["x", "x", "perhaps"], ["x", "x", "no", "http://x"]], known).problems.map(({ row }) => row), [2, 3, 4]);
  assert.deepEqual(plan([["id", "title", "text", "keywords"], ["e1", "Old", "Text", ""]], known).entries.map(({ keywords }) => keywords), [undefined]);
  assert.equal(plan([["title", "text", "keywords"], ["x", "x", "k".repeat(1025)]], known).problems.length, 1);
  assert.equal(plan([["question", "answer"]], known).problems.length, 2);
});

test("the days of a report are local ones, over months and changes of the clock", () => {
  assert.equal(todayIn("Pacific/Auckland", new Date("2026-11-27T14:00:00Z")), "2026-11-28");
  assert.equal(todayIn("America/Los_Angeles", new Date("2026-11-27T02:00:00Z")), "2026-11-26");
  assert.equal(plusDays("2026-10-25", 1), "2026-10-26");
  assert.equal(plusDays("2028-02-28", 1), "2028-02-29");
  assert.deepEqual(daysOf("28", "2026-11-27"), { from: "2026-10-31", to: "2026-11-27" });
  assert.deepEqual(daysOf("lastMonth", "2026-03-31"), { from: "2026-02-01", to: "2026-02-28" });
  assert.deepEqual(daysOf("month", "2026-11-27"), { from: "2026-11-01", to: "2026-11-27" });
  assert.deepEqual(daysOf("own", "2026-11-27", { from: "2026-01-01", to: "2026-01-02" }), { from: "2026-01-01", to: "2026-01-02" });
});

test("figures in words: nothing is a dash and never a zero", () => {
  assert.deepEqual([percent(null), percent(0), percent(0.826), percent(1)], ["–", "0 %", "82.6 %", "100 %"]);
  assert.deepEqual([decimal(null), decimal(0), decimal(2.345, 2)], ["–", "0", "2.35"]);
});
