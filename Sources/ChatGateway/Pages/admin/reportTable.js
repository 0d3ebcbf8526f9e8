import { element } from '../desk/element.js';
import { icon } from '../desk/icon.js';
import { csv, download } from './csv.js';

/**
 * A table of figures, to look at and to take along.
 *
 * @param {{title: string, file: string, columns: {label: string, title?: string, write?: (value: any) => string}[], rows: any[][], empty?: string}} options
 *   `write`: as people read it; the file has the plain value
 */
export function reportTable({ title, file, columns, rows, empty = 'Nothing in this range.' }) {
  return element('section.card', { 'aria-label': title },
    element('header.card-header', {}, element('h2', {}, title), element('button.btn.btn-sm', {
      type: 'button', 'aria-label': `Download “${title}” as a table`, disabled: rows.length === 0, on: { click: () => download(`${file}.csv`, csv(columns, rows)) },
    }, icon('download'), 'CSV')),
    rows.length === 0 ? element('p.card-body.muted', {}, empty) : element('div.table-frame', { tabindex: '0', role: 'group', 'aria-label': title }, element('table.table', {},
      element('thead', {}, element('tr', {}, columns.map(({ label, title: meaning }, index) => element('th', { scope: 'col', class: index > 0 ? 'number' : '', title: meaning }, label)))),
      element('tbody', {}, rows.map((row) => element('tr', {}, row.map((value, index) => element(
        index === 0 ? 'th.account' : 'td.number', { scope: index === 0 ? 'row' : null }, written(value, columns[index].write)))))))));
}

function written(value, write) {
  if (write) return write(value);
  if (value === null || value === undefined) return '–';
  return typeof value === 'number' ? value.toLocaleString('en') : String(value);
}
