/** Colours as `#RRGGBB`, and whether one can be read on another (WCAG 2.2). Pure; widget and administration alike. */

/** What text needs against its ground at level AA. */
export const leastContrast = 4.5;

/** @returns {boolean} */
export function isColour(text) {
  return /^#[0-9a-f]{6}$/i.test(text ?? "");
}

/** `#RRGGBB` as three numbers of 0 to 255. */
function parts(colour) {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Relative luminance, 0 black to 1 white. */
export function luminance(colour) {
  const [red, green, blue] = parts(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two colours, 1 to 21. */
export function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** `share` of `other` in `colour`. */
export function mix(colour, other, share) {
  const to = parts(other);
  const mixed = parts(colour).map((part, index) => Math.round(part + (to[index] - part) * share));
  return `#${mixed.map((part) => Math.min(255, Math.max(0, part)).toString(16).padStart(2, "0")).join("").toUpperCase()}`;
}
