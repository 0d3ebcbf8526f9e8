import { plain } from "../state/summary.js";

/** The FAQ: an entry is inserted as a link to it; one that stands nowhere else, as its text. Only what is published. */
export function faqShelf(app, signal) {
  let loaded;

  async function load() {
    loaded ??= (async () => {
      const entries = [];
      let folders = [];
      let cursor;
      do {
        const page = await app.api.send("faq.list", { limit: 200, ...(cursor ? { cursor } : {}) }, { patience: 15, signal });
        entries.push(...page.items);
        folders = page.folders ?? folders;
        cursor = page.cursor;
      } while (cursor);
      return { entries: entries.filter(isShown).map(textOfEntry), folders: folders.filter(({ kind }) => kind === "faq") };
    })();
    return loaded;
  }

  return {
    kind: "faq",
    title: "FAQ",
    tree: async () => {
      const { entries, folders } = await load();
      return branchesOf(folders, entries);
    },
    search: async (text) => {
      const { items } = await app.api.send("faq.search", { text, publicOnly: true, limit: 20 }, { patience: 15, signal });
      const { entries } = await load();
      return items.map((found) => entries.find(({ id }) => id === (found.entry ?? found.id))).filter(Boolean);
    },
    textOf: async (item) => (item.url ? `${item.title}: ${item.url}` : item.format === "html" ? plain(item) : item.text),
  };
}

function isShown(entry) {
  return entry.published && entry.public;
}

function textOfEntry({ entry, title, text, url, folder }) {
  return { id: entry, kind: "faq", title, text, url, folder, format: /<\/?[a-z][^>]*>/i.test(text) ? "html" : "text" };
}

/** Folders within folders; those without anything in them are left out. */
export function branchesOf(folders, items, parent = undefined) {
  const inner = folders
    .filter((folder) => (folder.parent ?? undefined) === parent)
    .map((folder) => ({ id: folder.folder, name: folder.name, ...branchesOf(folders, items, folder.folder) }))
    .filter(({ folders: below, items: own }) => below.length + own.length > 0);
  return { folders: inner, items: items.filter(({ folder }) => (folder ?? undefined) === parent) };
}
