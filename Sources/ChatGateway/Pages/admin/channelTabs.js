import { placeOf } from './channelFields.js';

/**
 * The tabs of the edit dialog (spec section 5), in the original's order, then routing and limits, which it lacks.
 *
 * `isActive`: whether the subtitle says *Active*; those without one are always in use.
 */
export const channelTabs = [
  { tab: 'properties', label: 'Properties', icon: 'settings' },
  { tab: 'layout', label: 'Chat widget layout', icon: 'panel' },
  { tab: 'agents', label: 'Agents', icon: 'users' },
  { tab: 'bot', label: 'Bot', icon: 'bot', isActive: (channel) => channel.bot.enabled },
  { tab: 'offline', label: 'Offline form', icon: 'moon', isActive: (channel) => channel.offlineForm.requests },
  {
    tab: 'preChat', label: 'Pre-chat form', icon: 'article',
    isActive: (channel) => channel.preChatForm.enabled || channel.faqSuggestions.enabled,
  },
  { tab: 'postChat', label: 'Post-chat form', icon: 'star', isActive: (channel) => channel.postChatForm.enabled },
  { tab: 'rules', label: 'Routing & limits', icon: 'bolt' },
];

/**
 * How many problems each tab has.
 *
 * @param {{field: string}[]} problems
 * @returns {Record<string, number>}
 */
export function problemsByTab(problems) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const { field } of problems) {
    const { tab } = placeOf(field);
    counts[tab] = (counts[tab] ?? 0) + 1;
  }
  return counts;
}
