import { wordsOf } from "./apiError.js";
import { element } from "./element.js";
import { icon } from "./icon.js";

/** What went wrong, in the place of what was wanted. */
export function failureBanner(error) {
  return element("div.banner.banner-danger", { role: "alert" }, icon("alert"), wordsOf(error));
}
