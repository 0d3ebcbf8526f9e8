/**
 * Favourites and history of the directory, each with who it is; those that are gone are left out.
 *
 * @param {import("../main.js").App} app
 * @param {AbortSignal} signal
 * @returns {Promise<{title: string, items: {kind: string, item: object}[]}[]>}
 */
export async function shortcutsOf(app, signal) {
  const kinds = ["person", "company"];
  const lists = await Promise.all(kinds.map((kind) => app.api.send("shortcut.list", { kind }, { patience: 10, signal })));
  const all = lists.flatMap(({ items }) => items);
  const favourites = all.filter(({ favourite }) => favourite).slice(0, 10);
  const lately = latest(all).slice(0, 8);
  const wanted = new Map([...favourites, ...lately].map((one) => [one.id, one]));
  const known = new Map();
  await Promise.all([...wanted.values()].map(async ({ kind, id }) => {
    try {
      const found = await app.api.send("contact.get", { [kind]: id }, { patience: 10, signal });
      const item = found[kind];
      if (item) known.set(id, { kind, item: kind === "person" ? { ...item, companyName: found.company?.name } : item });
    } catch (error) {
      if (error.code !== "notFound") throw error;
    }
  }));
  const those = (list) => list.map(({ id }) => known.get(id)).filter(Boolean);
  return [{ title: "Favourites", items: those(favourites) }, { title: "Lately", items: those(lately) }];
}

/** What was used and is no favourite, the last one first. */
export function latest(shortcuts) {
  return shortcuts
    .filter(({ favourite, usedAt }) => usedAt && !favourite)
    .sort((one, other) => (one.usedAt < other.usedAt ? 1 : one.usedAt > other.usedAt ? -1 : 0));
}
