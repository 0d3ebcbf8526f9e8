import { wordsOf } from '../desk/apiError.js';
import { confirmDialog } from '../desk/dialog.js';
import { element, fill } from '../desk/element.js';
import { icon } from '../desk/icon.js';
import { notify } from '../desk/notice.js';
import { emptyState } from './emptyState.js';
import { repeat } from './repeat.js';

const reasonWords = {
  malformed: 'Cannot be read', tooLarge: 'Too large', unknownType: 'Unknown type', unknownChannel: 'Unknown channel',
  poison: 'Failed three times', webhook: 'Not taken by a receiver', expired: 'Too old', rejected: 'Refused', maxlen: 'Queue was full',
};
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** What nobody could work on: to look at, to send again when its cause is gone, or to throw away. */
export function open(main, { api }) {
  const list = element('div');
  /** The letters whose body is shown. */
  const unfolded = new Set();
  fill(main, element('div.page', {},
    element('header.page-header', {}, element('div.grow', {}, element('h1', {}, 'Dead letters'), element('p', {}, 'Commands that could not be read or failed three times, and events that a receiver of webhooks did not take for a day. Nothing is lost: send one again when its cause is gone.'))),
    list));
  fill(list, element('p.empty', {}, element('span.spinner', { role: 'status', 'aria-label': 'Loading' })));

  /** What is shown: it is drawn anew only when it changed, so that nobody loses the place where he is. */
  let drawn = '';

  async function load() {
    const { items, total } = await api.send('deadLetter.list', { limit: 200 }, { patience: 30 });
    const key = JSON.stringify([total, items.map(({ id, attempts }) => [id, attempts])]);
    if (key === drawn) return;
    drawn = key;
    fill(list, items.length === 0
      ? emptyState({ icon: 'check', title: 'There are no dead letters', text: 'All that was sent was worked on.' })
      : [
        element('ul.rows.card', { 'aria-label': 'Dead letters' }, items.map(row)),
        total > items.length && element('p.hint', {}, `The ${items.length} oldest of ${total}.`),
      ]);
  }

  function row(letter) {
    const what = letter.type || letter.routingKey;
    const details = element('details', { open: unfolded.has(letter.id), on: { toggle: () => (details.open ? unfolded.add(letter.id) : unfolded.delete(letter.id)) } },
      element('summary', {}, 'Details'),
      element('dl.facts', {}, [
        ['Id', letter.id], ['Queue', letter.queue], ['Sent to', letter.routingKey], ['By', [letter.actor, letter.publisher && `login ${letter.publisher}`].filter(Boolean).join(', ')],
        ['Message-id', letter.command], ['Tries', String(letter.attempts)], ['Size', `${letter.bytes.toLocaleString()} bytes`],
      ].filter(([, value]) => value).flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)])),
      element('pre.letter', { tabindex: '0', role: 'region', 'aria-label': 'Body' }, indented(letter.body)));
    return element('li.letter-row', { data: { letter: letter.id } },
      element('div.letter-head', {},
        element('div.grow', {},
          element('span.letter-what', {}, element('span.strong', {}, what), element('span.tag.tag-warn', {}, reasonWords[letter.reason] ?? letter.reason)),
          element('span.muted', {}, sentence(letter.error))),
        letter.at && element('time.muted.small', { datetime: letter.at }, moment.format(new Date(letter.at))),
        element('button.btn.btn-sm', { type: 'button', 'aria-label': `Send “${what}” again`, on: { click: () => ask(letter, what, 'deadLetter.requeue') } }, icon('refresh'), 'Send again'),
        element('button.btn.btn-sm', { type: 'button', 'aria-label': `Drop “${what}”`, on: { click: () => ask(letter, what, 'deadLetter.drop') } }, icon('trash'), 'Drop')),
      details);
  }

  async function ask(letter, what, type) {
    const again = type === 'deadLetter.requeue';
    const done = await confirmDialog({
      title: again ? `Send “${what}” again?` : `Drop “${what}”?`,
      text: again ? 'It goes where it went first, as its first sender’s.' : 'It is thrown away, for good.',
      action: again ? 'Send again' : 'Drop', danger: !again,
      run: () => api.send(type, { id: letter.id }, { patience: 30 }),
    });
    if (!done) return;
    notify({ kind: 'ok', text: again ? 'It was sent again.' : 'It was dropped.' });
    await load().catch(() => {});
  }

  const stop = repeat(load, 10, (error) => {
    drawn = '';
    fill(list, emptyState({ icon: 'warning', title: 'The dead letters could not be read', text: wordsOf(error) }));
  });
  return { leave: stop };
}

/** JSON as people read it; anything else as it is. */
function indented(body) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

function sentence(words) {
  return words && words.charAt(0).toUpperCase() + words.slice(1) + (/[.!?]$/.test(words) ? '' : '.');
}
