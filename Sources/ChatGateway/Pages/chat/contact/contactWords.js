/** What the contact panel says of persons and companies of the directory: pure. */

/** @param {{firstName?: string, lastName?: string, emails?: string[]}} person */
export function personName(person) {
  return [person.firstName, person.lastName].filter(Boolean).join(" ") || person.emails?.[0] || "Person without a name";
}

/**
 * Whom a chat is linked to, in a sentence.
 *
 * @param {{person?: object, company?: {name: string}}} found `contact.get`'s answer
 */
export function contactName({ person, company }) {
  return [person && personName(person), company?.name].filter(Boolean).join(", ");
}

/** The line under a name: what tells this one from others of the same name. */
export function personLine(person) {
  return [person.title, person.companyName, person.emails?.[0]].filter(Boolean).join(" · ");
}

export function companyLine(company) {
  return [company.department, company.category, company.domain].filter(Boolean).join(" · ");
}

/** Why somebody is suggested (`contact.suggest`). */
export function reasonWords(reason) {
  return { email: "Same e-mail address", name: "Similar name", domain: "Same mail domain", person: "Works there" }[reason] ?? "";
}

/**
 * What *Create* begins with: as far as the visitor told (spec section 7.1, state C).
 *
 * @param {{name?: string, email?: string, company?: string, phone?: string, country?: string}} visitor
 */
export function prefilled(visitor) {
  const words = (visitor.name ?? "").trim().split(/\s+/).filter(Boolean);
  return {
    firstName: words.slice(0, Math.max(1, words.length - 1)).join(" "),
    lastName: words.length > 1 ? words.at(-1) : "",
    email: visitor.email ?? "",
    phone: visitor.phone ?? "",
    company: visitor.company ?? "",
    country: visitor.country ?? "",
    domain: visitor.company ? domainOf(visitor.email) : "",
  };
}

/** The domain of a mail address, `""` without one. */
export function domainOf(email) {
  const parts = (email ?? "").split("@");
  return parts.length === 2 ? parts[1].toLowerCase() : "";
}

/**
 * The body of `contact.create` of what the form holds; empty fields are left out.
 *
 * @param {string} session
 * @param {Record<string, string>} fields as the form names them
 * @param {string} [existingCompany] a company that is there already; then none is made
 */
export function creation(session, fields, existingCompany) {
  const text = (name) => (fields[name] ?? "").trim();
  const emails = [text("email"), text("otherEmail")];
  // The primary one stands first; the box is checked unless the agent took the mark away.
  if (fields.primary === undefined) emails.reverse();
  const person = { firstName: text("firstName"), lastName: text("lastName"), emails: [...new Set(emails.filter(Boolean))] };
  for (const [field, name] of [["salutation", "salutation"], ["title", "title"], ["phone", "phone"]]) {
    if (text(name)) person[field] = text(name);
  }
  if (existingCompany) return { session, person: { ...person, company: existingCompany } };
  if (!text("company")) return { session, person };
  const company = { name: text("company") };
  for (const field of ["department", "domain", "country", "ourContact"]) if (text(field)) company[field] = text(field);
  return { session, person, company };
}

/** What the first look shows of suggestions, and how many there are behind *Show all*. */
export function firstOf(items, isOpen, count = 3) {
  return isOpen || items.length <= count ? { shown: items, hidden: 0 } : { shown: items.slice(0, count), hidden: items.length - count };
}

/** The body of `contact.link`; what the chat is about besides stays as it is. */
export function linkTo(card, { person, company }) {
  const body = { session: card.session };
  if (person) body.person = person;
  if (company) body.company = company;
  for (const field of ["sale", "project", "request"]) if (card[field]) body[field] = card[field];
  return body;
}

/**
 * What stands under the title of a sale, a follow-up, an activity or a document.
 *
 * @param {{type?: string, status?: string, amount?: number, currency?: string, dueAt?: string, owner?: string, text?: string}} record
 * @param {(at: string) => string} day
 * @param {string} [locale]
 */
export function recordLine(record, day, locale) {
  const amount = record.amount === undefined
    ? "" : [new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(record.amount), record.currency].filter(Boolean).join(" ");
  return [record.type, amount, record.status, record.dueAt && `due ${day(record.dueAt)}`, record.owner].filter(Boolean).join(" · ") || (record.text ?? "");
}

/** The address of a document, where it is one that a link may lead to. */
export function linkOf(record) {
  return /^https?:\/\//i.test(record.url ?? "") ? record.url : "";
}
