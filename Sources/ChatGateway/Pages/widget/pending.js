// Lines that were written and are not confirmed yet, beside those that came back (guarantees 4, 17, 20). Pure.

/** Which line of the conversation an item became; an event may arrive before the answer that names it. */
export function matches(items, lines) {
  const bySeq = new Map();
  for (const item of items) if (item.seq) bySeq.set(item.seq, item.id);
  const own = lines.filter((line) => line.kind === "message" && line.from === "visitor" && !bySeq.has(line.seq));
  for (const item of items) {
    if (item.seq || item.failed || item.type !== "message.post") continue;
    const found = own.findIndex((line) => line.seq > item.after && same(line.message.text, item.body.text));
    if (found >= 0) bySeq.set(own.splice(found, 1)[0].seq, item.id);
  }
  return bySeq;
}

/** The items that are to be shown behind the conversation: those that became no line yet. */
export function waiting(items, lines) {
  const known = new Set(matches(items, lines).values());
  const there = new Set(lines.map((line) => line.seq));
  return items.filter((item) => item.type === "message.post" && !(known.has(item.id) && (!item.seq || there.has(item.seq))));
}

function same(one, other) {
  return one.replace(/\s+/g, " ").trim() === other.replace(/\s+/g, " ").trim();
}
