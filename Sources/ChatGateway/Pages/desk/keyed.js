/**
 * Keeps a list of elements in step with a list of things: each thing keeps its element, only what moved is moved.
 *
 * @template Item
 * @param {Element} container holds these elements and nothing else
 * @param {Item[]} items
 * @param {(item: Item) => string} keyOf
 * @param {(item: Item) => Element} make
 * @param {(node: Element, item: Item) => void} [update] called for new and old ones alike
 */
export function keyed(container, items, keyOf, make, update) {
  /** @type {Map<string, Element>} */
  const known = container.keyedNodes ?? new Map();
  container.keyedNodes = known;
  const wanted = new Set(items.map(keyOf));
  for (const [key, node] of known) {
    if (!wanted.has(key)) {
      node.remove();
      known.delete(key);
    }
  }
  let place = container.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    let node = known.get(key);
    if (!node) {
      node = make(item);
      known.set(key, node);
    }
    update?.(node, item);
    if (node === place) {
      place = place.nextElementSibling;
    } else {
      // Moving an element takes the focus from it.
      const focused = node.contains(document.activeElement) ? document.activeElement : null;
      container.insertBefore(node, place);
      focused?.focus({ preventScroll: true });
    }
  }
}
