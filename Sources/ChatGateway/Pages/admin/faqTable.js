/** The FAQ as a table for spreadsheets, and back: pure. */
import { lengthOf } from './channelForm.js';
import { pathOf } from './folders.js';

/** @typedef {{entry: string, folder?: string, title: string, text: string, keywords?: string, url?: string, language?: string, published: boolean, public: boolean}} Entry */

export const columns = ['id', 'folder', 'title', 'text', 'keywords', 'url', 'language', 'published', 'public'].map((label) => ({ label }));

/** @param {Entry[]} entries @param {import('./folders.js').Folder[]} folders */
export function rowsOf(entries, folders) {
  return entries.map((one) => [
    one.entry, one.folder ? pathOf(folders, one.folder) : '', one.title, one.text, one.keywords ?? '', one.url ?? '', one.language ?? '', yesNo(one.published), yesNo(one.public),
  ]);
}

/**
 * What a table would make of the FAQ. A row whose id is known changes that entry, any other makes a new one; what a
 * row has no column for stays as it is.
 *
 * @param {string[][]} rows the first names the columns
 * @param {{entries: Entry[], folders: import('./folders.js').Folder[], makeId: () => string}} known
 * @returns {{folders: import('./folders.js').Folder[], entries: Entry[], added: number, changed: number, same: number,
 *   problems: {row: number, words: string}[]}} `folders`: to make first, outer ones before inner ones; `row` as a
 *   spreadsheet counts it
 */
export function plan(rows, { entries, folders, makeId }) {
  const result = { folders: [], entries: [], added: 0, changed: 0, same: 0, problems: [] };
  const names = (rows[0] ?? []).map((name) => name.trim().toLowerCase());
  for (const needed of ['title', 'text']) {
    if (!names.includes(needed)) result.problems.push({ row: 1, words: `There is no column “${needed}”. The first line names the columns: ${columns.map(({ label }) => label).join(', ')}.` });
  }
  if (result.problems.length > 0) return result;
  const byId = new Map(entries.map((one) => [one.entry, one]));
  const byPath = new Map(folders.filter(({ kind }) => kind === 'faq').map((folder) => [pathOf(folders, folder.folder).toLowerCase(), folder.folder]));
  const seen = new Set();
  rows.slice(1).forEach((cells, index) => {
    const row = index + 2;
    const wrong = (words) => result.problems.push({ row, words });
    const cell = (name) => (names.includes(name) ? (cells[names.indexOf(name)] ?? '').trim() : undefined);
    const id = cell('id')?.toLowerCase();
    const old = byId.get(id);
    if (id && seen.has(id)) return wrong(`The id ${id} stands twice.`);
    if (id) seen.add(id);
    const next = { ...(old ?? { entry: makeId(), published: true, public: true }), title: cell('title'), text: cell('text') };
    if (!next.title) return wrong('The title is missing.');
    if (!next.text) return wrong('The text is missing.');
    if (lengthOf(next.title) > 255) return wrong(`The title has ${lengthOf(next.title)} characters; at most 255.`);
    if (lengthOf(next.text) > 32_000) return wrong(`The text has ${lengthOf(next.text)} characters; at most 32,000.`);
    const url = cell('url');
    if (url && !/^(https:\/\/|\/)/.test(url)) return wrong(`“${url}” does not begin with https:// or /.`);
    const keywords = cell('keywords');
    if (lengthOf(keywords ?? '') > 1024) return wrong(`The keywords have ${lengthOf(keywords)} characters; at most 1024.`);
    for (const [name, value] of [['keywords', keywords], ['url', url], ['language', cell('language')]]) {
      if (value) next[name] = value;
      else if (value === '') delete next[name];
    }
    for (const name of ['published', 'public']) {
      const said = cell(name);
      if (!said) continue;
      const value = truth(said);
      if (value === undefined) return wrong(`“${said}” under ${name} is neither yes nor no.`);
      next[name] = value;
    }
    const path = cell('folder');
    if (path) next.folder = folderAt(path);
    else if (path === '') delete next.folder;
    if (old && ['title', 'text', 'keywords', 'url', 'language', 'published', 'public', 'folder'].every((name) => (old[name] ?? '').toString().trim() === (next[name] ?? '').toString())) {
      result.same += 1;
      return undefined;
    }
    result[old ? 'changed' : 'added'] += 1;
    result.entries.push(next);
    return undefined;
  });
  return result;

  function folderAt(path) {
    let parent;
    const above = [];
    for (const name of path.split('/').map((part) => part.trim()).filter(Boolean)) {
      above.push(name);
      const key = above.join(' / ').toLowerCase();
      let folder = byPath.get(key);
      if (!folder) {
        folder = makeId();
        byPath.set(key, folder);
        result.folders.push({ folder, kind: 'faq', name, ...(parent ? { parent } : {}) });
      }
      parent = folder;
    }
    return parent;
  }
}

function yesNo(value) {
  return value ? 'yes' : 'no';
}

function truth(text) {
  if (/^(yes|y|true|1|x)$/i.test(text)) return true;
  if (/^(no|n|false|0)$/i.test(text)) return false;
  return undefined;
}
