import { untilAnswered } from "./retry.js";

/** For how long an upload may stand still before it is tried again, in milliseconds: many at once wait for each other. */
const stall = 120_000;

/**
 * Brings a file to the gateway, again and again under the same address (its `id` is in it) until there is an answer: a
 * repeat is harmless.
 *
 * @param {string} url
 * @param {File} file
 * @param {{headers?: Record<string, string>, onProgress?: (share: number) => void, signal?: AbortSignal}} [options] `onProgress`: from 0 to 1
 * @returns {Promise<import("./retry.js").Reply>} status 0 where `signal` ended it
 */
export function upload(url, file, options = {}) {
  return untilAnswered(() => once(url, file, options), { signal: options.signal, onWait: () => options.onProgress?.(0) });
}

/** One attempt, by the only interface that tells how far an upload is. It never throws. */
function once(url, file, { headers = {}, onProgress, signal }) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    let timer = 0;
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), stall);
    };
    const abort = () => request.abort();
    request.open("POST", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name.toWellFormed?.() ?? file.name));
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      watch();
      onProgress?.(total ? loaded / total : 0);
    });
    request.addEventListener("loadend", () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      let body = null;
      try { body = JSON.parse(request.responseText); } catch { /* a proxy's page is no answer of ours */ }
      const seconds = Number(request.status && request.getResponseHeader("Retry-After"));
      resolve({ status: request.status, body, retryAfter: seconds > 0 ? seconds * 1000 : undefined });
    });
    signal?.addEventListener("abort", abort);
    if (signal?.aborted) return resolve({ status: 0, body: null });
    watch();
    request.send(file);
    return undefined;
  });
}

/** Whether a shared picture is shown where it stands: not when its bytes or its pixels are too many for that. */
export function isShown({ image, size, contentType }) {
  return Boolean(image) && size <= 5 * 1024 * 1024 && image.width * image.height <= 40_000_000 && /^image\/(png|jpeg|gif|webp)$/.test(contentType);
}

/** How large a picture of these pixels is drawn, at most so wide and so high. */
export function drawn({ width, height }, most) {
  const scale = Math.min(1, most.width / width, most.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The files of a drag, a drop or a paste; none where it brings something else. */
export function filesOf(transfer) {
  return [...(transfer?.files ?? [])];
}

/** Whether something that is dragged holds files. */
export function bringsFiles(transfer) {
  return [...(transfer?.types ?? [])].includes("Files");
}
