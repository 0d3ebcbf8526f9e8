/** Times as people read them, in the browser's time zone (spec section 4.2). */

/** @typedef {string|number|Date} Moment RFC 3339, milliseconds or a date */

const formats = new Map();

function format(language, key, options) {
  const name = `${language} ${key}`;
  let found = formats.get(name);
  if (!found) {
    try { found = new Intl.DateTimeFormat(language === "no" ? "nb" : language, options); } catch { found = new Intl.DateTimeFormat("en", options); }
    formats.set(name, found);
  }
  return found;
}

/** `14:05`, on a clock of 24 hours as in the six languages. @param {Moment} moment */
export function clock(moment, language = "en") {
  return format(language, "clock", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(moment));
}

/** The local calendar day as a key: equal for moments of one day. @param {Moment} moment */
export function dayKey(moment) {
  const date = new Date(moment);
  return date.getFullYear() * 10_000 + (date.getMonth() + 1) * 100 + date.getDate();
}

/**
 * The heading over a day: today, yesterday, `Monday`, or the date.
 *
 * @param {Moment} moment
 * @param {Moment} now
 * @param {{today: string, yesterday: string}} texts
 */
export function dayName(moment, now, texts, language = "en") {
  const date = new Date(moment);
  const today = new Date(now);
  const days = Math.round((noon(today) - noon(date)) / 86_400_000);
  if (days === 0) return texts.today;
  if (days === 1) return texts.yesterday;
  if (days > 1 && days < 7) return format(language, "weekday", { weekday: "long" }).format(date);
  const isThisYear = date.getFullYear() === today.getFullYear();
  return format(language, isThisYear ? "day" : "date", { day: "numeric", month: "long", ...(isThisYear ? {} : { year: "numeric" }) }).format(date);
}

function noon(date) { return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate(), 12); }

/** The whole moment, for titles. @param {Moment} moment */
export function fullTime(moment, language = "en") {
  return format(language, "full", { dateStyle: "full", timeStyle: "short" }).format(new Date(moment));
}

/** The browser's IANA zone. */
export function timeZone() {
  try { return Intl.DateTimeFormat().resolvedOptions().timeZone; } catch { return undefined; }
}
