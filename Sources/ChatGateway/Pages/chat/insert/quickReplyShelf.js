import { plainLines } from "./plainLines.js";
import { fits } from "./fits.js";

/** My quick replies: snippets that only I see (spec section 7.5). */
export function quickReplyShelf(app, signal) {
  let loaded;

  async function load() {
    loaded ??= (async () => {
      const { items } = await app.api.send("quickReply.list", {}, { patience: 15, signal });
      return items.map(({ quickReply, name, text, format }) => ({ id: quickReply, kind: "quickReply", title: name, text, format }));
    })();
    return loaded;
  }

  return {
    kind: "quickReply",
    title: "Quick replies",
    icon: "bolt",
    all: load,
    tree: async () => ({ folders: [], items: await load() }),
    search: async (text) => (await load()).filter((item) => fits(item, text)),
    previewOf: async (item) => item,
    textOf: async (item) => (item.format === "html" ? plainLines(item.text) : item.text),
    forget: () => {
      loaded = undefined;
    },
  };
}
