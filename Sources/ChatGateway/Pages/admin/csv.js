/** Tables as CSV (RFC 4180), readable by spreadsheets without running anything. */

/**
 * @param {{label: string}[]} columns
 * @param {(string | number | null | undefined)[][]} rows
 * @returns {string} with CRLF at the ends of lines
 */
export function csv(columns, rows) {
  return [columns.map(({ label }) => label), ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

function cell(value) {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  // A spreadsheet would take these for formulae.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Lets the browser save it.
 *
 * @param {string} name the file's
 * @param {string} text
 */
export function download(name, text) {
  // The mark tells spreadsheets that it is UTF-8.
  const address = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
