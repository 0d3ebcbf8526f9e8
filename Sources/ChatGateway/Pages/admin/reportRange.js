/** The days that a report is about: pure. Dates are local ones of the agent's zone, `YYYY-MM-DD`. */

export const ranges = [
  { value: 'today', label: 'Today' },
  { value: '7', label: 'Last 7 days' },
  { value: '28', label: 'Last 4 weeks' },
  { value: '90', label: 'Last 90 days' },
  { value: 'month', label: 'This month' },
  { value: 'lastMonth', label: 'Last month' },
  { value: 'own', label: 'From … to …' },
];

/** Today in a zone. @param {string} zone @param {Date} now */
export function todayIn(zone, now = new Date()) {
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(now).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** So many days later. */
export function plusDays(date, days) {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/**
 * First and last day, both included.
 *
 * @param {string} range one of {@link ranges}
 * @param {string} today
 * @param {{from: string, to: string}} own
 */
export function daysOf(range, today, own) {
  switch (range) {
    case 'today': return { from: today, to: today };
    case 'month': return { from: `${today.slice(0, 8)}01`, to: today };
    case 'lastMonth': {
      const last = plusDays(`${today.slice(0, 8)}01`, -1);
      return { from: `${last.slice(0, 8)}01`, to: last };
    }
    case 'own': return own;
    default: return { from: plusDays(today, 1 - Number(range)), to: today };
  }
}
