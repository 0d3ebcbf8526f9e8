/**
 * Makes elements without markup: text is always text, so nothing from outside becomes HTML.
 *
 * @typedef {string | number | Node | null | undefined | false} Child
 */

/**
 * `element("button.btn.btn-primary", { type: "button", on: { click } }, icon("plus"), "Add")`
 *
 * @param {string} name the tag, followed by classes
 * @param {Record<string, any>} [attributes] attributes by name: `true` sets an empty one, `false`, `null` and `undefined`
 *   leave it out. Besides: `on` (listeners), `data` (dataset), `vars` (CSS custom properties), `value` and `checked`
 *   (properties).
 * @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function element(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  const made = document.createElement(tag);
  if (classes.length > 0) made.className = classes.join(' ');
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    switch (key) {
      case 'on':
        for (const [type, listener] of Object.entries(value)) made.addEventListener(type, listener);
        break;
      case 'data':
        for (const [field, text] of Object.entries(value)) made.dataset[field] = text;
        break;
      case 'vars':
        for (const [variable, text] of Object.entries(value)) made.style.setProperty(variable, text);
        break;
      case 'class':
        made.className += (made.className ? ' ' : '') + value;
        break;
      case 'value':
      case 'checked':
        made[key] = value;
        break;
      default:
        made.setAttribute(key, value === true ? '' : String(value));
    }
  }
  fill(made, ...children);
  return made;
}

/**
 * Puts these children in place of those that are there.
 *
 * @param {Element} parent
 * @param {...(Child | Child[])} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren(
    ...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false && child !== ''));
}

/** Sets the text only when it differs, so that nothing is drawn or read out again for nothing. */
export function setText(node, text) {
  const wanted = text ?? '';
  if (node.textContent !== wanted) node.textContent = wanted;
}

/** Sets or removes an attribute only when it differs. */
export function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else {
    const wanted = value === true ? '' : String(value);
    if (node.getAttribute(name) !== wanted) node.setAttribute(name, wanted);
  }
}

let count = 0;

/** An id that no other element of the page has. */
export function uniqueId(prefix = 'e') {
  count += 1;
  return `${prefix}-${count}`;
}
