import { attempt } from "../shared/retry.js";

/** The gateway's calls for visitors; each is one attempt and never throws. */
export class VisitorAPI {
  /** @param {string} gateway the origin that the script came from */
  constructor(gateway) { this.root = `${gateway}/api`; }

  #call(path, request, session) {
    const headers = { ...request.headers, ...(session ? { Authorization: `Bearer ${session.key}` } : {}) };
    return attempt(this.root + path, { credentials: "omit", ...request, headers });
  }

  /** @param {number} [version] the settings as they were then; without, as they are */
  channel(channel, version) {
    return this.#call(`/channels/${encodeURIComponent(channel)}${version ? `?version=${version}` : ""}`, {});
  }

  open(channel, id, body) {
    return this.#call(`/channels/${encodeURIComponent(channel)}/sessions`, { json: { id, body } });
  }

  /** @param {{session: string, key: string, channel: string}} session */
  command(session, { id, type, body }, options = {}) {
    return this.#call(`/sessions/${session.session}/commands`, { json: { id, channel: session.channel, type, body }, ...options }, session);
  }

  events(session) {
    return `${this.root}/sessions/${session.session}/events?channel=${encodeURIComponent(session.channel)}`;
  }

  /** The bytes of a file as they are; its name beside them. */
  upload(session, id, file) {
    const query = new URLSearchParams({ channel: session.channel, name: file.name, id });
    return this.#call(`/sessions/${session.session}/files?${query}`, { method: "POST", body: file, timeout: 120_000, headers: { "Content-Type": file.type || "application/octet-stream" } }, session);
  }

  /** A file's bytes; `null` where it cannot be had. */
  async download(session, file) {
    try {
      const path = `/sessions/${session.session}/files/${encodeURIComponent(file)}?channel=${encodeURIComponent(session.channel)}`;
      const response = await fetch(this.root + path, { credentials: "omit", headers: { Authorization: `Bearer ${session.key}` } });
      return response.ok ? await response.blob() : null;
    } catch {
      return null;
    }
  }
}
