import { element } from './element.js';

/** The first letters of the first and the last word: `Anna Berg` is AB. */
export function initials(name) {
  const words = (name ?? '').trim().split(/[\s._-]+/u).filter(Boolean);
  if (words.length === 0) return '?';
  const first = [...words[0]];
  if (words.length === 1) return first.slice(0, 2).join('').toLocaleUpperCase();
  return (first[0] + [...words.at(-1)][0]).toLocaleUpperCase();
}

/** The colour of a chat's rank: twelve, then again from the first. */
export function rankColour(rank) {
  return `var(--rank-${((Math.max(1, rank) - 1) % 12) + 1})`;
}

/** A colour that stays with a name. */
export function nameColour(name) {
  let sum = 0;
  for (const letter of name ?? '') sum = (sum * 31 + letter.codePointAt(0)) % 997;
  return rankColour((sum % 12) + 1);
}

/**
 * A photo, or initials on a colour. Decoration: the name stands beside it.
 *
 * @param {{name?: string, photo?: string, rank?: number, size?: "s" | "m" | "l" | "xl", presence?: string}} person
 */
export function avatar({ name, photo, rank, size = 'm', presence }) {
  const made = element('span.avatar', {
    class: size === 'm' ? '' : `avatar-${size}`,
    'aria-hidden': 'true',
    vars: { '--avatar': rank ? rankColour(rank) : nameColour(name) },
  }, initials(name));
  if (photo && isSafePhoto(photo)) {
    const image = element('img', { alt: '', loading: 'lazy', src: photo });
    image.addEventListener('load', () => made.firstChild?.nodeType === Node.TEXT_NODE && made.firstChild.remove());
    image.addEventListener('error', () => image.remove());
    made.append(image);
  }
  if (presence) made.append(element('span.presence', { data: { presence } }));
  return made;
}

function isSafePhoto(photo) {
  return /^(https:\/\/|\/(?!\/)|data:image\/(png|jpeg|gif|webp);)/.test(photo);
}
