import { family } from "./attributes.js";
import { palette } from "./colours.js";

/** How badge and window look: what the script tag says goes before the channel's settings (spec sections 4.1 and 5.2). */
export function look({ attributes, settings: { widget }, alone }) {
  const size = attributes.size ?? widget.size ?? "normal";
  const scheme = attributes.scheme ?? pageScheme(alone);
  const pixels = /^(\d{2})px$/.exec(widget.fontSize ?? "")?.[1];
  return {
    size, scheme, theme: attributes.theme ?? widget.theme ?? "modern",
    colours: palette(attributes.colour ? { base: attributes.colour } : widget.colours ?? {}, scheme),
    font: attributes.font ?? family(widget.font),
    fontSize: pixels ? Math.min(20, Math.max(12, Number(pixels))) : size === "large" ? 16 : 15,
    direction: attributes.direction ?? (getComputedStyle(document.documentElement).direction === "rtl" ? "rtl" : "ltr"),
  };
}

/** Dark where the page is. */
function pageScheme(alone) {
  const prefers = () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  if (alone) return prefers();
  for (const node of [document.body, document.documentElement]) {
    const [red, green, blue, alpha = 1] = (getComputedStyle(node).backgroundColor.match(/[\d.]+/g) ?? []).map(Number);
    if (alpha > 0.5) return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 80 ? "dark" : "light";
  }
  return /dark/.test(getComputedStyle(document.documentElement).colorScheme) ? prefers() : "light";
}
