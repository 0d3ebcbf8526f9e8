/** All pages of a list that comes with its folders. */
export async function allPages(app, type, body, signal) {
  const items = [];
  let folders = [];
  let cursor;
  do {
    const page = await app.api.send(type, { ...body, limit: 200, ...(cursor ? { cursor } : {}) }, { patience: 15, signal });
    items.push(...page.items);
    folders = page.folders ?? folders;
    cursor = page.cursor;
  } while (cursor);
  return { items, folders };
}
