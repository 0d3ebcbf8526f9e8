import { wordsOf } from '../desk/apiError.js';
import { element, fill, uniqueId } from '../desk/element.js';
import { icon } from '../desk/icon.js';
import { notify } from '../desk/notice.js';
import { attachTabs } from '../desk/tabs.js';
import { agentDialog } from './agentDialog.js';
import { agentTable } from './agentTable.js';
import { botsPanel } from './botsPanel.js';
import { emptyState } from './emptyState.js';
import { fullName } from './names.js';
import { permissionsMatrix } from './permissionsMatrix.js';
import { repeat } from './repeat.js';

/** The agents: a table, and who may do what where. */
export function open(main, context) {
  const { api, me, isAdministrator, managed } = context;
  let agents = [];
  let channels = [];
  let wanted = '';
  const search = element('input.input', { type: 'search', placeholder: 'Find an agent', 'aria-label': 'Find an agent', on: { input: () => { wanted = search.value.trim().toLowerCase(); drawTable(); } } });
  const id = uniqueId('agents');
  const table = element('div', { role: 'tabpanel', id: `${id}-list`, 'aria-labelledby': `${id}-list-tab` });
  const matrix = element('div', { role: 'tabpanel', id: `${id}-permissions`, 'aria-labelledby': `${id}-permissions-tab` });
  const bots = isAdministrator ? botsPanel(context) : undefined;
  const botsTab = bots && element('div', { role: 'tabpanel', id: `${id}-bots`, 'aria-labelledby': `${id}-bots-tab` }, bots.node);
  const tab = (name, label, iconName) => element('button.tab', { type: 'button', role: 'tab', id: `${id}-${name}-tab`, 'aria-controls': `${id}-${name}` }, icon(iconName), label);
  const tabs = element('div.tabs.underlined', { role: 'tablist', 'aria-label': 'Agents' }, tab('list', 'All agents', 'users'), tab('permissions', 'Permissions', 'shield'), bots && tab('bots', 'Bots', 'bot'));
  const add = element('button.btn.btn-primary', { type: 'button', on: { click: () => edit() } }, icon('plus'), 'New agent');
  fill(main, element('div.page', {},
    element('header.page-header', {}, element('div.grow', {}, element('h1', {}, 'Agents'), element('p', {}, isAdministrator ? 'Who answers, and what each of them may.' : 'The members of the channels that you manage.')),
      element('div.search-field', {}, icon('search'), search), isAdministrator && add),
    tabs, table, matrix, botsTab));
  attachTabs(tabs, (chosen) => (chosen.id.endsWith('-bots-tab') ? bots.load() : load().catch(() => {})));
  fill(table, element('p.empty', {}, element('span.spinner', { role: 'status', 'aria-label': 'Loading' })));

  async function load() {
    const [people, all] = await Promise.all([api.all('agent.list'), api.all('channel.list')]);
    const isBusy = matrix.contains(document.activeElement);
    agents = people.sort((left, right) => fullName(left).localeCompare(fullName(right)));
    channels = all.sort((left, right) => left.name.localeCompare(right.name));
    drawTable();
    if (!isBusy) drawMatrix();
  }

  const found = () => agents.filter((agent) => [fullName(agent), agent.nickname, agent.agent, agent.email].some((text) => text?.toLowerCase().includes(wanted)));
  const mine = () => channels.filter(({ channel }) => isAdministrator || managed.includes(channel));

  function drawTable() {
    // Who is about to press something there is not disturbed.
    const focused = table.contains(document.activeElement) ? document.activeElement.closest('tr')?.dataset.agent : undefined;
    const shown = found();
    fill(table, shown.length === 0
      ? emptyState({ icon: 'users', title: 'Nobody found', text: wanted ? `No agent is called “${wanted}”.` : 'There are no agents yet.' })
      : agentTable({ agents: shown, nameOf: (channel) => channels.find((one) => one.channel === channel)?.name ?? channel, edit: isAdministrator ? edit : undefined }));
    if (focused) table.querySelector(`tr[data-agent="${CSS.escape(focused)}"] button`)?.focus();
  }

  function drawMatrix() {
    fill(matrix, mine().length === 0
      ? emptyState({ icon: 'chats', title: 'No channels yet', text: 'Make a channel first; then say here who answers on it.' })
      : permissionsMatrix({ agents: agents.filter(({ enabled }) => enabled), channels: mine(), api }));
  }

  async function edit(agent) {
    const done = await agentDialog({ api, agent, channels: mine(), me: me.agent });
    if (!done) return;
    notify({ kind: 'ok', text: done === 'removed' ? 'The agent is removed.' : 'The agent is saved.' });
    await load();
  }

  const stop = repeat(load, 10, (error) => fill(table, emptyState({ icon: 'warning', title: 'The agents could not be read', text: wordsOf(error) })));
  return { leave: stop };
}
