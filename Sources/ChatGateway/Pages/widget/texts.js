const languages = ["en", "nl", "de", "no", "da", "sv"];

/**
 * The words of the first wanted language that there is; the others are not loaded.
 *
 * @param {(string|undefined)[]} wanted language tags, the most wanted first
 * @returns {Promise<{language: string, texts: Record<string, string>}>}
 */
export async function loadTexts(...wanted) {
  const tags = wanted.map((tag) => tag?.toLowerCase().split("-")[0]).map((tag) => (tag === "nb" || tag === "nn" ? "no" : tag));
  const language = tags.find((tag) => languages.includes(tag)) ?? "en";
  return { language, texts: (await import(`./texts/${language}.js`)).default };
}
