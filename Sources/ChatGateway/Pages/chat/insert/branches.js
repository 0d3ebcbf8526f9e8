/** Folders within folders; those without anything in them are left out. */
export function branchesOf(folders, items, parent = undefined) {
  const inner = folders
    .filter((folder) => (folder.parent ?? undefined) === parent)
    .map((folder) => ({ id: folder.folder, name: folder.name, ...branchesOf(folders, items, folder.folder) }))
    .filter(({ folders: below, items: own }) => below.length + own.length > 0);
  const known = new Set(folders.map(({ folder }) => folder));
  // What is in a folder that is gone stands at the top.
  const placeOf = ({ folder }) => (known.has(folder) ? folder : undefined);
  return { folders: inner, items: items.filter((item) => placeOf(item) === parent) };
}
