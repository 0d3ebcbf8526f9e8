/** What is said of a request: pure. */

/** What a request is called: its title, or else how its text begins. @param {{title?: string, text?: string}} request */
export function requestTitle({ title, text }) {
  return title?.trim() || text?.trim().split("\n")[0] || "Request";
}

/**
 * What stands over a request's text, as pairs of a label and words; without what is not known.
 *
 * @param {object} request `request.get`'s answer
 * @param {{categories: {category: string, name: string}[], priorities: {priority: string, name: string}[]}} options
 * @param {string} channel its name
 * @param {(at: string) => string} moment
 */
export function requestFacts(request, options, channel, moment) {
  const { visitor } = request;
  const facts = [
    ["Made", moment(request.at)],
    ["By", request.by === "agent" ? "An agent" : "The visitor"],
    ["Visitor", visitor.name],
    ["E-mail", visitor.email],
    ["Phone", visitor.phone],
    ["Company", visitor.company],
    ["Channel", channel],
    ["Category", nameOf(options.categories, "category", request.category)],
    ["Priority", nameOf(options.priorities, "priority", request.priority)],
  ];
  return facts.filter(([, words]) => words);
}

/** What the administration took away since then has no name any more. */
function nameOf(list, field, id) {
  return id && (list.find((one) => one[field] === id)?.name ?? "Not in use any more");
}
