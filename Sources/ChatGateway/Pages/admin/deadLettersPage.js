import { wordsOf } from '../desk/apiError.js';
import { confirmDialog } from '../desk/dialog.js';
import { element, fill } from '../desk/element.js';
import { icon } from '../desk/icon.js';
import { notify } from '../desk/notice.js';
import { emptyState } from './emptyState.js';
import { repeat } from './repeat.js';

/** What nobody could work on: to look at, to send again when its cause is gone, or to throw away. */
export function open(main, { api }) {
  const list = element('div');
  /** The letters whose body is shown. */
  const unfolded = new Set();
  fill(main, element('div.page', {},
    element('header.page-header', {}, element('div.grow', {}, element('h1', {}, 'Dead letters'), element('p', {}, 'Commands that could not be read or failed three times, and events that a receiver of webhooks did not take for a day. Nothing is lost: send one again when its cause is gone.'))),
    list));
  fill(list, element('p.empty', {}, element('span.spinner', { role: 'status', 'aria-label': 'Loading' })));

  async function load() {
    const { items, total } = await api.send('deadLetter.list', { limit: 200 }, { patience: 30 });
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
        ['Id', letter.id], ['Queue', letter.queue], ['Sent to', letter.routingKey], ['By', [letter.actor, letter.publisher].filter(Boolean).join(', login ')],
        ['Message-id', letter.command], ['Tries', String(letter.attempts)],
      ].filter(([, value]) => value).flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)])),
      element('pre.letter', { tabindex: '0', 'aria-label': 'Body' }, letter.body));
    return element('li.row.wrap', { data: { letter: letter.id } },
      element('div.grow', {},
        element('span.account', {}, what, element('span.muted', {}, `${letter.reason}: ${letter.error}`)),
        details),
      letter.at && element('time.muted', { datetime: letter.at }, new Date(letter.at).toLocaleString()),
      element('button.btn.btn-sm', { type: 'button', 'aria-label': `Send “${what}” again`, on: { click: () => ask(letter, what, 'deadLetter.requeue') } }, icon('refresh'), 'Send again'),
      element('button.btn.btn-sm', { type: 'button', 'aria-label': `Drop “${what}”`, on: { click: () => ask(letter, what, 'deadLetter.drop') } }, icon('trash'), 'Drop'));
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
    notify({ kind: 'success', title: again ? 'It was sent again' : 'It was dropped' });
    await load().catch(() => {});
  }

  const stop = repeat(load, 10, (error) => fill(list, emptyState({ icon: 'warning', title: 'The dead letters could not be read', text: wordsOf(error) })));
  return { leave: stop };
}
