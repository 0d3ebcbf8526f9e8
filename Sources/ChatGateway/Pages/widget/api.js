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
