import { ApiError, wordsOf } from '../desk/apiError.js';
import { confirmDialog, openDialog } from '../desk/dialog.js';
import { element, fill } from '../desk/element.js';
import { icon } from '../desk/icon.js';
import { emptyState } from './emptyState.js';
import { field } from './field.js';

/** The bots that channels may have answer first: each a program with a log-in of its own at the broker. */
export function botsPanel({ api }) {
  const node = element('div.stack');
  const list = element('div');
  fill(node, element('div.row.between', {},
    element('p.muted', {}, 'A bot is a program of yours that speaks AMQP. Here it gets its name and the log-in by which it may act; a channel’s tab Bot switches it on.'),
    element('button.btn', { type: 'button', on: { click: () => edit() } }, icon('plus'), 'New bot')), list);

  async function load() {
    try {
      const bots = await api.all('bot.list');
      fill(list, bots.length === 0
        ? emptyState({ icon: 'bot', title: 'No bots yet', text: 'People answer every chat.' })
        : element('ul.rows.card', {}, bots.map((bot) => element('li.row', {}, icon('bot'),
          element('span.grow.account', {}, element('button.link-button', { type: 'button', on: { click: () => edit(bot) } }, bot.name), element('span.muted', {}, [bot.bot, bot.brokerLogin && `log-in ${bot.brokerLogin}`].filter(Boolean).join(' · '))),
          element('button.btn.btn-ghost.btn-icon', { type: 'button', 'aria-label': `Remove ${bot.name}`, on: { click: () => remove(bot) } }, icon('trash'))))));
    } catch (error) {
      fill(list, emptyState({ icon: 'warning', title: 'The bots could not be read', text: wordsOf(error) }));
    }
  }

  async function edit(bot) {
    const handle = element('input.input', { name: 'bot', value: bot?.bot ?? '', autocomplete: 'off', spellcheck: 'false', disabled: Boolean(bot) });
    const name = element('input.input', { name: 'name', value: bot?.name ?? '', autocomplete: 'off' });
    const login = element('input.input', { name: 'brokerLogin', value: bot?.brokerLogin ?? '', autocomplete: 'off', spellcheck: 'false' });
    const isSaved = await openDialog({
      title: bot ? 'Edit bot' : 'New bot',
      content: element('div.stack', {},
        field({ label: 'Name', control: name, required: true, help: 'As visitors see it, unless a channel gives it another one.' }),
        field({ label: 'Handle', control: handle, required: true, help: 'Lower-case letters, digits, _ and -. It cannot be changed later.' }),
        field({ label: 'Log-in at the broker', control: login, help: 'The user name by which its program logs in at RabbitMQ.' })),
      actions: [{ label: 'Cancel' }, {
        label: 'Save', kind: 'primary', run: async () => {
          if (!/^[a-z0-9][a-z0-9_-]{0,62}$/.test(handle.value.trim())) throw new ApiError({ code: 'invalidField', field: 'bot', detail: 'The handle has lower-case letters, digits, _ and - only' });
          await api.send('bot.save', { bot: handle.value.trim(), name: name.value.trim(), ...(login.value.trim() ? { brokerLogin: login.value.trim() } : {}) }, { patience: 30 });
          return true;
        },
      }],
    }).closed;
    if (isSaved) await load();
  }

  async function remove({ bot, name }) {
    const isGone = await confirmDialog({ title: `Remove ${name}?`, text: 'Its program may act no more. What it said in chats stays.', action: 'Remove', danger: true, run: () => api.send('bot.remove', { bot }, { patience: 30 }) });
    if (isGone) await load();
  }

  return { node, load };
}
