/**
 * All that the Chat screen knows, in one object that is never changed, only replaced.
 *
 * @typedef {object} State
 * @property {string} me my handle
 * @property {object | null} agent my own `Agent`
 * @property {"connecting" | "open" | "lost"} stream
 * @property {boolean} broker whether the gateway has the broker
 * @property {boolean} isReady whether the desk was loaded once
 * @property {Record<string, object>} channels `desk.get`'s cards of my channels, by handle
 * @property {Record<string, object>} settings `channel.list`, by handle
 * @property {Record<string, object>} agents by handle
 * @property {Record<string, object>} sessions cards by id
 * @property {Record<string, import("./log.js").Log>} logs by id, of those that were opened
 * @property {Record<string, number>} typing until when a session's visitor counts as typing, in milliseconds
 * @property {string[]} listening ids of the sessions that I listen to
 * @property {import("./outbox.js").Line[]} lines
 * @property {string | null} selected the session in the middle
 * @property {Record<string, string>} contacts names of the persons and companies that the panel has shown, by id
 * @property {Record<string, string>} gone sessions that disappeared while I looked at them, and why
 */

/** @returns {State} */
export function initialState(me) {
  return {
    me,
    agent: null,
    stream: 'connecting',
    broker: true,
    isReady: false,
    channels: {},
    settings: {},
    agents: {},
    sessions: {},
    logs: {},
    typing: {},
    listening: [],
    lines: [],
    selected: null,
    contacts: {},
    gone: {},
  };
}
