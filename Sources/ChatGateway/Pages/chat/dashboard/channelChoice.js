import { element, fill } from "/desk/element.js";

/**
 * The choice of a channel, *All* unless told; it is remembered in this browser.
 *
 * @param {import("../main.js").App} app
 * @param {string} name of the block that it belongs to
 * @param {string} label
 */
export function channelChoice(app, name, label) {
  const key = `samtale.dashboard.${app.store.state.me}.${name}`;
  const select = /** @type {HTMLSelectElement} */ (element("select.select.select-sm.channel-choice", { "aria-label": label, on: { change: changed } }));
  let chosen = localStorage.getItem(key) ?? "";
  let drawn = "";

  function changed() {
    chosen = select.value;
    localStorage.setItem(key, chosen);
    app.store.touch();
  }

  return {
    element: select,
    /** The handle chosen, `null` for all. */
    get channel() {
      return chosen || null;
    },
    render: (state) => {
      const channels = Object.values(state.channels);
      const text = channels.map(({ channel, name: title }) => `${channel} ${title}`).join("|");
      if (text === drawn) return;
      drawn = text;
      if (state.isReady && chosen && !state.channels[chosen]) chosen = "";
      fill(select, element("option", { value: "" }, "All channels"), channels.map(({ channel, name: title }) => element("option", { value: channel }, title)));
      select.value = chosen;
    },
  };
}
