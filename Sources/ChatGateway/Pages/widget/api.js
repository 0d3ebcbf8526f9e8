import { post, read } from "../shared/retry.js";

/** The gateway's calls for visitors; each is one attempt and never throws. */
export class VisitorAPI {
  /** @param {string} gateway the origin that the script came from */
  constructor(gateway) { this.gateway = gateway; }

  async channel(channel, version) {
    const query = version ? `?version=${version}` : "";
    try {
      const response = await fetch(`${this.gateway}/api/channels/${encodeURIComponent(channel)}${query}`, { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" });
      return await read(response);
    } catch {
      return { status: 0, body: null };
    }
  }

  open(channel, id, body) {
    return post(`${this.gateway}/api/channels/${encodeURIComponent(channel)}/sessions`, { id, body }, { credentials: "omit" });
  }

  /** @param {{session: string, key: string, channel: string}} session */
  command(session, { id, type, body }, options = {}) {
    return post(`${this.gateway}/api/sessions/${session.session}/commands`, { id, channel: session.channel, type, body }, {
      credentials: "omit", headers: { Authorization: `Bearer ${session.key}` }, ...options,
    });
  }

  events(session) {
    return `${this.gateway}/api/sessions/${session.session}/events?channel=${encodeURIComponent(session.channel)}`;
  }

  file(session, file) {
    return `${this.gateway}/api/sessions/${session.session}/files/${encodeURIComponent(file)}?channel=${encodeURIComponent(session.channel)}`;
  }

  /** The bytes of a file as they are; its name beside them. */
  async upload(session, id, file) {
    try {
      const query = new URLSearchParams({ channel: session.channel, name: file.name, id });
      const response = await fetch(`${this.gateway}/api/sessions/${session.session}/files?${query}`, {
        method: "POST", credentials: "omit", referrerPolicy: "no-referrer", body: file,
        headers: { Authorization: `Bearer ${session.key}`, "Content-Type": file.type || "application/octet-stream" },
      });
      return await read(response);
    } catch {
      return { status: 0, body: null };
    }
  }

  /** A file's bytes; `null` where it cannot be had. */
  async download(session, file) {
    try {
      const response = await fetch(this.file(session, file), { credentials: "omit", headers: { Authorization: `Bearer ${session.key}` } });
      return response.ok ? await response.blob() : null;
    } catch {
      return null;
    }
  }
}
