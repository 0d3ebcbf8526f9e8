/** What the fields of forms may hold (decisions, "Messages and inputs"); the worker asks the same. */
export const limits = { name: 255, email: 255, company: 255, phone: 32, country: 2, question: 8000, text: 8000, comment: 1024, message: 8000 };

/** The order in which forms show them. */
export const fieldOrder = ["name", "email", "company", "phone", "country"];

/** Lengths count code points, as the worker does. */
export function length(text) {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** The worker's rule for addresses; the gateway looks whether the domain is there. */
export function isEmail(text) {
  const [local, domain, ...more] = text.split("@");
  if (more.length || !local || !domain || local.length > 64 || length(text) > limits.email) return false;
  // eslint-disable-next-line no-control-regex
  if (/[\u0000- \u007f<>(),;:"[\]\\]/.test(text) || /^\.|\.$|\.\./.test(local)) return false;
  const labels = domain.split(".");
  return labels.length > 1 && labels.every((label) => label && label.length <= 63 && !/^-|-$/.test(label));
}

/**
 * What is wrong with a form, by field; nothing where it may be sent.
 *
 * @param {Record<string, string|boolean|undefined>} values
 * @param {{required: string[], consent: boolean, texts: Record<string, string>}} rules
 * @returns {Record<string, string>}
 */
export function errors(values, { required, consent, texts }) {
  const found = {};
  for (const name of Object.keys(limits)) {
    const value = values[name];
    if (typeof value !== "string") continue;
    if (length(value) > limits[name]) found[name] = texts.fieldTooLong.replace("{limit}", String(limits[name]));
    else if (name === "email" && value.trim() && !isEmail(value.trim())) found[name] = texts.emailInvalid;
  }
  for (const name of required) if (!found[name] && !String(values[name] ?? "").trim()) found[name] = texts.fieldRequired;
  if (consent && values.consented !== true) found.consented = texts.consentRequired;
  return found;
}

/** Of a typed text, how many characters are left, once that is worth telling; negative: too many. */
export function left(text, limit = limits.message) {
  const rest = limit - length(text);
  return rest <= Math.min(500, limit / 10) ? rest : null;
}
