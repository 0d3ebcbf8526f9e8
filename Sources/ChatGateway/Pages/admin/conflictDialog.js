import { element } from '../desk/element.js';
import { openDialog } from '../desk/dialog.js';
import { foreignChanges } from './channelMerge.js';

/**
 * Somebody else saved this channel meanwhile: shows what, and asks whose values hold where both changed the same.
 *
 * @returns {Promise<Set<string> | undefined>} the paths at which theirs hold; nothing when one wants to go on editing
 */
export async function conflictDialog(base, mine, theirs) {
  const changes = foreignChanges(base, mine, theirs);
  const disputed = changes.filter(({ isDisputed }) => isDisputed);
  const others = changes.filter(({ isDisputed }) => !isDisputed);
  const theirsHold = new Set();
  const choice = ({ path, label, mine: here, theirs: there }) => {
    const radio = (words, value, isTheirs) => element('label.check', {},
      element('input', {
        type: 'radio', name: path, checked: !isTheirs,
        on: { change: () => (isTheirs ? theirsHold.add(path) : theirsHold.delete(path)) },
      }), element('span', {}, element('span.strong', {}, words), ' ', element('span.muted', {}, inWords(value))));
    return element('fieldset.stack', {}, element('legend', {}, label), radio('Mine:', here, false), radio('Theirs:', there, true));
  };
  const { closed } = openDialog({
    title: 'Somebody else saved this channel meanwhile',
    description: `Your changes are still here. Theirs is version ${theirs.version}.`,
    content: element('div.stack.loose', {},
      disputed.length > 0 && element('div.stack', {}, element('h3', {}, 'Changed by both of you: whose holds?'), disputed.map(choice)),
      others.length > 0 && element('div.stack.tight', {}, element('h3', {}, 'Changed by them alone, and kept'),
        element('ul', {}, others.map(({ label, theirs: there }) => element('li', {}, `${label}: `, element('span.muted', {}, inWords(there)))))),
      changes.length === 0 && element('p', {}, 'They changed nothing that you would overwrite.')),
    actions: [{ label: 'Go on editing' }, { label: 'Put together and save', kind: 'primary', run: () => theirsHold }],
  });
  return closed;
}

function inWords(value) {
  if (value === undefined || value === null || value === '') return 'empty';
  if (value === true) return 'on';
  if (value === false) return 'off';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
