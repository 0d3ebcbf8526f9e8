/**
 * Takes the text of server-sent events in pieces, as they come from the network, and gives whole events.
 *
 * Pure: it knows no clock and no connection. Comments and the field `retry` are dropped.
 */
export class StreamParser {
  #rest = "";
  #name = "";
  #data = /** @type {string[]} */ ([]);
  #id = /** @type {string|undefined} */ (undefined);

  /**
   * @param {string} text the next piece
   * @returns {{name: string, data: string, id?: string}[]} the events that it completes
   */
  push(text) {
    const events = [];
    const all = this.#rest + text;
    // A trailing CR may be half of a CRLF.
    const end = all.endsWith("\r") ? all.length - 1 : all.length;
    let start = 0;
    for (let index = 0; index < end; index++) {
      const character = all[index];
      if (character !== "\n" && character !== "\r") continue;
      const event = this.#line(all.slice(start, index));
      if (event) events.push(event);
      if (character === "\r" && all[index + 1] === "\n") index++;
      start = index + 1;
    }
    this.#rest = all.slice(start);
    return events;
  }

  #line(line) {
    if (line === "") {
      const event = this.#data.length ? { name: this.#name || "message", data: this.#data.join("\n"), id: this.#id } : null;
      this.#name = "";
      this.#data = [];
      this.#id = undefined;
      return event;
    }
    const colon = line.indexOf(":");
    if (colon === 0) return null;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + (line[colon + 1] === " " ? 2 : 1));
    switch (field) {
      case "event": this.#name = value; break;
      case "data": this.#data.push(value); break;
      case "id": if (!value.includes("\0")) this.#id = value; break;
    }
    return null;
  }
}
