import { fill } from "./template.js";

/**
 * What a visitor reads while he waits: the channel's own text with `{cque}` and `{cavw}`, or the language's (spec
 * section 5.2). The same rules as the worker's `Texts.expandQueueText`.
 *
 * @param {{queueText?: string, position: number, averageWait?: string, texts: Record<string, string>}} options
 */
export function queueText({ queueText: own, position, averageWait, texts }) {
  if (!own) {
    return averageWait
      ? fill(texts.queueKnown, { position, average: averageWait })
      : fill(texts.queueUnknown, { position });
  }
  if (averageWait) return fill(own, { cque: position, cavw: averageWait });
  const all = sentences(own);
  const kept = all.filter((sentence) => !sentence.includes("{cavw}") || sentence.includes("{cque}"));
  const rest = (kept.some((sentence) => sentence.trim()) ? kept : all).join("").trimEnd();
  return fill(rest, { cque: position, cavw: texts.averageUnknown });
}

/** A stop ends a sentence where no small letter, digit or variable follows: "nr. {cque}" and "ca. 5" go on. */
function sentences(text) {
  const found = [];
  let start = 0;
  for (const match of text.matchAll(/[.!?…\n](\s*)/g)) {
    const next = match.index + match[0].length;
    if (next >= text.length || match.index < start) continue;
    const isNewLine = match[0].includes("\n");
    if (!isNewLine && (match[1] === "" || /[\p{Ll}\p{N}{]/u.test(text[next]))) continue;
    found.push(text.slice(start, next));
    start = next;
  }
  return [...found, text.slice(start)];
}
