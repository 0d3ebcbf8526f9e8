/** Two people changed a channel at once: whose value holds where. Pure. */
import { channelFields } from './channelFields.js';
import { isSame, valueAt, withValue } from './path.js';

/**
 * What the other one changed, field by field.
 *
 * @param {object} base what both began with
 * @param {object} mine
 * @param {object} theirs what is saved by now
 * @returns {{path: string, label: string, theirs: any, mine: any, isDisputed: boolean}[]} `isDisputed`: I changed it too,
 *   to something else
 */
export function foreignChanges(base, mine, theirs) {
  return channelFields.flatMap(({ path, label, section }) => {
    const [before, here, there] = [base, mine, theirs].map((channel) => valueAt(channel, path));
    if (isSame(before ?? null, there ?? null) || isSame(here ?? null, there ?? null)) return [];
    return [{
      path, label: section ? `${section}: ${label}` : label, theirs: there, mine: here,
      isDisputed: !isSame(before ?? null, here ?? null),
    }];
  });
}

/**
 * Their channel with my changes; of what both changed mine, unless `keepTheirs` names the path.
 *
 * @param {Set<string>} [keepTheirs]
 */
export function merged(base, mine, theirs, keepTheirs = new Set()) {
  let whole = theirs;
  for (const { path } of channelFields) {
    const here = valueAt(mine, path);
    if (!isSame(valueAt(base, path) ?? null, here ?? null) && !keepTheirs.has(path)) whole = withValue(whole, path, here);
  }
  return whole;
}
