/**
 * Where to go after the log-in: to a page that asked for it and nowhere else (no open redirect).
 *
 * @param {string | null} wanted
 * @param {string} origin
 * @returns {string} a path with query and fragment
 */
export function nextPage(wanted, origin) {
  if (!wanted || !wanted.startsWith("/")) return "/chat";
  try {
    const url = new URL(wanted, origin);
    if (url.origin !== origin || !/^\/(chat|admin)$/.test(url.pathname)) return "/chat";
    return url.pathname + url.search + url.hash;
  } catch {
    return "/chat";
  }
}
