/**
 * Favourites and history over all kinds of texts (`shortcut.list`): pure but for {@link TextShortcuts}, which keeps them.
 *
 * @param {{kind: string, id: string, favourite: boolean, usedAt?: string}[]} shortcuts
 * @param {{kind: string, id: string, title: string}[]} items every text that there is; what is gone is left out
 * @param {"favourites" | "history"} view
 */
export function chosenTexts(shortcuts, items, view) {
  const known = new Map(items.map((item) => [`${item.kind} ${item.id}`, item]));
  const wanted = view === "favourites"
    ? shortcuts.filter(({ favourite }) => favourite)
    : shortcuts.filter(({ usedAt }) => usedAt).sort((one, other) => (one.usedAt < other.usedAt ? 1 : one.usedAt > other.usedAt ? -1 : 0));
  const found = wanted.map(({ kind, id }) => known.get(`${kind} ${id}`)).filter(Boolean);
  return view === "favourites" ? found.sort((one, other) => one.title.localeCompare(other.title)) : found;
}

/** What this agent marked or used. */
export class TextShortcuts {
  #app;
  #signal;
  #loaded;

  constructor(app, signal) {
    this.#app = app;
    this.#signal = signal;
  }

  /** @returns {Promise<object[]>} */
  list() {
    this.#loaded ??= Promise.all(["faq", "template", "quickReply"].map((kind) =>
      this.#app.api.send("shortcut.list", { kind }, { patience: 15, signal: this.#signal }).then(({ items }) => items)))
      .then((lists) => lists.flat());
    return this.#loaded;
  }

  async isFavourite(item) {
    return (await this.list()).some(({ kind, id, favourite }) => kind === item.kind && id === item.id && favourite);
  }

  async setFavourite({ kind, id }, favourite) {
    await this.#app.api.send("favourite.set", { kind, id, favourite }, { patience: 15, lane: `favourite ${id}` });
    const all = await this.list();
    const known = all.find((one) => one.kind === kind && one.id === id);
    if (known) known.favourite = favourite;
    else all.unshift({ kind, id, favourite });
  }

  /** It was inserted; that it is remembered is a convenience. */
  used({ kind, id }) {
    void this.#app.api.send("history.add", { kind, id }, { patience: 15 }).catch(() => {});
  }
}
