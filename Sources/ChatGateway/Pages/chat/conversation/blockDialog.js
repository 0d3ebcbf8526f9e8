import { openDialog } from "/desk/dialog.js";
import { element } from "/desk/element.js";
import { notify } from "/desk/notice.js";
import { visitorName } from "../state/groups.js";

const spans = [[1, "1 hour"], [24, "1 day"], [168, "1 week"], [720, "30 days"], [8760, "1 year"], [0, "Lift the block"]];

/** *Block visitor…*: for managers of the channel. The chat that runs ends. */
export function openBlock(app, card) {
  openDialog({
    title: `Block ${visitorName(card)}?`,
    description: card.channelName,
    size: "s",
    content: element(
      "div.stack", {},
      element("p", {}, "This visitor cannot open a chat on this channel for that long. A chat that goes on ends now."),
      element(
        "div.field", {}, element("label", { for: "block-hours" }, "For how long"),
        element("select.select", { id: "block-hours", name: "hours" }, spans.map(([hours, words]) => element("option", { value: String(hours), selected: hours === 24 }, words))))),
    actions: [
      { label: "Cancel" },
      {
        label: "Block visitor", kind: "danger", run: async (form) => {
          const hours = Number(new FormData(form).get("hours"));
          const now = app.store.state.sessions[card.session] ?? card;
          await app.api.send("visitor.block", { session: card.session, hours }, { channel: now.channel, lane: card.session, patience: 30 });
          const span = spans.find(([value]) => value === hours)?.[1];
          notify({ kind: "ok", text: hours === 0 ? "The visitor may chat again." : `The visitor is blocked for ${span}.`, seconds: 5 });
          return true;
        },
      },
    ],
  });
}
