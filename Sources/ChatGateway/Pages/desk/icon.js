/** The icons: strokes on a grid of 24, in the colour of the text around them. */

const shapes = {
  chat: ['M20 11.5a7.5 7.5 0 0 1-11 6.6L4 19.5l1.4-4.6A7.5 7.5 0 1 1 20 11.5Z'],
  chats: ['M16 9.5a5.5 5.5 0 0 1-8 4.9L4 15.5l1.1-3.3A5.5 5.5 0 1 1 16 9.5Z', 'M18.8 10.2a5.3 5.3 0 0 1 .6 6.5l.6 2.8-3-.7a5.5 5.5 0 0 1-6-1.3'],
  dashboard: ['M4 20V10', 'M10 20V4', 'M16 20v-7', 'M21 20H3'],
  menu: ['M4 6h16', 'M4 12h16', 'M4 18h16'],
  close: ['M6 6l12 12', 'M18 6 6 18'],
  plus: ['M12 5v14', 'M5 12h14'],
  check: ['m5 12.5 4.5 4.5L19 7.5'],
  checks: ['m2.5 12.5 4 4L15 8', 'm11.5 15.5 1 1L21 8'],
  clock: ['M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Z', 'M12 7.5V12l3 2'],
  search: ['M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14Z', 'm20 20-4-4'],
  send: ['M4.5 12 3.5 4.5 21 12 3.5 19.5 4.5 12Z', 'M4.5 12H12'],
  smile: ['M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Z', 'M8.5 14.5a4.5 4.5 0 0 0 7 0', 'M9 9.5h.01', 'M15 9.5h.01'],
  clip: ['m20 11-8.3 8.3a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 4.7 4.8l-8.2 8.2a1.7 1.7 0 0 1-2.4-2.4L14.8 7'],
  article: ['M6 3.5h9l4 4v13H6Z', 'M15 3.5v4h4', 'M9.5 12h6', 'M9.5 16h6'],
  note: ['M5 4h14v10l-6 6H5Z', 'M19 14h-6v6', 'M9 9h6'],
  transfer: ['M4 8h14', 'm14.5 4.5 3.5 3.5-3.5 3.5', 'M20 16H6', 'm9.5 12.5-3.5 3.5 3.5 3.5'],
  alert: ['M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Z', 'M12 8v4.5', 'M12 16h.01'],
  warning: ['M12 4 2.8 19.5h18.4Z', 'M12 10v4', 'M12 17h.01'],
  info: ['M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Z', 'M12 11.5V16', 'M12 8h.01'],
  moon: ['M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z'],
  eye: ['M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z', 'M12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6Z'],
  user: ['M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z', 'M4.5 20a7.5 7.5 0 0 1 15 0'],
  users: ['M9 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7Z', 'M2.5 19.5a6.5 6.5 0 0 1 13 0', 'M15.5 4.8a3.5 3.5 0 0 1 0 6.4', 'M18 14a6.5 6.5 0 0 1 3.5 5.5'],
  building: ['M5 20.5v-17h9v17', 'M14 9h5v11.5', 'M3 20.5h18', 'M8 7.5h3', 'M8 11.5h3', 'M8 15.5h3'],
  request: ['M4 6.5h16v4a2 2 0 0 0 0 3.5v4H4v-4a2 2 0 0 0 0-3.5Z', 'M14 7v2', 'M14 11.5v2', 'M14 16v2'],
  mail: ['M3.5 6h17v12h-17Z', 'm4 7 8 6 8-6'],
  phone: ['M6.5 3.5h3l1.5 4.5-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2 4.5 1.5v3a2 2 0 0 1-2 2A16 16 0 0 1 4.5 5.5a2 2 0 0 1 2-2Z'],
  globe: ['M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Z', 'M3.5 12h17', 'M12 3.5c5 5 5 12 0 17', 'M12 3.5c-5 5-5 12 0 17'],
  shield: ['M12 3.5 19 6v6c0 4.5-3 7.3-7 8.5-4-1.2-7-4-7-8.5V6Z', 'm9 12 2.2 2.2L15.2 10'],
  star: ['m12 3.8 2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8Z'],
  upload: ['M12 15.5v-11', 'm7.5 9 4.5-4.5L16.5 9', 'M4.5 15.5v4h15v-4'],
  download: ['M12 4.5v11', 'm7.5 11 4.5 4.5 4.5-4.5', 'M4.5 15.5v4h15v-4'],
  undo: ['M8.5 5 4 9.5 8.5 14', 'M4 9.5h10a5.5 5.5 0 0 1 0 11h-3'],
  block: ['M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Z', 'm6 6 12 12'],
  edit: ['m4.5 19.5.8-4L16 4.8a2 2 0 0 1 2.8 0l.4.4a2 2 0 0 1 0 2.8L8.5 18.7Z', 'm14 7 3 3'],
  trash: ['M4.5 6.5h15', 'M9 6.5v-2h6v2', 'M6.5 6.5l1 13h9l1-13', 'M10 10.5v5', 'M14 10.5v5'],
  copy: ['M8.5 8.5h11v11h-11Z', 'M15.5 8.5v-4h-11v11h4'],
  link: ['M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7', 'M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7L12 17'],
  unlink: ['m15 13 4-4a4 4 0 0 0-5.5-5.5L12 5', 'm9 11-4 4a4 4 0 0 0 5.5 5.5L12 19', 'M4 4l16 16'],
  settings: ['M4 7h10', 'M18 7h2', 'M16 5a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z', 'M4 17h2', 'M10 17h10', 'M8 15a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z'],
  logout: ['M14 4.5H5v15h9', 'M10 12h10', 'm16.5 8.5 3.5 3.5-3.5 3.5'],
  keyboard: ['M3 6.5h18v11H3Z', 'M7 10h.01', 'M11 10h.01', 'M15 10h.01', 'M8 14h8'],
  bell: ['M6 16.5v-6a6 6 0 0 1 12 0v6l1.5 2h-15Z', 'M10 21h4'],
  left: ['m14.5 5.5-6.5 6.5 6.5 6.5'],
  right: ['m9.5 5.5 6.5 6.5-6.5 6.5'],
  down: ['m6 9.5 6 6 6-6'],
  up: ['m6 14.5 6-6 6 6'],
  refresh: ['M19.5 12a7.5 7.5 0 1 1-2.3-5.4', 'M19.5 3.5v4h-4'],
  folder: ['M3.5 6h6l2 2.5h9v10h-17Z'],
  bolt: ['M13 3 5 13.5h6L11 21l8-10.5h-6Z'],
  history: ['M4.5 12a7.5 7.5 0 1 0 2.3-5.4L4.5 8.8', 'M4.5 4v4.8h4.8', 'M12 8v4.3l3 1.7'],
  file: ['M6 3.5h8l4 4v13H6Z', 'M14 3.5v4h4'],
  bot: ['M5 9h14v10H5Z', 'M12 9V5', 'M12 4.5h.01', 'M9 13.5v1', 'M15 13.5v1'],
  panel: ['M3.5 5h17v14h-17Z', 'M15 5v14'],
  filter: ['M4 6h16', 'M7 12h10', 'M10 18h4'],
  trophy: ['M7.5 4h9v6a4.5 4.5 0 0 1-9 0Z', 'M7.5 6h-3v1.5a3 3 0 0 0 3 3', 'M16.5 6h3v1.5a3 3 0 0 1-3 3', 'M12 14.5v3.5', 'M8.5 20h7'],
};

/** The names of all icons. */
export const iconNames = Object.keys(shapes);

/**
 * @param {string} name one of {@link iconNames}
 * @param {string} [label] what it says to those who do not see it; without one it is decoration
 * @returns {SVGSVGElement}
 */
export function icon(name, label) {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('focusable', 'false');
  if (label) {
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', label);
  } else {
    svg.setAttribute('aria-hidden', 'true');
  }
  for (const shape of shapes[name] ?? []) {
    const path = document.createElementNS(namespace, 'path');
    path.setAttribute('d', shape);
    svg.append(path);
  }
  return svg;
}
