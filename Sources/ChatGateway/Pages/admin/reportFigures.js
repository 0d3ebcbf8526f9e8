/** The figures of reports: what each is called, what it means, and how it is written. Pure. */
import { spell } from '../chat/durations.js';

/** `12.5 %`, or a dash where nothing applies. */
export function percent(share) {
  return share === null || share === undefined ? '–' : `${(share * 100).toFixed(share === 0 || share === 1 ? 0 : 1)} %`;
}

/** With at most so many digits behind the point. */
export function decimal(value, digits = 1) {
  return value === null || value === undefined ? '–' : String(Number(value.toFixed(digits)));
}

export { spell };

/** What the figures mean, as they are reckoned. */
export const definitions = {
  chats: 'Sessions whose first enqueue lies in the range.',
  accepted: 'Times that a visitor was taken out of a queue by an agent.',
  abandonRate: 'Visitors who left their first queue before anybody answered, of all who came into it. Those who left within 10 s count in neither.',
  firstWait: 'From the first enqueue until the visitor is accepted or leaves. A wait belongs to the day on which it ends.',
  firstResponse: 'From the visitor’s first line (or the hand-off by a bot, or the enqueue, whichever is last) until an agent’s first own line. Welcome messages do not count.',
  response: 'From the first unanswered line of the visitor until the agent’s next line; the first response is not among them.',
  serviceLevel: 'Those accepted within the target time, of all accepted or abandoned; what becomes of those who left before says the formula.',
  duration: 'From the session’s start to its close.',
  handle: 'Agents’ time with a chat, from accept to transfer, return or close.',
  rating: 'The mean of the stars, 1 to 5. In brackets how many rated.',
  satisfaction: 'The share of 4 and 5 stars.',
  queueLength: 'How many waited, in the mean over all time of that hour.',
  occupancy: 'Time with at least one chat, of the time available or with a chat.',
  utilisation: 'Busy places, of the places that the limit of chats at once allows.',
  concurrency: 'Chats at once, in the mean over the time online.',
  unanswered: 'Chats that ended while a line of the visitor waited for an answer.',
};

/** One for each session that ended, in the order in which they are tested. */
export const outcomes = [
  { name: 'completed', label: 'Completed', meaning: 'Answered to the end.' },
  { name: 'dropped', label: 'Dropped', meaning: 'A line of the visitor was unanswered at the end.' },
  { name: 'missed', label: 'Missed', meaning: 'No agent wrote a line.' },
  { name: 'abandoned', label: 'Abandoned', meaning: 'The visitor left while he waited.' },
  { name: 'abandonedShort', label: 'Abandoned at once', meaning: 'He left within 10 s.' },
  { name: 'abandonedInTransfer', label: 'Abandoned in transfer', meaning: 'He left while he waited again, after a transfer.' },
  { name: 'requestFromQueue', label: 'Request instead of waiting', meaning: 'He left a request from the queue.' },
  { name: 'selfServed', label: 'Helped by the FAQ', meaning: 'A suggestion answered the question.' },
  { name: 'botOnly', label: 'Bot alone', meaning: 'The bot had the whole chat.' },
  { name: 'offlineRequest', label: 'Offline request', meaning: 'Nobody was there, and he left a request.' },
  { name: 'offline', label: 'Offline', meaning: 'Nobody was there, and he left.' },
  { name: 'notStarted', label: 'Not started', meaning: 'He left before he said what he wanted.' },
];

/** The formulae of the service level: they differ in what becomes of those who left. */
export const formulae = [
  { value: 'abandonedWithinIgnored', label: 'Who left in time is left out' },
  { value: 'abandonedWithinCounts', label: 'Who left in time counts as reached' },
  { value: 'abandonedIgnored', label: 'Who left is left out' },
  { value: 'abandonedAgainst', label: 'Who left counts against it' },
  { value: 'shortCounts', label: 'Who left at once counts as reached' },
  { value: 'abandonedAgainstWithoutShort', label: 'Who left counts against it, but not at once' },
];

export const targets = [10, 20, 30, 60, 120];
