import { plain } from "../state/summary.js";

/**
 * HTML as plain text for the text field: paragraphs, line breaks and list items stay lines.
 *
 * @param {string} html
 */
export function plainLines(html) {
  return html
    .replace(/\s+/g, " ")
    .replace(/<li\b[^>]*>/gi, "\n• ")
    .replace(/<br\b[^>]*>|<\/li>(?=\s*<\/[uo]l>)/gi, "\n")
    .replace(/<\/(p|ul|ol)>/gi, "\n\n")
    .split("\n")
    .map((line) => plain({ text: line, format: "html" }))
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
