import { markInvalid, openDialog } from "/desk/dialog.js";
import { element } from "/desk/element.js";
import { notify } from "/desk/notice.js";
import { visitorName } from "../state/groups.js";

/** *Send transcript…*: mails a copy of the conversation. */
export function openTranscript(app, card) {
  openDialog({
    title: "Send transcript",
    description: `A copy of the chat with ${visitorName(card)} by e-mail`,
    size: "s",
    content: element(
      "div.field", {}, element("label", { for: "transcript-email" }, "E-mail address"),
      element("input.input", { id: "transcript-email", name: "email", type: "email", value: card.visitor.email ?? "", autocomplete: "off" })),
    actions: [
      { label: "Cancel" },
      {
        label: "Send", kind: "primary", run: async (form) => {
          const field = form.elements.namedItem("email");
          const email = field.value.trim();
          if (!/^\S+@\S+$/.test(email)) {
            markInvalid(field, "Type an address like name@example.com.");
            field.focus();
            return undefined;
          }
          await app.api.send("transcript.send", { session: card.session, email }, { channel: card.channel, lane: card.session, patience: 30 });
          notify({ kind: "ok", text: `The copy goes to ${email}.` });
          return true;
        },
      },
    ],
  });
}
