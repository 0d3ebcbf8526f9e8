import { allPages } from "./allPages.js";
import { branchesOf } from "./branches.js";
import { plainLines } from "./plainLines.js";

/** Reply templates: their variables are filled in for this chat, in the preview as in what is inserted. */
export function templateShelf(app, signal, session) {
  let loaded;
  const rendered = new Map();

  async function load() {
    loaded ??= (async () => {
      const { items, folders } = await allPages(app, "template.list", {}, signal);
      return { items: items.filter(({ published }) => published).map(textOfTemplate), folders: folders.filter(({ kind }) => kind === "template") };
    })();
    return loaded;
  }

  function render(item) {
    if (!rendered.has(item.id)) {
      const asked = app.api.send("template.render", { template: item.id, session }, { patience: 15, signal });
      rendered.set(item.id, asked);
      asked.catch(() => rendered.delete(item.id));
    }
    return rendered.get(item.id);
  }

  return {
    kind: "template",
    title: "Reply templates",
    icon: "file",
    all: async () => (await load()).items,
    tree: async () => {
      const { items, folders } = await load();
      return branchesOf(folders, items);
    },
    search: async (text) => {
      const { items } = await app.api.send("template.list", { text, limit: 20 }, { patience: 15, signal });
      return items.filter(({ published }) => published).map(textOfTemplate);
    },
    previewOf: async (item) => ({ ...item, ...(await render(item)) }),
    textOf: async (item) => {
      const { text, format } = await render(item);
      return format === "html" ? plainLines(text) : text;
    },
  };
}

function textOfTemplate({ template, name, text, format, folder }) {
  return { id: template, kind: "template", title: name, text, format, folder };
}
