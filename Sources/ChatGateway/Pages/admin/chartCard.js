import { element } from '../desk/element.js';
import { barChart, lineChart } from '../desk/chart.js';

/** A chart in a card. @param {{title: string, kind: "bars" | "line", note?: string, format?: (value: number) => string, data: object}} options */
export function chartCard({ title, kind, note, format, data }) {
  const chart = (kind === 'bars' ? barChart : lineChart)({ title, height: 190, ...(format ? { format } : {}) });
  chart.update(data);
  return element('section.card', { 'aria-label': title }, element('header.card-header', {}, element('h2', {}, title), note && element('span.small.muted', {}, note)), element('div.card-body', {}, chart.element));
}
