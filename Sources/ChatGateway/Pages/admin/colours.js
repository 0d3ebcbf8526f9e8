/** Colours as `#RRGGBB`, and whether one can be read on another (WCAG 2.2). */

/** @returns {boolean} */
export function isColour(text) {
  return /^#[0-9a-f]{6}$/i.test(text ?? '');
}

function channels(colour) {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}

/** Relative luminance, 0 black to 1 white. */
export function luminance(colour) {
  const [red, green, blue] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two colours, 1 to 21. */
export function contrast(first, second) {
  const [darker, lighter] = [luminance(first), luminance(second)].sort((left, right) => left - right);
  return (lighter + 0.05) / (darker + 0.05);
}

/** White or near black, whichever is easier to read on this. */
export function readableOn(colour) {
  return contrast(colour, '#FFFFFF') >= contrast(colour, '#16191F') ? '#FFFFFF' : '#16191F';
}

/** A colour between the two: `share` of the second. */
export function mixed(first, second, share) {
  const [left, right] = [channels(first), channels(second)];
  return `#${left.map((value, at) => Math.round(value + (right[at] - value) * share).toString(16).padStart(2, '0')).join('').toUpperCase()}`;
}

const pairs = [
  ['badge', 'badgeText', 'the badge'],
  ['visitor', 'visitorText', 'the visitor’s messages'],
  ['agent', 'agentText', 'the agent’s messages'],
  ['button', 'buttonText', 'buttons'],
];

/**
 * All colours of a widget: those that are chosen, and for the others what follows from the base.
 *
 * @param {Record<string, string | undefined>} colours as on the wire
 */
export function allColours(colours) {
  const base = isColour(colours.base) ? colours.base : '#0080FF';
  const given = (name, otherwise) => (isColour(colours[name]) ? colours[name] : otherwise);
  const badge = given('badge', base);
  const visitor = given('visitor', base);
  const agent = given('agent', '#EEF0F3');
  const button = given('button', base);
  return {
    base,
    baseText: readableOn(base),
    badge,
    badgeText: given('badgeText', readableOn(badge)),
    visitor,
    visitorText: given('visitorText', readableOn(visitor)),
    agent,
    agentText: given('agentText', readableOn(agent)),
    button,
    buttonText: given('buttonText', readableOn(button)),
  };
}

/**
 * Texts that are hard to read (below 4.5:1), by the field at which to say so.
 *
 * @returns {{field: string, words: string}[]}
 */
export function contrastWarnings(colours) {
  const all = allColours(colours);
  return pairs.flatMap(([ground, text, where]) => {
    const ratio = contrast(all[ground], all[text]);
    if (ratio >= 4.5) return [];
    const better = readableOn(all[ground]);
    return [{
      field: `widget.colours.${colours[text] ? text : ground}`,
      words: `Hard to read on ${where}: contrast ${ratio.toFixed(1)} : 1, at least 4.5 is needed. ${
        contrast(all[ground], better) >= 4.5 ? `${better} reads well there.` : 'A darker or lighter ground helps.'}`,
    }];
  });
}
