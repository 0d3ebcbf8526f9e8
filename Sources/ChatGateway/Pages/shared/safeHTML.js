/** The tags that a message may hold (decisions, "Messages and inputs"). The worker let no other through; nor do we. */
const allowed = new Set(["B", "I", "U", "EM", "STRONG", "A", "UL", "OL", "LI", "P", "BR"]);
/** Of these not even the text is shown. */
const silent = new Set(["SCRIPT", "STYLE", "TEMPLATE", "IFRAME", "OBJECT", "NOSCRIPT", "TEXTAREA", "TITLE", "SVG", "MATH"]);

/**
 * A message's HTML as nodes: built anew from an allow-list, never inserted as markup.
 *
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function safeHTML(html) {
  // A document made by the parser runs no script and loads no picture.
  const source = new DOMParser().parseFromString(html, "text/html").body;
  const fragment = document.createDocumentFragment();
  copy(source, fragment);
  return fragment;
}

function copy(source, target) {
  for (const node of source.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      target.append(node.data);
    } else if (node.nodeType === Node.ELEMENT_NODE && !silent.has(node.tagName.toUpperCase())) {
      const element = safeElement(node);
      if (element) target.append(element);
      copy(node, element ?? target);
    }
  }
}

function safeElement(node) {
  if (!allowed.has(node.tagName)) return null;
  if (node.tagName !== "A") return document.createElement(node.tagName);
  const address = safeLink(node.getAttribute("href"));
  return address ? link(address) : null;
}

/** The address if visitors and agents may be led there: https or mailto. */
export function safeLink(address) {
  return typeof address === "string" && /^(https:\/\/|mailto:)[^\u0000- \u007f]+$/i.test(address) ? address : null;
}

function link(address) {
  const element = document.createElement("a");
  element.href = address;
  element.target = "_blank";
  element.rel = "noopener noreferrer nofollow";
  return element;
}

/**
 * Plain text as nodes: line breaks stay (by `white-space: pre-wrap`), https addresses become links.
 *
 * @param {string} text
 * @returns {DocumentFragment}
 */
export function plainText(text) {
  const fragment = document.createDocumentFragment();
  for (const part of textParts(text)) {
    if (!part.link) {
      fragment.append(part.text);
      continue;
    }
    const element = link(part.link);
    element.textContent = part.text;
    fragment.append(element);
  }
  return fragment;
}

/**
 * Where the links in a plain text are. A stop or bracket behind an address is not part of it.
 *
 * @param {string} text
 * @returns {{text: string, link?: string}[]}
 */
export function textParts(text) {
  const parts = [];
  let rest = 0;
  for (const match of text.matchAll(/https:\/\/[^\s<>"'`{}|\\^]+/gi)) {
    let address = match[0].replace(/[.,;:!?…»”’)\]]+$/u, "");
    // A bracket that was opened inside belongs to it.
    const tail = match[0].slice(address.length);
    if (tail.startsWith(")") && address.includes("(") && !address.includes(")")) address += ")";
    if (address.length <= "https://".length) continue;
    if (match.index > rest) parts.push({ text: text.slice(rest, match.index) });
    parts.push({ text: address, link: address });
    rest = match.index + address.length;
  }
  if (rest < text.length) parts.push({ text: text.slice(rest) });
  return parts;
}
