import { plain } from './summary.js';

/**
 * Lines that were written here and are not in the transcript yet (guarantees 4, 17, 20): pure.
 *
 * A line is shown from the moment it is sent until its event is in the session's log, and never beside it: the worker's
 * answer gives the event's number, and an event that overtakes the answer is known by its author and text.
 *
 * @typedef {object} Line
 * @property {string} id the command's id, which makes repeats harmless
 * @property {string} session
 * @property {string} channel
 * @property {"message" | "note"} kind
 * @property {string} text
 * @property {"text" | "html"} [format]
 * @property {{kind: string, id: string}} [source]
 * @property {number} at when it was written, in milliseconds
 * @property {number} [seq] the number it got
 * @property {string} [failed] why it was refused, in words
 */

/** @param {Line[]} lines @param {Line} line @returns {Line[]} */
export function addLine(lines, line) {
  return lines.some(({ id }) => id === line.id) ? lines : [...lines, line].sort((one, other) => one.at - other.at);
}

/** The worker has it under the number `seq`; it goes as soon as the log reaches that. */
export function confirmLine(lines, id, seq, through) {
  return lines.flatMap((line) => {
    if (line.id !== id) return [line];
    return through === undefined || through === null || through >= seq ? [] : [{ ...line, seq }];
  });
}

export function failLine(lines, id, failed) {
  return lines.map((line) => (line.id === id ? { ...line, failed } : line));
}

export function dropLine(lines, id) {
  return lines.filter((line) => line.id !== id);
}

/** An event of the session came: the line that it is goes. */
export function settleEvent(lines, event, me) {
  const kind = event.type === 'message.posted' ? 'message' : event.type === 'note.posted' ? 'note' : null;
  if (!kind || event.actor !== `agent:${me}`) return lines;
  const at = lines.findIndex((line) => line.session === event.session && line.kind === kind && line.seq === event.seq);
  if (at >= 0) return lines.filter((_, index) => index !== at);
  const twin = lines.findIndex((line) => line.session === event.session && line.kind === kind && line.seq === undefined
    && !line.failed && !line.hidden && plain(line) === plain(event.data));
  if (twin < 0) return lines;
  // Its answer is still awaited: it stays in the list, unseen, so that it is repeated until the answer is here.
  return lines.map((line, index) => (index === twin ? { ...line, hidden: true } : line));
}

/** Lines of a session as the transcript shows them. */
export function shownLines(lines, session) {
  return lines.filter((line) => line.session === session && !line.hidden);
}
