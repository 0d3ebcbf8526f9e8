import { contrast, isColour, leastContrast, luminance, mix } from "../shared/contrast.js";

/**
 * The window's colours, derived from the channel's base colour so that all text can be read (WCAG 2.2 AA: 4.5 to 1;
 * spec section 5.2). Pure.
 *
 * @typedef {{base: string, badge?: string, badgeText?: string, visitor?: string, visitorText?: string, agent?: string, agentText?: string, button?: string, buttonText?: string}} ChannelColours
 */

const white = "#FFFFFF";
const ink = "#14171C";

/** `text` if it can be read on `ground`; else white or ink, whichever is clearer. */
export function readable(text, ground) {
  if (text && contrast(text, ground) >= leastContrast) return text;
  return contrast(white, ground) >= contrast(ink, ground) ? white : ink;
}

/** `colour`, moved towards `goal` just so far that it stands out against `ground` by `least`. */
export function standOut(colour, ground, goal, least = leastContrast) {
  for (let share = 0; share <= 1; share += 0.02) {
    const mixed = mix(colour, goal, share);
    if (contrast(mixed, ground) >= least) return mixed;
  }
  return goal;
}

/** A ground for white text where the colour is nearly dark enough: people expect white on blue, orange on white not. */
function ground(colour) {
  return contrast(white, colour) >= 2.9 ? standOut(colour, white, "#000000") : colour;
}

/**
 * @param {ChannelColours} colours
 * @param {"light"|"dark"} scheme
 * @returns {Record<string, string>} custom properties
 */
export function palette(colours, scheme) {
  const base = isColour(colours.base) ? colours.base : "#0080FF";
  const isDark = scheme === "dark";
  const surface = isDark ? "#17191D" : white;
  const text = isDark ? "#ECEEF1" : "#1B1F24";
  const pair = (own, ownText, otherwise) => {
    const back = own ?? otherwise;
    return [back, readable(ownText, back)];
  };
  const brand = ground(base);
  const [badge, badgeText] = pair(colours.badge, colours.badgeText, brand);
  const [button, buttonText] = pair(colours.button, colours.buttonText, brand);
  const [visitor, visitorText] = pair(colours.visitor, colours.visitorText, brand);
  const neutral = isDark ? mix(mix(surface, white, 0.08), base, 0.05) : mix("#F1F2F5", base, 0.04);
  const [agent, agentText] = pair(colours.agent, colours.agentText, neutral);
  const tint = mix(surface, base, isDark ? 0.16 : 0.08);
  // Of the two grounds that it stands on, the lighter one in the dark and the darker one in the light is the harder.
  const hard = isDark === luminance(tint) > luminance(surface) ? tint : surface;
  const accent = standOut(base, hard, isDark ? white : "#000000");
  return {
    brand, "brand-deep": mix(brand, "#000000", 0.16), "brand-text": readable(white, brand),
    badge, "badge-text": badgeText, "badge-deep": mix(badge, "#000000", 0.12),
    button, "button-text": buttonText, "button-deep": mix(button, readable(undefined, button) === white ? "#000000" : white, 0.12),
    visitor, "visitor-text": visitorText, agent, "agent-text": agentText,
    surface, text,
    quiet: standOut(isDark ? "#9AA1AB" : "#69707B", isDark ? neutral : mix(neutral, "#000000", 0.02), isDark ? white : "#000000"),
    soft: isDark ? "#1F2227" : "#F6F7F9",
    line: isDark ? "#33373E" : "#E3E6EA",
    field: standOut(isDark ? "#5A616B" : "#9AA1AB", surface, isDark ? white : "#000000", 3),
    accent, tint,
    error: isDark ? "#FF9A8F" : "#B3261E", "error-tint": isDark ? "#3A1F1D" : "#FDF0EF",
    star: isDark ? "#F5B945" : "#B26A00",
  };
}
