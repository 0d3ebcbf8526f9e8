import { allPages } from "./allPages.js";
import { branchesOf } from "./branches.js";

/** The FAQ: an entry is inserted as a link to it: where it stands, or its page here. Only what is published. */
export function faqShelf(app, signal) {
  let loaded;

  async function load() {
    loaded ??= (async () => {
      const { items, folders } = await allPages(app, "faq.list", {}, signal);
      return { items: items.filter(isShown).map(textOfEntry), folders: folders.filter(({ kind }) => kind === "faq") };
    })();
    return loaded;
  }

  return {
    kind: "faq",
    title: "FAQ",
    icon: "article",
    all: async () => (await load()).items,
    tree: async () => {
      const { items, folders } = await load();
      return branchesOf(folders, items);
    },
    search: async (text) => {
      const { items } = await app.api.send("faq.search", { text, publicOnly: true, limit: 20 }, { patience: 15, signal });
      const known = await load();
      return items.map((found) => known.items.find(({ id }) => id === (found.entry ?? found.id))).filter(Boolean);
    },
    previewOf: async (item) => item,
    textOf: async (item) => `${item.title}: ${new URL(item.url || `/faq/${item.id}`, location.origin)}`,
  };
}

function isShown(entry) {
  return entry.published && entry.public;
}

function textOfEntry({ entry, title, text, url, folder }) {
  return { id: entry, kind: "faq", title, text, url, folder, format: /<\/?[a-z][^>]*>/i.test(text) ? "html" : "text" };
}
