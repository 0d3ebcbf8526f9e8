/**
 * The body of `request.create` of what the form holds: empty fields are left out, and the channel's own category and
 * priority count.
 *
 * @param {string} session
 * @param {{title?: string, category?: string, priority?: string, text?: string}} fields
 */
export function requestBody(session, fields) {
  const body = { session, title: (fields.title ?? "").trim() };
  for (const name of ["category", "priority"]) if (fields[name]) body[name] = fields[name];
  const text = (fields.text ?? "").trim();
  if (text) body.text = text;
  return body;
}

/** A title to begin with: what the visitor asked first, in one short line. */
export function firstTitle(events, longest = 80) {
  const asked = events.find(({ type, data }) => type === "message.posted" && data.from === "visitor");
  const line = (asked?.data.text ?? "").replace(/\s+/g, " ").trim();
  if (line.length <= longest) return line;
  const cut = line.slice(0, longest);
  return `${cut.slice(0, cut.lastIndexOf(" ") > longest / 2 ? cut.lastIndexOf(" ") : longest)}…`;
}
