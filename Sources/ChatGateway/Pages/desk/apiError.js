/**
 * A refusal, as the contract's answers carry it.
 *
 * `code` is the contract's (`notInQueue`, `forbidden`, …), or `offline` when nothing could be reached for as long as one
 * was willing to wait.
 */
export class ApiError extends Error {
  /** @param {{code: string, title?: string, detail?: string, field?: string, owner?: {agent: string, nickname: string}, channel?: string}} error */
  constructor(error) {
    super(error.detail || error.title || error.code);
    this.name = 'ApiError';
    this.code = error.code;
    this.title = error.title ?? '';
    this.detail = error.detail ?? '';
    this.field = error.field;
    this.owner = error.owner;
    this.channel = error.channel;
  }

  /** The refusal in words for the person at the screen. */
  get words() {
    switch (this.code) {
      case 'notInQueue':
        return this.owner ? `${this.owner.nickname} has taken this chat.` : 'This chat is no longer in the queue.';
      case 'notAssigned':
        return this.owner ? `This chat is with ${this.owner.nickname} now.` : 'This chat is not yours any more.';
      case 'notPresent':
        return 'This agent is not Present any more. Choose another one.';
      case 'noTransferPending':
        return 'This transfer is over: it was answered, cancelled or ran out of time.';
      case 'sessionClosed':
        return 'This chat has ended.';
      case 'unknownSession':
        return 'This chat is gone, or on a channel of which you are not a member.';
      case 'forbidden':
        return this.detail ? `You may not do this: ${this.detail}.` : 'You may not do this.';
      case 'rateLimited':
        return 'Too much at once. Wait a moment and try again.';
      case 'tooLarge':
        return 'This is too large. Shorten it and try again.';
      case 'unavailable':
      case 'offline':
        return 'The system cannot be reached now. Try again in a moment.';
      case 'internal':
        return 'The system failed on this. Try again; if it goes on, tell your administrator.';
      default: {
        const text = this.detail || this.title || this.code;
        return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.');
      }
    }
  }
}

/** What to show of anything that was thrown. */
export function wordsOf(error) {
  if (error instanceof ApiError) return error.words;
  return 'Something went wrong on this page. Load it again; nothing is lost.';
}
