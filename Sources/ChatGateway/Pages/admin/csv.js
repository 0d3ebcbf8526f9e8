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

/**
 * Reads a table: commas or semicolons between cells (whichever the first line has more of), quotes as in RFC 4180, any
 * ends of lines, with or without the mark of UTF-8.
 *
 * @param {string} text
 * @returns {string[][]} rows without those that are empty
 */
export function parseCSV(text) {
  const plain = text.replace(/^\uFEFF/, '');
  const [first] = plain.split(/\r?\n/, 1);
  const comma = first.split(';').length > first.split(',').length ? ';' : ',';
  const rows = [];
  let row = [];
  let value = '';
  let isQuoted = false;
  const endCell = () => {
    row.push(value);
    value = '';
  };
  const endRow = () => {
    endCell();
    if (row.some((each) => each.trim() !== '')) rows.push(row);
    row = [];
  };
  for (let at = 0; at < plain.length; at += 1) {
    const letter = plain[at];
    if (isQuoted) {
      if (letter !== '"') value += letter;
      else if (plain[at + 1] === '"') {
        value += '"';
        at += 1;
      } else isQuoted = false;
    } else if (letter === '"' && value === '') isQuoted = true;
    else if (letter === comma) endCell();
    else if (letter === '\n') endRow();
    else if (letter !== '\r') value += letter;
  }
  if (value !== '' || row.length > 0) endRow();
  // What was written so that no spreadsheet takes it for a formula.
  return rows.map((cells) => cells.map((each) => each.replace(/^'(?=[=+\-@\t\r])/, '')));
}
