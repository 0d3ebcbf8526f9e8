/**
 * The list of quick replies while it is edited: pure, every function gives a new list.
 *
 * @typedef {{quickReply: string, name: string, text: string, format: "text" | "html", rank: number}} QuickReply
 */

/** @returns {QuickReply[]} with a new one at the end */
export function withNew(list, quickReply) {
  return [...list, { quickReply, name: "", text: "", format: "text", rank: 0 }];
}

export function changed(list, quickReply, fields) {
  return list.map((one) => (one.quickReply === quickReply ? { ...one, ...fields } : one));
}

export function withoutOne(list, quickReply) {
  return list.filter((one) => one.quickReply !== quickReply);
}

/** @param {-1 | 1} by up or down; at the ends nothing moves */
export function moved(list, quickReply, by) {
  const at = list.findIndex((one) => one.quickReply === quickReply);
  const to = at + by;
  if (at < 0 || to < 0 || to >= list.length) return list;
  const next = [...list];
  [next[at], next[to]] = [next[to], next[at]];
  return next;
}

/** What the worker must be told: those that differ, with the place in the list as rank, and those that are gone. */
export function changesOf(before, after) {
  const ranked = after.map((one, index) => ({ ...one, name: one.name.trim(), rank: index + 1 }));
  const known = new Map(before.map((one) => [one.quickReply, one]));
  const save = ranked.filter((one) => {
    const old = known.get(one.quickReply);
    return !old || ["name", "text", "format", "rank"].some((field) => old[field] !== one[field]);
  });
  const kept = new Set(after.map(({ quickReply }) => quickReply));
  return { save, remove: before.map(({ quickReply }) => quickReply).filter((id) => !kept.has(id)) };
}

/** The first one that cannot be stored, and the field that is missing. */
export function firstIncomplete(list) {
  for (const { quickReply, name, text } of list) {
    if (name.trim() === "") return { quickReply, field: "name" };
    if (text.trim() === "") return { quickReply, field: "text" };
  }
  return null;
}
