/**
 * A request's id as people read it out, and find it by: its first eight signs (visitors are told the same); another
 * system's number as it is.
 *
 * @param {unknown} id
 */
export function requestNumber(id) {
  const text = String(id);
  return text.length > 12 ? text.slice(0, 8) : text;
}
