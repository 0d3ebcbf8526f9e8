import { ApiError } from '../desk/apiError.js';
import { confirmDialog, openDialog } from '../desk/dialog.js';
import { element, fill } from '../desk/element.js';
import { languages } from './channelFields.js';
import { handleOf } from './channelForm.js';
import { field, select, switchField } from './field.js';
import { memberCommands, permissions } from './members.js';
import { fullName } from './names.js';

/**
 * Makes or changes an agent: who he is, how he logs in, what he may.
 *
 * @param {object} options
 * @param {import('../desk/api.js').Api} options.api
 * @param {object} [options.agent] without, a new one
 * @param {{channel: string, name: string}[]} options.channels
 * @param {string} options.me
 * @returns {Promise<"saved" | "removed" | undefined>}
 */
export async function agentDialog({ api, agent, channels, me }) {
  const isNew = !agent;
  const known = agent ?? { agent: '', nickname: '', firstName: '', lastName: '', language: 'en', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, administrator: false, enabled: true, channels: [], capacity: 4 };
  let isHandleTyped = !isNew;
  // What is said of log-ins and limits to administrators alone; where it is not, an empty field leaves it as it is.
  const isTold = isNew || known.hasPassword !== undefined;
  const kept = isTold ? '' : 'Stays as it is';
  const input = (name, value, more = {}) => element('input.input', { name, value: value ?? '', autocomplete: 'off', ...more });
  const handle = input('agent', known.agent, { spellcheck: 'false', on: { input: () => { isHandleTyped = true; } } });
  const firstName = input('firstName', known.firstName, { on: { input: guess } });
  const lastName = input('lastName', known.lastName);
  const nickname = input('nickname', known.nickname);
  const email = input('email', known.email, { type: 'email' });
  const capacity = input('capacity', known.capacity ?? 0, { type: 'number', min: 0, max: 1000, class: 'short' });
  const away = input('awayAfterMinutes', known.awayAfterMinutes ?? (isNew ? 30 : isTold ? 0 : ''), { type: 'number', min: 0, max: 1440, class: 'short', placeholder: kept });
  const password = input('password', '', { type: 'password', autocomplete: 'new-password', placeholder: isNew || known.hasPassword === false ? 'None' : 'Stays as it is' });
  const login = input('brokerLogin', known.brokerLogin, { spellcheck: 'false', placeholder: kept });
  const subject = input('subject', known.subject, { spellcheck: 'false', placeholder: kept });
  const language = select({ choices: languages, value: known.language });
  language.name = 'language';
  const zone = element('select.select', { name: 'timeZone' }, [...new Set([known.timeZone, 'Etc/UTC', ...(Intl.supportedValuesOf?.('timeZone') ?? [])])].sort()
    .map((name) => element('option', { value: name, selected: name === known.timeZone }, name.replaceAll('_', ' '))));
  const administrator = switchField({ label: 'Administrator', name: 'administrator', checked: known.administrator, disabled: known.agent === me, help: known.agent === me ? 'Another administrator can take this from you.' : 'Sets up all channels, agents and texts.' });
  const enabled = switchField({ label: 'Enabled', name: 'enabled', checked: known.enabled, disabled: known.agent === me, help: 'Who is not can no longer log in; his log-ins end at once. Chats that he has stay until he is away for too long, then others get them.' });
  const before = known.channels;
  let after = before;

  function guess() {
    if (isHandleTyped) return;
    handle.value = handleOf(firstName.value);
    if (isNew) nickname.value = firstName.value;
  }

  const section = (title, ...children) => element('section.section', {}, element('h3', {}, title), ...children);
  const { closed, fail } = openDialog({
    title: isNew ? 'New agent' : fullName(known), description: isNew ? '' : known.agent, size: 'l',
    content: element('div.stack.loose', {},
      section('Person',
        element('div.pair', {}, field({ label: 'First name', control: firstName }), field({ label: 'Last name', control: lastName })),
        element('div.pair', {},
          field({ label: 'Nickname', control: nickname, required: true, help: 'What visitors and colleagues see.' }),
          field({ label: 'E-mail address', control: email, help: 'May be used to log in.' })),
        element('div.pair', {}, field({ label: 'Language', control: language }), field({ label: 'Time zone', control: zone }))),
      section('Log-in',
        element('div.pair', {},
          isNew && field({ label: 'Handle', control: handle, required: true, help: 'The name to log in with: lower-case letters, digits, _ and -. It cannot be changed later.' }),
          field({ label: isNew ? 'Password' : 'New password', control: password, help: isNew ? '8 characters or more. Without one he can only log in by single sign-on.' : '8 characters or more. It ends all his log-ins.' })),
        element('div.pair', {},
          field({ label: 'Own log-in at the broker', control: login, help: 'For an own program of his that speaks AMQP: the user name by which it may act as him.' }),
          field({ label: 'Subject of single sign-on', control: subject, help: 'The “sub” by which your identity provider knows him.' }))),
      section('Work',
        element('div.pair', {},
          field({ label: 'Chats at once', control: capacity, help: 'At most so many are offered. 0: no limit.' }),
          field({ label: 'Away after', control: away, unit: 'min', help: 'Without keys or mouse at the Chat screen. 0: never.' })),
        administrator, enabled),
      section('Permissions', permissionRows())),
    actions: [
      ...(!isNew && known.agent !== me ? [{ label: 'Remove…', start: true, run: remove }] : []),
      { label: 'Cancel' },
      { label: 'Save', kind: 'primary', run: save },
    ],
  });
  return closed;

  function permissionRows() {
    const body = element('tbody');
    fill(body, channels.map(({ channel, name }) => element('tr', {}, element('td', {}, name), permissions.map(({ name: permission, label }) => {
      const box = element('input', {
        type: 'checkbox', 'aria-label': `${name}: ${label}`, checked: before.find((member) => member.channel === channel)?.[permission] === true,
        on: {
          change: () => {
            const member = after.find((one) => one.channel === channel) ?? { channel, agent: known.agent, respond: false, notify: false, listen: false, manage: false };
            after = [...after.filter((one) => one.channel !== channel), { ...member, [permission]: box.checked }];
          },
        },
      });
      return element('td.centre', {}, box);
    }))));
    if (channels.length === 0) return element('p.muted', {}, 'There are no channels yet.');
    return element('div.table-frame.card', {}, element('table.table', {},
      element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, 'Channel'), permissions.map(({ label, help }) => element('th.centre', { scope: 'col', title: help }, label)))),
      body));
  }

  async function save() {
    const name = isNew ? handle.value.trim() : known.agent;
    if (isNew && !/^[a-z0-9][a-z0-9_-]{0,62}$/.test(name)) {
      throw new ApiError({ code: 'invalidField', field: 'agent', detail: name ? `“${name}” is no handle: lower-case letters, digits, _ and - only` : 'The handle is missing' });
    }
    if (!nickname.value.trim()) throw new ApiError({ code: 'invalidField', field: 'nickname', detail: 'The nickname is missing' });
    const number = (control, otherwise) => (control.value === '' ? otherwise : Number(control.value));
    const body = {
      agent: name, nickname: nickname.value.trim(), firstName: firstName.value.trim(), lastName: lastName.value.trim(), language: language.value,
      timeZone: zone.value, capacity: number(capacity, 0), administrator: administrator.input.checked, enabled: enabled.input.checked,
      ...given('email', email.value.trim(), known.email), ...given('brokerLogin', login.value.trim(), known.brokerLogin), ...given('subject', subject.value.trim(), known.subject),
      ...(away.value === '' ? {} : { awayAfterMinutes: Number(away.value) }), ...(password.value ? { password: password.value } : {}),
    };
    if (isNew && (await api.all('agent.list')).some((one) => one.agent === name)) {
      throw new ApiError({ code: 'conflict', field: 'agent', detail: `There is an agent ${name} already` });
    }
    await api.send('agent.save', body, { patience: 30 });
    for (const { type, body: member } of memberCommands(before, after.map((member) => ({ ...member, agent: name })))) {
      await api.send(type, member, { patience: 30 });
    }
    return 'saved';
  }

  async function remove() {
    const isGone = await confirmDialog({
      title: `Remove ${fullName(known)}?`, danger: true, action: 'Remove the agent',
      text: 'He can no longer log in and is a member of no channel. What he said in chats and his figures stay. To keep him for later, disable him instead.',
      run: () => api.send('agent.remove', { agent: known.agent }, { patience: 30 }),
    }).catch((error) => void fail(error));
    return isGone ? 'removed' : undefined;
  }
}

/** A text that was changed; one that is not told is left alone. */
function given(name, value, known) {
  return value === (known ?? '') ? {} : { [name]: value };
}
