import { element, fill } from "/desk/element.js";
import { icon } from "/desk/icon.js";

/** Chats that the same visitor had before, on channels that I may see. */
export function earlierChats(app) {
  const list = element("div.stack.tight");
  const node = element("section.contact-section", { hidden: true }, element("h3.overline", {}, "Earlier chats"), list);
  let drawn = "";

  async function load(card) {
    const email = card.visitor.email?.toLowerCase();
    const isSame = (other) => other.session !== card.session
      && (other.visitor.id === card.visitor.id || (email && other.visitor.email?.toLowerCase() === email));
    const found = [];
    let cursor;
    // The newest 600 are looked through: enough for who comes back, and never a wait.
    for (let page = 0; page < 3 && found.length < 8; page += 1) {
      const answer = await app.api.send("session.list", { view: "all", limit: 200, ...(cursor ? { cursor } : {}) }, { patience: 10 });
      found.push(...answer.items.filter(isSame));
      cursor = answer.cursor;
      if (!cursor) break;
    }
    if (drawn !== keyOf(card)) return;
    node.hidden = found.length === 0;
    const date = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
    fill(list, found.slice(0, 8).map((other) => element(
      "button.earlier-chat", { type: "button", on: { click: () => open(other) } },
      element("span.row", {}, element("span.strong", {}, date.format(new Date(other.requestedAt))), element("span.muted.small.truncate", {}, other.channelName), element("span.grow"), other.rating && element("span.small.muted", {}, icon("star"), String(other.rating))),
      element("span.muted.small.truncate", {}, other.lastMessage?.text ?? "No line was written"))));
  }

  function open(card) {
    app.store.dispatch({ type: "cards", cards: [card] });
    app.select(card.session, { focus: true });
  }

  function keyOf(card) {
    return `${card.session}|${card.visitor.id}|${card.visitor.email ?? ""}`;
  }

  return {
    element: node,
    render: (card, isWanted = true) => {
      if (!isWanted) {
        node.hidden = true;
        drawn = "";
        return;
      }
      const key = keyOf(card);
      if (key === drawn || !card.visitor.id) return;
      drawn = key;
      node.hidden = true;
      load(card).catch(() => {
        if (drawn === key) drawn = "";
      });
    },
  };
}
