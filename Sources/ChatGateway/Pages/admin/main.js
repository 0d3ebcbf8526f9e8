/** Starts the administration pages: who is there, what he may, and which page is shown. */
import { Api } from '../desk/api.js';
import { wordsOf } from '../desk/apiError.js';
import { element, fill } from '../desk/element.js';
import { emptyState } from './emptyState.js';
import { drawBar, pagesFor } from './bar.js';
import { partsOf } from './route.js';

const main = document.getElementById('main');
const bar = document.getElementById('bar');
const api = new Api();

/** What every page gets. @typedef {{api: Api, me: object, isAdministrator: boolean, managed: string[]}} Context */

/** @type {{leave?: () => void, show?: (parts: string[]) => void, page?: string}} */
let shown = {};

async function start() {
  const { agent } = await api.open();
  const isAdministrator = agent.administrator === true;
  const managed = agent.channels.filter(({ manage }) => manage).map(({ channel }) => channel);
  const context = { api, me: agent, isAdministrator, managed };
  const pages = pagesFor(context);
  if (pages.length === 0) {
    drawBar(bar, context, [], '');
    fill(main, element('h1.visually-hidden', {}, 'Administration'), emptyState({
      icon: 'shield', title: 'This page is for managers',
      text: 'Channels, agents and texts are set up here by administrators, and by agents with the permission Manager on a channel. Ask one of them if you need to change something.',
      action: element('a.btn.btn-primary', { href: '/chat' }, 'Back to Chat'),
    }));
    return;
  }
  let turn = 0;
  const route = async () => {
    const mine = ++turn;
    const [name = pages[0].name, ...parts] = partsOf(location.hash);
    const page = pages.find((candidate) => candidate.name === name) ?? pages[0];
    if (shown.page === page.name) return shown.show?.(parts);
    shown.leave?.();
    shown = {};
    drawBar(bar, context, pages, page.name);
    document.title = `${page.label} · Administration · Samtale`;
    const { open } = await page.load();
    // Somebody may have gone on while this page was loaded.
    if (mine !== turn) return;
    main.replaceChildren();
    main.className = `page-${page.name}`;
    shown = { page: page.name, ...open(main, context, parts) };
  };
  addEventListener('hashchange', () => route().catch(fail));
  await route();
}

function fail(error) {
  fill(main, element('h1.visually-hidden', {}, 'Administration'), emptyState({
    icon: 'warning', title: 'This page could not be loaded', text: wordsOf(error),
    action: element('button.btn', { type: 'button', on: { click: () => location.reload() } }, 'Try again'),
  }));
}

start().catch(fail);
