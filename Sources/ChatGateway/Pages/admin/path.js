/** Reading and writing what stands at a path such as `widget.colours.base` of a nested object. */

/** @param {object} object @param {string} path */
export function valueAt(object, path) {
  return path.split('.').reduce((value, key) => (value === null || value === undefined ? undefined : value[key]), object);
}

/**
 * The same object with another value there; what lies beside the path is shared, not copied.
 *
 * @template {object} T
 * @param {T} object
 * @param {string} path
 * @returns {T}
 */
export function withValue(object, path, value) {
  const [key, ...rest] = path.split('.');
  const inner = rest.length === 0 ? value : withValue(object?.[key] ?? {}, rest.join('.'), value);
  return { ...object, [key]: inner };
}

/** Whether two JSON values say the same: a missing field and `undefined` are one. */
export function isSame(left, right) {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  if (Array.isArray(left) && left.length !== right.length) return false;
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => isSame(left[key], right[key]));
}
