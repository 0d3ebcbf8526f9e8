/** Where an agent gets a file that was shared in a session. */
export function fileAddress(session, file) {
  return `/api/agent/files/${encodeURIComponent(session)}/${encodeURIComponent(file)}`;
}

/** A size as people say it. */
export function sizeWords(bytes) {
  if (!Number.isFinite(bytes) || bytes < 0) return "";
  if (bytes < 1024) return `${bytes} B`;
  const units = ["kB", "MB", "GB"];
  let size = bytes / 1024;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${size < 10 ? size.toFixed(1).replace(/\.0$/, "") : Math.round(size)} ${units[unit]}`;
}
