import { safeLink } from "../../shared/safeHTML.js";
import { plain } from "../state/summary.js";

/**
 * HTML as plain text for the text field: paragraphs, line breaks and list items stay lines, and links say where they lead.
 *
 * @param {string} html
 */
export function plainLines(html) {
  return html
    .replace(/\s+/g, " ")
    .replace(/<a\b[^>]*? href ?= ?(?:"([^"]*)"|'([^']*)'|([^ >]+))[^>]*>(.*?)<\/a>/gi, (_, double, single, bare, words) => linked(words, double ?? single ?? bare))
    .replace(/<li\b[^>]*>/gi, "\n• ")
    .replace(/<br\b[^>]*>|<\/li>(?=\s*<\/[uo]l>)/gi, "\n")
    .replace(/<\/(p|ul|ol)>/gi, "\n\n")
    .split("\n")
    .map((line) => plain({ text: line, format: "html" }))
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** `words (https://…)`; only the address where the words are it. Both still HTML. */
function linked(words, address) {
  const text = (html) => plain({ text: html, format: "html" });
  if (!safeLink(text(address))) return words;
  const shown = /^mailto:/i.test(address) ? mailbox(address) : address;
  const bare = (part) => part.replace(/^https:\/\/|\/$/gi, "").toLowerCase();
  return text(words) === "" || bare(text(words)) === bare(text(shown)) ? shown : `${words} (${shown})`;
}

function mailbox(address) {
  const name = address.slice("mailto:".length).replace(/\?.*/, "");
  try { return decodeURIComponent(name); } catch { return name; }
}
