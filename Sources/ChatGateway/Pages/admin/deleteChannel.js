import { ApiError } from '../desk/apiError.js';
import { confirmDialog } from '../desk/dialog.js';

/**
 * Asks, and deletes a channel; once more when chats are open on it.
 *
 * @returns {Promise<boolean>} whether it is gone
 */
export async function deleteChannel(api, { channel, name }) {
  let open = 0;
  const isGone = await confirmDialog({
    title: `Delete “${name}”?`, danger: true, action: 'Delete the channel',
    text: 'Its settings and members go with it. Websites that still carry its script tag show visitors that it is not there any more. Earlier conversations and figures stay.',
    run: async () => {
      try {
        await api.send('channel.delete', { channel }, { patience: 30 });
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 'conflict')) throw error;
        open = Number.parseInt(error.detail, 10) || 1;
      }
    },
  });
  if (!isGone || !open) return isGone;
  return confirmDialog({
    title: `Chats are open on “${name}”`, danger: true, action: 'End them and delete',
    text: `${open === 1 ? 'One chat has' : `${open} chats have`} not ended yet. If you go on, they end now: visitors and agents are told, and what was said is kept.`,
    run: () => api.send('channel.delete', { channel, force: true }, { patience: 30 }),
  });
}
