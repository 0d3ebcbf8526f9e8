/** Whether the colours that were chosen for a widget can be read (WCAG 2.2 AA), by what the widget itself makes of them. */
import { contrast, isColour, leastContrast } from '../shared/contrast.js';
import { palette } from '../widget/colours.js';

const pairs = [
  { ground: 'badge', text: 'badgeText', shown: 'badge-text', where: 'the badge' },
  { ground: 'visitor', text: 'visitorText', shown: 'visitor-text', where: 'the visitor’s messages' },
  { ground: 'agent', text: 'agentText', shown: 'agent-text', where: 'the agent’s messages' },
  { ground: 'button', text: 'buttonText', shown: 'button-text', where: 'buttons' },
];

/** Those of the colours that are colours; while one types, some are not yet. */
function valid(colours) {
  return Object.fromEntries(Object.entries(colours).filter(([, colour]) => isColour(colour)));
}

/**
 * The colour that each field has while it is empty: what the widget makes of the others.
 *
 * @param {Record<string, string | undefined>} colours as on the wire
 * @returns {Record<string, string>} by the field's name
 */
export function derivedColours(colours) {
  const made = palette(valid(colours), 'light');
  return Object.fromEntries(pairs.flatMap(({ ground, text, shown }) => [[ground, made[ground]], [text, made[shown]]]));
}

/**
 * Texts that are hard to read (below 4.5 to 1), by the field at which to say so.
 *
 * @param {Record<string, string | undefined>} colours as on the wire
 * @returns {{field: string, words: string}[]}
 */
export function contrastWarnings(colours) {
  const chosen = valid(colours);
  const made = palette(chosen, 'light');
  return pairs.flatMap(({ ground, text, shown, where }) => {
    const wanted = chosen[text];
    const ratio = contrast(made[ground], wanted ?? made[shown]);
    if (ratio >= leastContrast) return [];
    const field = `widget.colours.${wanted ? text : chosen[ground] ? ground : 'base'}`;
    const measured = `contrast ${ratio.toFixed(1)} : 1, at least ${leastContrast} is needed.`;
    return [{
      field,
      words: wanted
        ? `Hard to read on ${where}: ${measured} The widget shows ${made[shown]} instead.`
        : `Text on ${where} is hard to read: ${measured} A darker or lighter colour helps.`,
    }];
  });
}
