/** A channel between the wire and the form: pure. */
import { channelFields } from './channelFields.js';
import { isColour } from '../shared/contrast.js';
import { hoursProblems } from './openingHours.js';
import { isSame, valueAt, withValue } from './path.js';

const handle = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** A channel that says nothing about itself yet, with every default. */
export function newChannel() {
  return filled({});
}

/** The channel with every field that it leaves out at its usual value. */
export function filled(channel) {
  let whole = structuredClone(channel);
  for (const { path, usual } of channelFields) {
    const value = valueAt(whole, path);
    if (value === undefined && usual !== undefined) whole = withValue(whole, path, structuredClone(usual));
  }
  return whole;
}

/** A handle made of a name: `Customer support` is `customer-support`. */
export function handleOf(name) {
  return name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replaceAll('ø', 'o').replaceAll('æ', 'ae')
    .replaceAll('ß', 'ss').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 63);
}

/**
 * The body of `channel.save`: texts trimmed, empty ones left out. What the form does not know of stays as it came.
 */
export function bodyOf(form) {
  let body = structuredClone(form);
  for (const { path, kind, usual } of channelFields) {
    const value = valueAt(body, path);
    if (typeof value === 'string' && kind !== 'secret') {
      const text = value.trim();
      body = withValue(body, path, text === '' && usual === undefined ? undefined : text);
    }
  }
  if (body.openingHours.lunch === null) body.openingHours.lunch = undefined;
  body.allowedOrigins = body.allowedOrigins.map((origin) => origin.trim().replace(/\/$/, '').toLowerCase()).filter(Boolean);
  const mail = body.postChatForm.transcriptMail;
  if (mail && Object.values(mail).every((text) => text === undefined)) delete body.postChatForm.transcriptMail;
  return JSON.parse(JSON.stringify(body));
}

/** Whether saving would change anything. */
export function isChanged(before, after) {
  return !isSame(bodyOf(before), bodyOf(after));
}

/** How many characters the worker counts. */
export function lengthOf(text) {
  return [...text].length;
}

/**
 * What the worker would refuse, by its field, with the worker's own limits. `missing`: a mandatory field is empty.
 *
 * @returns {{field: string, words: string, missing?: boolean}[]}
 */
export function channelProblems(form) {
  const problems = [];
  for (const field of channelFields) {
    if (field.isUsed && !field.isUsed(form)) continue;
    const value = valueAt(form, field.path);
    const isEmpty = value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
    if (isEmpty) {
      if (field.required || field.kind === 'number') {
        problems.push({ field: field.path, words: `${field.label} is missing.`, missing: true });
      }
      continue;
    }
    const words = problemOf(field, value);
    if (words) problems.push({ field: field.path, words });
  }
  problems.push(...hoursProblems(form.openingHours));
  form.allowedOrigins.forEach((origin, index) => {
    if (origin.trim() && !isOrigin(origin)) {
      problems.push({
        field: `allowedOrigins[${index}]`,
        words: `“${origin.trim()}” is not an origin such as https://www.example.com: no path, no star.`,
      });
    }
  });
  const { disconnectedSeconds, goneSeconds, warnSeconds, closeSeconds } = form.idle;
  if (goneSeconds < disconnectedSeconds) {
    problems.push({ field: 'idle.goneSeconds', words: `Not shorter than “Show as disconnected after” (${disconnectedSeconds} s).` });
  }
  if (closeSeconds > 0 && warnSeconds >= closeSeconds) {
    problems.push({ field: 'idle.warnSeconds', words: `Before “End the chat after” (${closeSeconds} s), or 0 for no warning.` });
  }
  return problems;
}

function problemOf(field, value) {
  switch (field.kind) {
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return 'A number is needed.';
      if (!field.fraction && !Number.isInteger(value)) return 'A whole number is needed.';
      if (value < field.min || value > field.max) return `From ${field.min} to ${field.max}.`;
      return null;
    case 'colour':
      return isColour(value) ? null : `“${value}” is not a colour such as #0080FF.`;
    case 'secret':
      if (new TextEncoder().encode(value).length < 32) return 'Too short: 32 characters or more.';
      break;
    case 'text':
      if (field.path === 'channel' && !handle.test(value.trim())) {
        return 'Lower-case letters, digits, _ and - only; it begins with a letter or digit.';
      }
      if (field.path === 'consent.link' && !value.trim().startsWith('https://')) return 'It must begin with https://.';
      if (['widget.font', 'widget.fontSize'].includes(field.path) && /[<>{};:\\"'()/@&]/.test(value)) {
        return 'Letters, digits and spaces only.';
      }
      break;
  }
  if (field.max && typeof value === 'string' && lengthOf(value.trim()) > field.max) {
    return `${lengthOf(value.trim())} characters; at most ${field.max}.`;
  }
  return null;
}

/** Whether it is what browsers call an origin: scheme, host, perhaps a port. */
export function isOrigin(text) {
  return /^https?:\/\/[a-z0-9.:-]{1,255}$/.test(text.trim().replace(/\/$/, '').toLowerCase());
}
