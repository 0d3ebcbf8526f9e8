import { avatar } from '../desk/avatar.js';
import { element } from '../desk/element.js';
import { icon } from '../desk/icon.js';
import { attachMenu } from '../desk/menu.js';
import { languages } from './channelFields.js';
import { permissions } from './members.js';
import { fullName } from './names.js';
import { weekInWords } from './openingHours.js';
import { scriptCard } from './scriptCard.js';
import { tile } from './tile.js';

const modes = {
  online: 'Open', busy: 'Open, all busy', lunch: 'Lunch', closed: 'Closed', away: 'Nobody present', deleted: 'Deleted',
};
const policies = { manual: 'Agents take chats', longestIdle: 'Longest idle first', leastBusy: 'Least busy first', roundRobin: 'In turn' };

/**
 * A channel at a glance (spec section 5): figures, script tag, agents, hours, forms.
 *
 * @param {{channel: object, agents: object[], sessions?: number, mode?: string, mayMake: boolean,
 *   edit: () => void, copy: () => void, remove: () => void}} options
 */
export function channelDetails({ channel, agents, sessions, mode, mayMake, edit, copy, remove }) {
  const members = agents.flatMap((agent) => agent.channels.filter((member) => member.channel === channel.channel).map((member) => ({ agent, member })));
  const more = element('button.btn.btn-icon', { type: 'button', 'aria-label': 'More actions' }, icon('menu'));
  attachMenu(more, () => [
    ...(mayMake ? [{ label: 'Make a copy…', icon: 'copy', run: copy }] : []),
    { label: 'Try it in a window', icon: 'link', run: () => window.open(`/window?channel=${encodeURIComponent(channel.channel)}`, '_blank', 'popup,width=420,height=680,noopener') },
    { kind: 'line' },
    { label: 'Delete…', icon: 'trash', danger: true, run: remove },
  ], { align: 'end' });
  const hours = channel.openingHours;
  const on = (isOn, text) => (isOn ? [element('span.tag.tag-ok', {}, icon('check'), text)] : []);
  return element('div.details-inner', {},
    element('header.page-header', {},
      element('a.btn.btn-ghost.btn-icon.narrow-only', { href: '#/channels', 'aria-label': 'All channels' }, icon('left')),
      element('div.grow', {}, element('h2', {}, channel.name), element('p', {}, channel.description || element('span.mono', {}, channel.channel))),
      element('button.btn.btn-primary', { type: 'button', on: { click: edit } }, icon('edit'), 'Edit'), more),
    element('div.tiles', {},
      tile({ label: 'Chats in 30 days', title: 'Chat sessions that began in the last 30 days', value: sessions === undefined ? '–' : sessions.toLocaleString('en') }),
      tile({ label: 'Agents', value: String(members.filter(({ member }) => member.respond).length) }),
      tile({ label: 'Now', value: modes[mode] ?? '–', words: true }),
      tile({ label: 'Language', value: languages.find(({ value }) => value === channel.language)?.label ?? channel.language, words: true })),
    scriptCard(channel),
    element('section.card', { 'aria-labelledby': 'members-title' },
      element('header.card-header', {}, element('h2', { id: 'members-title' }, 'Agents')),
      members.length === 0
        ? element('div.card-body.muted', {}, 'Nobody is a member yet. Edit the channel to add agents.')
        : element('ul.rows', {}, members.map(({ agent, member }) => element('li.row.wrap', {},
          avatar({ name: fullName(agent), photo: agent.photo, size: 's', presence: agent.effective }),
          element('span.grow', {}, fullName(agent)),
          permissions.filter(({ name }) => member[name]).map(({ short, help }) => element('span.tag', { title: help }, short)))))),
    element('section.card', { 'aria-labelledby': 'settings-title' },
      element('header.card-header', {}, element('h2', { id: 'settings-title' }, 'Settings')),
      element('dl.facts.card-body', {},
        element('dt', {}, 'Handle'), element('dd.mono', {}, channel.channel),
        element('dt', {}, 'Opening hours'), element('dd', {}, hours.enabled ? `${weekInWords(hours.days)} (${hours.timeZone})` : 'Always open'),
        element('dt', {}, 'Routing'), element('dd', {}, policies[channel.routing.policy] ?? channel.routing.policy),
        element('dt', {}, 'Active'),
        element('dd', {}, element('span.row.wrap', {},
          on(channel.bot.enabled, 'Bot'), on(channel.preChatForm.enabled, 'Pre-chat form'), on(channel.faqSuggestions.enabled, 'FAQ suggestions'),
          on(channel.offlineForm.requests, 'Offline requests'), on(channel.queueRequest.enabled, 'Requests from the queue'), on(channel.postChatForm.enabled, 'Post-chat form'))),
        element('dt', {}, 'Websites'), element('dd', {}, channel.allowedOrigins.length > 0 ? channel.allowedOrigins.join(', ') : 'Every website may show it'))));
}
