import { element } from "./element.js";

/** The product's mark and name, for the start of a top bar. @param {string} [href] */
export function brand(href = "/chat") {
  return element(
    "a.brand", { href, "aria-label": "Samtale" },
    element("img", { src: "/desk/mark.svg", alt: "", width: "22", height: "22" }),
    element("span.brand-name", {}, "Samtale"));
}
