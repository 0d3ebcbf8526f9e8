/** First and last name, or the nickname of who has none. */
export function fullName({ firstName, lastName, nickname, agent }) {
  return `${firstName ?? ''} ${lastName ?? ''}`.trim() || nickname || agent;
}
