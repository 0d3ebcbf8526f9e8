import { attachMenu } from '../desk/menu.js';
import { avatar } from '../desk/avatar.js';
import { brand } from '../desk/brand.js';
import { element, fill } from '../desk/element.js';
import { icon } from '../desk/icon.js';
import { hashOf } from './route.js';

const pages = [
  { name: 'channels', label: 'Channels', load: () => import('./channelsPage.js') },
  { name: 'agents', label: 'Agents', load: () => import('./agentsPage.js') },
  { name: 'faq', label: 'FAQ', load: () => import('./faqPage.js'), isAdministrators: true },
  { name: 'templates', label: 'Templates', load: () => import('./templatesPage.js'), isAdministrators: true },
  { name: 'requests', label: 'Requests', load: () => import('./requestsPage.js'), isAdministrators: true },
  { name: 'reports', label: 'Reports', load: () => import('./reportsPage.js') },
  { name: 'presence', label: 'Presence', load: () => import('./presencePage.js') },
  { name: 'dead-letters', label: 'Dead letters', load: () => import('./deadLettersPage.js'), isAdministrators: true },
];

/** The pages that somebody may open. */
export function pagesFor({ isAdministrator, managed }) {
  if (!isAdministrator && managed.length === 0) return [];
  return pages.filter((page) => isAdministrator || !page.isAdministrators);
}

/** The bar above all pages. */
export function drawBar(bar, { api, me }, shown, current) {
  const account = element(
    'button.btn.btn-ghost', { type: 'button', 'aria-label': `Account of ${me.nickname}` },
    avatar({ name: `${me.firstName} ${me.lastName}`, photo: me.photo, size: 's' }), element('span.wide-only', {}, me.nickname), icon('down'));
  attachMenu(account, () => [
    { label: 'Chat', icon: 'chats', href: '/chat' },
    { kind: 'line' },
    { label: 'Log out', icon: 'logout', run: () => api.logOut() },
  ], { align: 'end' });
  fill(
    bar,
    brand('/admin'),
    element(
      'nav.tabs.grow', { 'aria-label': 'Administration' },
      shown.map(({ name, label }) => element('a.tab', { href: hashOf(name), 'aria-current': name === current ? 'page' : null }, label))),
    element('a.btn.btn-ghost', { href: '/chat', 'aria-label': 'To the Chat screen' }, icon('chats'), element('span.wide-only', {}, 'Chat')),
    account);
  bar.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
}
