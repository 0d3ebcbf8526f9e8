import { element } from '../desk/element.js';
import { copyButton } from './copyButton.js';
import { scriptAttributes, scriptTag } from './scriptTag.js';

/** The tag for one's website, to copy, and what may stand in it. */
export function scriptCard(channel) {
  const tag = scriptTag(location.origin, channel);
  return element('section.card', { 'aria-labelledby': 'script-title' },
    element('header.card-header', {}, element('h2', { id: 'script-title' }, 'Script for your website'), copyButton(() => tag, 'Copy the script tag')),
    element('div.card-body.stack', {},
      element('code.code', { tabindex: '0', role: 'textbox', 'aria-readonly': 'true', 'aria-label': 'Script tag' }, tag),
      element('p.hint', {}, 'Put it into every page, best at the end of <head>. It is loaded after the page and does not hold it up.'),
      element('details', {}, element('summary', {}, 'Attributes that may stand in it'),
        element('dl.facts.attributes', {}, scriptAttributes.flatMap(({ name, meaning, example }) => [
          element('dt.mono', {}, name), element('dd', {}, `${meaning}, e.g. `, element('span.mono', {}, example)),
        ])))));
}
