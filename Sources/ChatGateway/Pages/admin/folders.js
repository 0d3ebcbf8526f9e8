/** Folders within folders: pure. */

/** @typedef {{folder: string, kind: "faq" | "template", name: string, parent?: string}} Folder */

/**
 * The folders of a kind as a tree reads from top to bottom, each with its depth.
 *
 * @param {Folder[]} folders
 * @param {"faq" | "template"} kind
 * @returns {(Folder & {depth: number})[]}
 */
export function foldersInOrder(folders, kind) {
  const mine = folders.filter((folder) => folder.kind === kind);
  const known = new Set(mine.map(({ folder }) => folder));
  const inside = (parent, depth) => mine
    .filter((folder) => (known.has(folder.parent) ? folder.parent : undefined) === parent)
    .sort((left, right) => left.name.localeCompare(right.name))
    .flatMap((folder) => [{ ...folder, depth }, ...inside(folder.folder, depth + 1)]);
  return inside(undefined, 0);
}

/** The folder and all inside it. @param {Folder[]} folders @returns {Set<string>} */
export function withinFolder(folders, folder) {
  const found = new Set([folder]);
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const one of folders) if (one.parent && found.has(one.parent)) found.add(one.folder);
  }
  return found;
}

/** Where a folder lies: `Shop / Shipping`. @param {Folder[]} folders */
export function pathOf(folders, folder) {
  const names = [];
  const seen = new Set();
  for (let at = folder; at && !seen.has(at);) {
    seen.add(at);
    const found = folders.find((one) => one.folder === at);
    if (found) names.unshift(found.name);
    at = found?.parent;
  }
  return names.join(' / ');
}
