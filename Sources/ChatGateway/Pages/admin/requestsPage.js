import { wordsOf } from '../desk/apiError.js';
import { confirmDialog } from '../desk/dialog.js';
import { element, fill } from '../desk/element.js';
import { notify } from '../desk/notice.js';
import { emptyState } from './emptyState.js';
import { listCard } from './listCard.js';
import { nameDialog } from './nameDialog.js';

/** What requests may be about, and how urgent they may be. */
export function open(main, { api }) {
  const cards = element('div.cards');
  let hasLeft = false;
  fill(main, element('div.page', {}, element('header.page-header', {}, element('div.grow', {}, element('h1', {}, 'Requests'), element('p', {}, 'Visitors leave requests when nobody is there; each channel gives them a category and a priority.'))), cards));
  fill(cards, element('p.empty', {}, element('span.spinner', { role: 'status', 'aria-label': 'Loading' })));

  async function load() {
    const { categories, priorities } = await api.send('request.options', {}, { patience: 30 });
    if (hasLeft) return;
    fill(cards,
      listCard({
        title: 'Categories', one: 'category', help: 'What a request is about.', items: categories.map(({ category, name }) => ({ key: category, name })),
        add: () => ask('New category', '', (name) => api.send('category.save', { category: crypto.randomUUID(), name }, { patience: 30 })),
        edit: (key) => ask('Rename the category', nameOf(categories, 'category', key), (name) => api.send('category.save', { category: key, name }, { patience: 30 })),
        remove: (key) => remove(nameOf(categories, 'category', key), () => api.send('category.remove', { category: key }, { patience: 30 })),
      }),
      listCard({
        title: 'Priorities', one: 'priority', help: 'The most urgent first.', items: priorities.map(({ priority, name }) => ({ key: priority, name })),
        add: () => ask('New priority', '', (name) => api.send('priority.save', { priority: crypto.randomUUID(), name, rank: Math.max(0, ...priorities.map(({ rank }) => rank)) + 1 }, { patience: 30 })),
        edit: (key) => ask('Rename the priority', nameOf(priorities, 'priority', key), (name) => api.send('priority.save', { ...priorities.find(({ priority }) => priority === key), name }, { patience: 30 })),
        remove: (key) => remove(nameOf(priorities, 'priority', key), () => api.send('priority.remove', { priority: key }, { patience: 30 })),
        move: (key, by) => move(priorities, key, by),
      }));
  }

  async function move(priorities, key, by) {
    const order = [...priorities];
    const from = order.findIndex(({ priority }) => priority === key);
    const [moved] = order.splice(from, 1);
    order.splice(from + by, 0, moved);
    try {
      // Ranks are given anew, for those whose rank is another by it.
      for (const [index, priority] of order.entries()) {
        if (priority.rank !== index + 1) await api.send('priority.save', { ...priority, rank: index + 1 }, { patience: 30 });
      }
    } catch (error) {
      notify({ kind: 'danger', title: 'The order was not saved', text: wordsOf(error) });
    }
    await load();
    const row = cards.querySelector(`[data-key="${key}"]`);
    (row?.querySelector(`[data-action="${by < 0 ? 'up' : 'down'}"]:not([disabled])`) ?? row?.querySelector('button:not([disabled])'))?.focus();
  }

  async function ask(title, name, save) {
    if (await nameDialog({ title, name, save })) await load();
  }

  async function remove(name, run) {
    if (await confirmDialog({ title: `Remove “${name}”?`, text: 'Requests that have it keep it.', action: 'Remove', danger: true, run })) await load();
  }

  load().catch((error) => fill(cards, emptyState({ icon: 'warning', title: 'The lists could not be read', text: wordsOf(error) })));
  return {
    leave() {
      hasLeft = true;
    },
  };
}

function nameOf(items, key, value) {
  return items.find((item) => item[key] === value)?.name ?? '';
}
