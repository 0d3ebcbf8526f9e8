/** What the page says of documents of the directory, and how they reach a visitor: pure. */

/**
 * @typedef {object} Places from where the gateway gives documents (`GET /api/agent/documents`)
 * @property {boolean} folder whether those are there whose `url` is a path
 * @property {string[]} origins from where others are fetched
 */

/**
 * How a visitor gets a document: as a `file`, as a `link`, or not at all.
 *
 * @param {{url?: string}} record
 * @param {Places | null} places `null` where that is not known: then it is tried
 * @returns {{file: boolean, link: string}} `link` is empty where its address is none for people
 */
export function waysOf({ url = "" }, places) {
  const link = /^https?:\/\//.test(url) ? url : "";
  if (url === "") return { file: false, link };
  if (!places) return { file: true, link };
  if (!link) return { file: places.folder, link };
  return { file: URL.canParse(link) && places.origins.includes(new URL(link).origin), link };
}

/**
 * The name of the file in a header `Content-Disposition` of the gateway.
 *
 * @param {string | null} disposition
 * @param {string} title what it is called without
 */
export function fileNameOf(disposition, title) {
  const encoded = /filename\*=UTF-8''([^;\s]+)/i.exec(disposition ?? "")?.[1];
  try {
    return encoded ? decodeURIComponent(encoded) : title;
  } catch {
    return title;
  }
}

/**
 * A refusal as it is shown: what the gateway says of a document tells more than the words for its code.
 *
 * @param {{code: string, detail?: string, title?: string, field?: string}} error
 */
export function documentProblem(error) {
  const isOurs = error.field === "record" || (error.code === "unavailable" && /document/.test(error.detail ?? ""));
  return isOurs && error.detail ? { ...error, code: "document", field: undefined } : error;
}
