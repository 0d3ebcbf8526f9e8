import { element, fill } from './element.js';

/**
 * @typedef {object} ChartData
 * @property {string[]} labels one for each place on the x axis
 * @property {{name: string, values: (number | null)[]}[]} series at most six; `null` is a gap
 */

const top = 8;
const bottom = 22;

/**
 * A line chart as SVG, drawn to the width that it has. Arrow keys move through the places; a table holds the same
 * figures for those who do not see it.
 *
 * @param {{title: string, height?: number, format?: (value: number) => string, labelEvery?: number}} options
 * @returns {{element: HTMLElement, update: (data: ChartData) => void}}
 */
export function lineChart(options) {
  return makeChart(options, drawLines);
}

/** The same as bars, the series of a place side by side. */
export function barChart(options) {
  return makeChart(options, drawBars);
}

function makeChart({ title, height = 200, format = String, labelEvery }, draw) {
  const svg = node('svg', { role: 'img', 'aria-label': title, height });
  const legend = element('ul.legend', { 'aria-hidden': 'true' });
  const tip = element('div.tip', { hidden: true });
  const table = element('table.visually-hidden');
  const plot = element('div.plot', { tabindex: '0', role: 'group', 'aria-label': `${title}: arrow keys read the figures` }, svg, tip);
  const spoken = element('div.visually-hidden', { 'aria-live': 'polite' });
  const figure = element('figure.chart', {}, legend, plot, table, spoken);
  /** @type {ChartData} */
  let data = { labels: [], series: [] };
  let at = -1;
  let frame = 0;

  function drawSoon() {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(drawNow);
  }

  function drawNow() {
    const width = plot.clientWidth;
    if (width === 0) return;
    const highest = niceMaximum(Math.max(0, ...data.series.flatMap(({ values }) => values.filter((value) => value !== null))));
    const left = Math.max(22, format(highest).length * 7 + 8);
    const space = { left, width: Math.max(10, width - left - 6), height: height - top - bottom, highest, count: data.labels.length };
    svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    const parts = [];
    for (const value of ticks(highest)) {
      const y = yOf(space, value);
      parts.push(node('line', { class: 'grid', x1: left, x2: left + space.width, y1: y, y2: y }));
      parts.push(node('text', { class: 'axis', x: left - 6, y: y + 4, 'text-anchor': 'end' }, format(value)));
    }
    const every = labelEvery ?? Math.max(1, Math.ceil(space.count / Math.max(1, Math.floor(space.width / 46))));
    data.labels.forEach((label, index) => {
      if (index % every === 0) {
        parts.push(node('text', { class: 'axis', x: xOf(space, index, draw), y: height - 5, 'text-anchor': 'middle' }, label));
      }
    });
    if (at >= 0) {
      const x = xOf(space, at, draw);
      parts.push(node('line', { class: 'cursor', x1: x, x2: x, y1: top, y2: top + space.height }));
    }
    parts.push(...draw(data, space, at));
    svg.replaceChildren(...parts);
    plot.space = space;
  }

  function show(index) {
    at = index;
    drawNow();
    tip.hidden = index < 0;
    if (index < 0) return;
    fill(
      tip,
      element('div.strong', {}, data.labels[index]),
      data.series.map(({ name, values }, number) => element(
        'div.row', { class: `c${number + 1}` }, element('span.swatch', { class: number === 1 ? 'second' : '' }), name,
        element('span.strong.numbers', {}, values[index] === null ? '–' : format(values[index])))));
    const x = xOf(plot.space, index, draw);
    const isLate = x > plot.clientWidth / 2;
    tip.style.left = isLate ? 'auto' : `${x + 10}px`;
    tip.style.right = isLate ? `${plot.clientWidth - x + 10}px` : 'auto';
  }

  plot.addEventListener('pointermove', (event) => {
    if (!plot.space || plot.space.count === 0) return;
    const x = event.clientX - plot.getBoundingClientRect().left - plot.space.left;
    const step = draw === drawBars ? plot.space.width / plot.space.count : plot.space.width / Math.max(1, plot.space.count - 1);
    const index = draw === drawBars ? Math.floor(x / step) : Math.round(x / step);
    show(Math.max(0, Math.min(plot.space.count - 1, index)));
  });
  plot.addEventListener('pointerleave', () => show(-1));
  plot.addEventListener('blur', () => show(-1));
  plot.addEventListener('keydown', (event) => {
    const count = data.labels.length;
    if (count === 0) return;
    let index;
    if (event.key === 'ArrowRight') index = Math.min(count - 1, at + 1);
    else if (event.key === 'ArrowLeft') index = Math.max(0, at < 0 ? count - 1 : at - 1);
    else if (event.key === 'Home') index = 0;
    else if (event.key === 'End') index = count - 1;
    else if (event.key === 'Escape' && at >= 0) index = -1;
    else return;
    event.preventDefault();
    show(index);
    spoken.textContent = index < 0
      ? ''
      : `${data.labels[index]}: ${data.series.map(({ name, values }) => `${name} ${values[index] === null ? 'none' : format(values[index])}`).join(', ')}`;
  });
  new ResizeObserver(drawSoon).observe(plot);

  function update(next) {
    data = next;
    if (at >= data.labels.length) at = -1;
    fill(legend, data.series.map(({ name }, number) => element(
      'li', { class: `c${number + 1}` },
      element('span.swatch', { class: draw === drawBars ? 'block' : number === 1 ? 'second' : '' }), name)));
    legend.hidden = data.series.length < 2;
    fill(
      table,
      element('caption', {}, title),
      element('thead', {}, element('tr', {}, element('td'), data.series.map(({ name }) => element('th', { scope: 'col' }, name)))),
      element('tbody', {}, data.labels.map((label, index) => element(
        'tr', {}, element('th', { scope: 'row' }, label),
        data.series.map(({ values }) => element('td', {}, values[index] === null ? '–' : format(values[index])))))));
    drawSoon();
  }

  return { element: figure, update };
}

