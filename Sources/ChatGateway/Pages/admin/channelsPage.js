import { notify } from '../desk/notice.js';
import { element, fill } from '../desk/element.js';
import { icon } from '../desk/icon.js';
import { wordsOf } from '../desk/apiError.js';
import { channelDetails } from './channelDetails.js';
import { channelEditor } from './channelEditor.js';
import { filled, newChannel } from './channelForm.js';
import { deleteChannel } from './deleteChannel.js';
import { emptyState } from './emptyState.js';
import { membersOf } from './members.js';
import { plusDays, todayIn } from './reportRange.js';
import { hashOf } from './route.js';

/** The channels that one manages: a list, and the chosen one beside it (spec section 5). */
export function open(main, context, parts) {
  const { api, me, isAdministrator, managed } = context;
  const items = element('ul');
  const details = element('section.details', { 'aria-label': 'Channel', tabindex: '-1' });
  const add = element('button.btn.btn-primary.btn-sm', { type: 'button', on: { click: () => make() } }, icon('plus'), 'New channel');
  const split = element('div.split', {},
    element('h1.visually-hidden', {}, 'Chat channels'),
    element('section.list', { 'aria-label': 'Channels' }, element('header.list-header', {}, element('h2.grow', {}, 'Chat channels'), isAdministrator && add), items),
    details);
  fill(main, split);
  /** @type {object[] | undefined} */
  let channels;
  let agents = [];
  /** @type {Map<string, number>} */
  let sessions = new Map();
  let chosen = parts[0];
  let hasLeft = false;

  async function load() {
    const [everything, people] = await Promise.all([api.all('channel.list'), api.all('agent.list')]);
    channels = everything.filter(({ channel }) => isAdministrator || managed.includes(channel))
      .map(filled).sort((left, right) => left.name.localeCompare(right.name));
    agents = people;
    draw();
    countSessions().catch(() => {});
  }

  async function countSessions() {
    if (channels.length === 0) return;
    const day = plusDays(todayIn(me.timeZone), -29);
    const report = await api.send('statistics.get', { view: 'report', by: 'channel', from: day, channels: channels.map(({ channel }) => channel) }, { patience: 20 });
    sessions = new Map(report.groups.map(({ key, figures }) => [key, figures.sessions?.incoming ?? 0]));
    if (!hasLeft) drawDetails();
  }

  function draw() {
    if (hasLeft) return;
    if (channels.length === 0) {
      split.classList.add('with-details');
      fill(items);
      return fill(details, emptyState({
        icon: 'chats', title: 'No channels yet', text: 'A channel is one way into your company: a widget, opening hours, forms, and the agents who answer.',
        action: isAdministrator && element('button.btn.btn-primary', { type: 'button', on: { click: () => make() } }, icon('plus'), 'New channel'),
      }));
    }
    fill(items, channels.map(({ channel, name, description }) => element('li', {}, element(
      'a.list-item', { href: hashOf('channels', channel), 'aria-current': channel === shown()?.channel ? 'true' : null },
      element('span.grow', {}, element('span.strong', {}, name), element('span.muted.truncate', {}, description || channel)), icon('right')))));
    split.classList.toggle('with-details', Boolean(chosen));
    drawDetails();
  }

  function shown() {
    return channels.find(({ channel }) => channel === chosen) ?? (chosen ? undefined : channels[0]);
  }

  async function drawDetails() {
    const channel = shown();
    if (!channel) {
      return fill(details, emptyState({ icon: 'alert', title: 'This channel is not there', text: `There is no channel “${chosen}” that you manage.`, action: element('a.btn', { href: '#/channels' }, 'All channels') }));
    }
    const make = (mode) => fill(details, channelDetails({
      channel, agents, sessions: sessions.get(channel.channel), mode, mayMake: isAdministrator,
      edit: () => edit(channel), copy: () => copy(channel), remove: () => remove(channel),
    }));
    if (details.dataset.channel !== channel.channel) details.scrollTop = 0;
    const isSame = details.dataset.channel === channel.channel;
    details.dataset.channel = channel.channel;
    if (!isSame) make();
    const mode = await modeOf(channel.channel);
    // Another channel may have been chosen meanwhile.
    if (!hasLeft && shown()?.channel === channel.channel) make(mode);
  }

  /** Whether visitors find somebody now, as they are told. */
  async function modeOf(channel) {
    try {
      const answer = await (await fetch(`/api/channels/${encodeURIComponent(channel)}`, { credentials: 'omit' })).json();
      return (answer.result ?? answer).state?.mode;
    } catch {
      return undefined;
    }
  }

  async function choices() {
    const [options, faq, bots] = await Promise.all([
      api.send('request.options', {}, { patience: 20 }), api.send('faq.list', { limit: 1 }, { patience: 20 }),
      // A worker of an earlier version has no list: the handle is typed.
      api.all('bot.list').catch((error) => {
        if (error.code !== 'unknownType') throw error;
      }),
    ]);
    return { ...options, folders: faq.folders, bots };
  }

  async function read(handle) {
    const found = (await api.all('channel.list')).find(({ channel }) => channel === handle);
    return found && filled(found);
  }

  async function show(channel, members) {
    try {
      const [offered, people] = await Promise.all([choices(), api.all('agent.list')]);
      const saved = await channelEditor({ context, channel, members: members ?? membersOf(people, channel.channel), agents: people.filter(({ enabled }) => enabled), choices: offered, read });
      if (!saved) return;
      notify({ kind: 'ok', text: 'The channel is saved.' });
      details.dataset.channel = '';
      await load();
      location.hash = hashOf('channels', saved);
    } catch (error) {
      notify({ kind: 'danger', text: wordsOf(error) });
    }
  }

  async function edit({ channel }) {
    const current = await read(channel).catch(() => undefined);
    if (current) await show(current);
    else await load();
  }

  const make = () => show(newChannel(), []);

  async function copy(channel) {
    const { version, identitySecret, ...rest } = structuredClone(channel);
    const members = membersOf(agents, channel.channel);
    await show({ ...rest, channel: '', name: `${channel.name} (copy)` }, members);
  }

  async function remove(channel) {
    if (!(await deleteChannel(api, channel))) return;
    notify({ kind: 'ok', text: `“${channel.name}” is deleted.` });
    location.hash = hashOf('channels');
    await load();
  }

  fill(details, element('p.empty', {}, element('span.spinner', { role: 'status', 'aria-label': 'Loading' })));
  load().catch((error) => fill(details, emptyState({ icon: 'warning', title: 'The channels could not be read', text: wordsOf(error), action: element('button.btn', { type: 'button', on: { click: () => location.reload() } }, 'Try again') })));
  return {
    show(next) {
      chosen = next[0];
      if (!channels) return;
      draw();
      if (chosen) details.focus({ preventScroll: true });
    },
    leave() {
      hasLeft = true;
    },
  };
}
