import { ApiError } from "/desk/apiError.js";
import { signIn } from "/desk/api.js";
import { attempt } from "/shared/retry.js";
import { documentProblem, fileNameOf } from "./documentWords.js";

/** For how long nothing may come of a document, in milliseconds. */
const stall = 45_000;

/** Fetches documents of the directory, and sends them to visitors as any other file. */
export class Documents {
  #uploads;
  /** @type {import("./documentWords.js").Places | null} */
  #places = null;

  /** @param {import("../uploads.js").Uploads} uploads */
  constructor(uploads) {
    this.#uploads = uploads;
  }

  /** From where the gateway gives documents; `null` where it does not say. */
  async places() {
    if (!this.#places) {
      const { status, body } = await attempt("/api/agent/documents", { credentials: "same-origin" });
      if (status === 200 && body?.ok) this.#places = body.result;
    }
    return this.#places;
  }

  /**
   * Fetches a document and hands it to the uploads of a chat.
   *
   * @param {string} session
   * @param {{record: string, title: string}} record
   * @param {{signal?: AbortSignal, onProgress?: (share: number) => void}} [options] `onProgress`: from 0 to 1
   * @throws {ApiError}
   */
  async send(session, record, options = {}) {
    const file = await this.#fetch(record, options);
    if (!options.signal?.aborted) this.#uploads.add(session, [file]);
  }

  async #fetch({ record, title }, { signal, onProgress }) {
    const limit = new AbortController();
    const stop = () => limit.abort();
    signal?.addEventListener("abort", stop);
    let timer = setTimeout(stop, stall);
    try {
      const response = await fetch(`/api/agent/documents/${encodeURIComponent(record)}`, {
        credentials: "same-origin", cache: "no-store", referrerPolicy: "no-referrer", signal: limit.signal,
      });
      if (!response.ok) throw await refusal(response);
      const size = Number(response.headers.get("Content-Length"));
      const parts = [];
      let got = 0;
      const reader = response.body.getReader();
      for (let part; !(part = await reader.read()).done;) {
        clearTimeout(timer);
        timer = setTimeout(stop, stall);
        parts.push(part.value);
        got += part.value.length;
        if (size > 0) onProgress?.(Math.min(1, got / size));
      }
      return new File(parts, fileNameOf(response.headers.get("Content-Disposition"), title));
    } catch (error) {
      if (error instanceof ApiError || signal?.aborted) throw error;
      throw new ApiError({ code: "document", detail: "the document did not arrive whole; try again in a moment" });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    }
  }
}

/** Why there is no document. */
async function refusal(response) {
  if (response.status === 401) signIn();
  let body = null;
  try { body = await response.json(); } catch { /* a proxy's page is no answer of ours */ }
  return new ApiError(documentProblem(body?.error ?? { code: response.status >= 502 ? "unavailable" : "internal" }));
}
