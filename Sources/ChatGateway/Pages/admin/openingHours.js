/** A channel's opening hours as the editor works on them: pure, with the worker's own rules. */

/** @typedef {{from: string, to: string}} Interval */

export const weekdays = [
  { day: 'mon', label: 'Monday', short: 'Mon' },
  { day: 'tue', label: 'Tuesday', short: 'Tue' },
  { day: 'wed', label: 'Wednesday', short: 'Wed' },
  { day: 'thu', label: 'Thursday', short: 'Thu' },
  { day: 'fri', label: 'Friday', short: 'Fri' },
  { day: 'sat', label: 'Saturday', short: 'Sat' },
  { day: 'sun', label: 'Sunday', short: 'Sun' },
];

const wholeDay = 1440;

/** Minutes since midnight of `HH:MM`, 00:00 to 24:00; `null` when it is no such time. */
export function minutesOf(text) {
  const match = /^(\d\d):(\d\d)$/.exec(text ?? '');
  if (!match) return null;
  const [hour, minute] = [Number(match[1]), Number(match[2])];
  return minute < 60 && (hour < 24 || (hour === 24 && minute === 0)) ? hour * 60 + minute : null;
}

/** `HH:MM` of minutes since midnight; 1440 is 24:00. */
export function timeOf(minutes) {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** What people type: `8` and `830` and `8.30` are times too. Anything else stays as it is. */
export function tidyTime(text) {
  const match = /^\s*(\d{1,2})(?:[:.h]?(\d\d))?\s*$/i.exec(text ?? '');
  if (!match) return (text ?? '').trim();
  const tidy = `${match[1].padStart(2, '0')}:${match[2] ?? '00'}`;
  return minutesOf(tidy) === null ? text.trim() : tidy;
}

/**
 * Start and end in minutes; the end is above 1440 where it runs over midnight.
 *
 * @param {Interval} interval
 * @returns {{start: number, end: number} | null}
 */
export function spanOf({ from, to }) {
  const start = minutesOf(from);
  const end = minutesOf(to);
  if (start === null || end === null || start === wholeDay) return null;
  return { start, end: end > start ? end : end + wholeDay };
}

/** @param {Interval} interval */
export function runsOverMidnight(interval) {
  const span = spanOf(interval);
  return span !== null && span.end > wholeDay;
}

/**
 * What is wrong with the intervals of one day.
 *
 * @param {Interval[]} intervals
 * @param {string} field where they stand on the wire
 * @returns {{field: string, words: string}[]}
 */
export function intervalProblems(intervals, field) {
  const problems = [];
  const spans = [];
  intervals.forEach((interval, index) => {
    const start = minutesOf(interval.from);
    if (start === null || start === wholeDay) {
      problems.push({ field: `${field}[${index}].from`, words: `“${interval.from}” is not a time from 00:00 to 23:59.` });
    }
    if (minutesOf(interval.to) === null) {
      problems.push({ field: `${field}[${index}].to`, words: `“${interval.to}” is not a time from 00:00 to 24:00.` });
    }
    const span = spanOf(interval);
    if (span) spans.push({ ...span, index });
  });
  spans.sort((first, second) => first.start - second.start);
  for (let number = 1; number < spans.length; number += 1) {
    const [first, second] = [spans[number - 1], spans[number]];
    if (second.start < first.end) {
      const later = Math.max(first.index, second.index);
      problems.push({
        field: `${field}[${later}]`,
        words: `${textOf(intervals[first.index])} and ${textOf(intervals[second.index])} overlap; make one of the two.`,
      });
    }
  }
  return problems;
}

/**
 * All that is wrong, also while the hours are switched off: switching on must not fail.
 *
 * @returns {{field: string, words: string}[]}
 */
export function hoursProblems(hours) {
  const problems = [];
  if (!isZone(hours.timeZone)) {
    problems.push({ field: 'openingHours.timeZone', words: `“${hours.timeZone}” is not a time zone such as Europe/Oslo.` });
  }
  for (const { day } of weekdays) problems.push(...intervalProblems(hours.days[day] ?? [], `openingHours.days.${day}`));
  if (hours.lunch) {
    const before = problems.length;
    problems.push(...intervalProblems([hours.lunch], 'openingHours.lunch').map((problem) => ({
      ...problem, field: problem.field.replace('[0]', ''),
    })));
    if (problems.length === before && runsOverMidnight(hours.lunch)) {
      problems.push({ field: 'openingHours.lunch', words: 'Lunch begins and ends on the same day.' });
    }
  }
  const dates = new Set();
  (hours.exceptions ?? []).forEach((exception, index) => {
    const field = `openingHours.exceptions[${index}]`;
    if (!isDate(exception.date)) {
      problems.push({ field: `${field}.date`, words: exception.date ? `“${exception.date}” is not a date.` : 'Choose a date.' });
    } else if (dates.has(exception.date)) {
      problems.push({ field: `${field}.date`, words: `${exception.date} is there twice; put its hours together.` });
    }
    dates.add(exception.date);
    problems.push(...intervalProblems(exception.intervals, `${field}.intervals`));
  });
  return problems;
}

/** Whether it is an IANA name of a place, or UTC; offsets are none. */
export function isZone(name) {
  if (typeof name !== 'string' || !(name.includes('/') || name === 'UTC')) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Whether it is an existing date, `YYYY-MM-DD`. */
export function isDate(text) {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text ?? '');
  if (!match) return false;
  const date = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
  return date.toISOString().slice(0, 10) === text;
}

/** The interval that is offered next on a day: after the last one, or the usual one. */
export function nextInterval(intervals) {
  const spans = intervals.map(spanOf).filter(Boolean);
  if (spans.length === 0) return { from: '08:00', to: '16:00' };
  const start = Math.min(Math.max(...spans.map(({ end }) => end)) + 60, wholeDay - 60);
  return { from: timeOf(start), to: timeOf(Math.min(start + 240, wholeDay)) };
}

/** `08:00–16:00` */
export function textOf({ from, to }) {
  return `${from}–${to}`;
}

/**
 * The week in few words: `Mon–Fri 08:00–16:00 · Sat 10:00–14:00`.
 *
 * @param {Record<string, Interval[]>} days
 */
export function weekInWords(days) {
  const groups = [];
  for (const { day, short } of weekdays) {
    const text = (days[day] ?? []).map(textOf).join(', ');
    const last = groups.at(-1);
    if (last && last.text === text) last.to = short;
    else groups.push({ from: short, to: short, text });
  }
  const open = groups.filter(({ text }) => text);
  if (open.length === 0) return 'Closed all week';
  return open.map(({ from, to, text }) => `${from === to ? from : `${from}–${to}`} ${text}`).join(' · ');
}
