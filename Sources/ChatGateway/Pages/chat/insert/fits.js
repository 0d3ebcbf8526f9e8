/** Whether each word that was typed stands in a text's title or content. */
export function fits(item, words) {
  const all = `${item.title} ${item.text ?? ""}`.toLocaleLowerCase();
  return words.toLocaleLowerCase().split(/\s+/).every((word) => all.includes(word));
}