function drawLines({ series }, space, at) {
  const parts = [];
  series.forEach(({ values }, number) => {
    const points = values.map((value, index) => (value === null ? null : [xOf(space, index, drawLines), yOf(space, value)]));
    let path = '';
    points.forEach((point, index) => {
      if (point) path += `${index === 0 || !points[index - 1] ? 'M' : 'L'}${point[0].toFixed(1)} ${point[1].toFixed(1)}`;
    });
    const colour = `c${number + 1}`;
    if (number === 0 && points.length > 1 && points.every(Boolean)) {
      const base = yOf(space, 0);
      parts.push(node('path', { class: `area ${colour}`, d: `${path}L${points.at(-1)[0]} ${base}L${points[0][0]} ${base}Z` }));
    }
    parts.push(node('path', { class: `line ${colour}${number === 1 ? ' second' : ''}`, d: path }));
    const point = points[at];
    if (point) parts.push(node('circle', { class: `point ${colour}`, cx: point[0], cy: point[1], r: 3.5 }));
  });
  return parts;
}

function drawBars({ series, labels }, space) {
  const step = space.width / Math.max(1, labels.length);
  const wide = Math.max(1, Math.min(26, (step * 0.72) / Math.max(1, series.length)));
  const parts = [];
  series.forEach(({ values }, number) => {
    values.forEach((value, index) => {
      if (!value) return;
      const y = yOf(space, value);
      parts.push(node('rect', {
        class: `bar c${number + 1}`,
        x: (xOf(space, index, drawBars) + (number - series.length / 2) * wide).toFixed(1),
        y: y.toFixed(1),
        width: Math.max(1, wide - 1).toFixed(1),
        height: Math.max(1, yOf(space, 0) - y).toFixed(1),
        rx: 2,
      }));
    });
  });
  return parts;
}

function xOf(space, index, draw) {
  if (draw === drawBars) return space.left + (space.width / space.count) * (index + 0.5);
  return space.left + (space.count > 1 ? (space.width / (space.count - 1)) * index : space.width / 2);
}

function yOf(space, value) {
  return top + space.height * (1 - value / space.highest);
}

/** The first round number that is not below: 1, 2, 4, 5, 10, 20, 40, 50 … */
export function niceMaximum(value) {
  if (value <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= value);
}

function ticks(highest) {
  const count = highest % 5 === 0 && highest % 4 !== 0 ? 5 : 4;
  return Array.from({ length: count + 1 }, (_, index) => (highest / count) * index);
}

function node(name, attributes, text) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}
