/**
 * An element with its properties, attributes, listeners (`onClick`) and children; no markup is ever parsed.
 *
 * @param {string} name
 * @param {Record<string, any>} [properties] `class`, `text`, `on…`, and attributes; `false`, `null`, `undefined` are left out
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {HTMLElement}
 */
export function element(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === false || value == null) continue;
    if (key === "text") node.textContent = value;
    else if (key === "value") /** @type {any} */ (node).value = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2).toLowerCase(), value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.filter(Boolean));
  return node;
}

const paths = {
  chat: "M12 3.5c5 0 9 3.3 9 7.6s-4 7.6-9 7.6c-1 0-2-.1-2.9-.4L4.6 20.5l1-3.7C4 15.4 3 13.4 3 11.1c0-4.3 4-7.6 9-7.6Z",
  down: "m6 9.5 6 6 6-6",
  close: "m6.5 6.5 11 11m0-11-11 11",
  send: "M12 19V5.5m-6 6 6-6 6 6",
  emoji: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8.5 14.3c.8 1.2 2 1.9 3.5 1.9s2.7-.7 3.5-1.9M9 9.7v.1m6-.1v.1",
  clip: "m19.5 11.5-7.7 7.6a5 5 0 0 1-7-7l8-8a3.4 3.4 0 0 1 4.7 4.8l-7.9 7.9a1.7 1.7 0 0 1-2.4-2.4l7.1-7",
  check: "m5 12.5 4.5 4.5L19 7.5",
  checks: "m2.5 12.5 4.2 4.3 8.8-9.3M11.5 16.5l.3.3 9-9.3",
  clock: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 7.5v4.8l3 1.7",
  alert: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 8v4.5m0 3.2v.1",
  file: "M13.5 3.5H7A1.5 1.5 0 0 0 5.5 5v14A1.5 1.5 0 0 0 7 20.5h10a1.5 1.5 0 0 0 1.5-1.5V8.5Zm0 0v5h5",
  out: "M9 5.5H6A1.5 1.5 0 0 0 4.5 7v11A1.5 1.5 0 0 0 6 19.5h11a1.5 1.5 0 0 0 1.5-1.5v-3M13 4.5h6.5V11m0-6.5L11 13",
  mail: "M4 6.5h16v11H4Zm0 .5 8 6.5L20 7",
};

/** A drawing of 24 units, hidden from screen readers. */
export function icon(name, size = 20, path = paths[name]) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const line = document.createElementNS(space, "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": "true", class: `icon ${name}` })) svg.setAttribute(key, String(value));
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/** A button with a drawing alone; its name is read and shown as a hint. */
export function iconButton(name, label, onClick, properties = {}) {
  return element("button", { type: "button", class: "round", "aria-label": label, title: label, onClick, ...properties }, icon(name));
}

/** Somebody's picture, or the first letters of the name. */
export function avatar(shownAs, className = "avatar") {
  const name = shownAs?.name ?? "";
  const letters = name.split(/\s+/).filter(Boolean).slice(0, 2).map((word) => [...word][0]).join("").toUpperCase();
  const node = element("span", { class: className, "aria-hidden": "true" }, element("span", { text: letters || "•" }));
  const source = picture(shownAs?.photo);
  if (source) {
    const image = element("img", { src: source, alt: "", referrerpolicy: "no-referrer" });
    image.addEventListener("load", () => node.classList.add("has-picture"));
    image.addEventListener("error", () => image.remove());
    node.append(image);
  }
  return node;
}

/** Where pictures without a host come from. */
let pictureBase = "";
export function setPictureBase(gateway) { pictureBase = gateway; }

/** A picture's address: https, the gateway's own, or in the address itself; `null` for anything else. */
export function picture(address) {
  if (typeof address !== "string") return null;
  if (/^\/media\/[\w./-]+$/.test(address)) return pictureBase + address;
  return /^(https:\/\/|data:image\/(png|jpeg|gif|webp);base64,)/i.test(address) || (pictureBase && address.startsWith(`${pictureBase}/media/`)) ? address : null;
}
