/**
 * Where to go after the log-in: a path of this site and nothing else (no open redirect).
 *
 * @param {string | null} wanted
 * @param {string} origin
 * @returns {string} a path with query and fragment
 */
export function nextPage(wanted, origin) {
  if (!wanted || !wanted.startsWith("/")) return "/chat";
  try {
    const url = new URL(wanted, origin);
    if (url.origin !== origin || url.pathname.startsWith("//") || url.pathname.startsWith("/login")) return "/chat";
    return url.pathname + url.search + url.hash;
  } catch {
    return "/chat";
  }
}
