import { element } from '../desk/element.js';

const words = { present: 'Present', away: 'Away', notResponding: 'Not responding', disconnected: 'Not connected' };
const kinds = { present: 'tag-ok', away: '', notResponding: 'tag-warn', disconnected: '' };

/** Whether somebody is there. What he wants to be is said where it differs from what he is. */
export function presenceTag({ effective, wanted, enabled }) {
  if (enabled === false) return element('span.tag', {}, 'Disabled');
  return element('span.tag', {
    class: kinds[effective] ?? '',
    title: effective === 'disconnected' && wanted === 'present' ? 'Has chosen Present, but no Chat screen of his is open' : null,
  }, element('span.dot', { class: effective === 'present' ? 'dot-ok' : effective === 'notResponding' ? 'dot-warn' : 'dot-hollow' }), words[effective] ?? effective);
}
