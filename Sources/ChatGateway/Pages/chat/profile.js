import { wordsOf } from "/desk/apiError.js";
import { avatar } from "/desk/avatar.js";
import { markInvalid, openDialog } from "/desk/dialog.js";
import { element, fill } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { notify } from "/desk/notice.js";
import { pictureTypes, uploadPicture } from "/desk/uploadPicture.js";

const languages = [["en", "English"], ["nl", "Nederlands"], ["de", "Deutsch"], ["no", "Norsk"], ["da", "Dansk"], ["sv", "Svenska"]];

/** My profile: how visitors see me, my language and time zone, and how I want to be told of news. */
export function openProfile(app) {
  const agent = app.store.state.agent;
  const { alertSettings } = app;
  const face = element("span");
  const draw = (name, photo) => fill(face, avatar({ name, photo, size: "xl" }));
  draw(agent.nickname, agent.photo);
  const zones = Intl.supportedValuesOf?.("timeZone") ?? [agent.timeZone];
  const nickname = element("input.input", { id: "profile-nickname", name: "nickname", value: agent.nickname, maxlength: "64", required: true, autocomplete: "off" });
  let photo = agent.photo ?? "";
  const photoProblem = element("p.field-error", { role: "alert", hidden: true });
  const file = element("input.visually-hidden", { type: "file", accept: pictureTypes.join(","), tabindex: "-1", "aria-label": "Photo", on: { change: () => void take(file.files[0]) } });
  const choose = element("button.btn.btn-sm", { type: "button", on: { click: () => file.click() } }, icon("upload"), "Choose a photo…");
  const remove = element("button.btn.btn-sm.btn-ghost", { type: "button", on: { click: () => { set(""); choose.focus(); } } }, icon("trash"), "Remove");
  nickname.addEventListener("input", () => draw(nickname.value, photo));

  function set(address) {
    photo = address;
    remove.hidden = !address;
    draw(nickname.value, address);
  }

  /** A photo is at its place at once, and mine when the profile is saved. */
  async function take(picture) {
    if (!picture) return;
    photoProblem.hidden = true;
    choose.setAttribute("aria-busy", "true");
    try {
      set(await uploadPicture(app.api, picture));
    } catch (error) {
      photoProblem.textContent = error.code === "illegalFileType" ? error.detail : wordsOf(error);
      photoProblem.hidden = false;
    } finally {
      choose.removeAttribute("aria-busy");
      file.value = "";
    }
  }

  set(photo);
  const notifications = element("input", { type: "checkbox", role: "switch", name: "notifications", checked: alertSettings.notifications && permission() === "granted" });
  const permissionHint = element("p.hint", {}, permissionWords());
  notifications.disabled = permission() === "denied" || permission() === "none";
  notifications.addEventListener("change", async () => {
    if (notifications.checked && permission() === "default") await Notification.requestPermission();
    if (permission() !== "granted") notifications.checked = false;
    permissionHint.textContent = permissionWords();
  });
  const sound = element("input", { type: "checkbox", role: "switch", name: "sound", checked: alertSettings.sound });

  openDialog({
    title: "Profile and notices",
    content: element(
      "div.stack.loose", {},
      element(
        "div.row.profile-face", {}, face,
        element("div.field.grow", {}, element("label", { for: "profile-nickname" }, "Nickname"), nickname, element("p.hint", {}, "Visitors see this name, or your first name where the channel says so."))),
      element(
        "div.stack.tight", {}, element("div.row", {}, choose, remove, file), photoProblem,
        element("p.hint", {}, "PNG, JPEG, GIF or WebP, at most 1 MB. Without one your initials are shown.")),
      element(
        "div.grid-2", {},
        element("div.field", {}, element("label", { for: "profile-language" }, "Language"), element("select.select", { id: "profile-language", name: "language" }, languages.map(([value, text]) => element("option", { value, selected: value === agent.language }, text)))),
        element("div.field", {}, element("label", { for: "profile-zone" }, "Time zone"), element("select.select", { id: "profile-zone", name: "timeZone" }, [...new Set([agent.timeZone, ...zones])].map((zone) => element("option", { value: zone, selected: zone === agent.timeZone }, zone.replaceAll("_", " ")))))),
      element(
        "fieldset.stack.tight", {}, element("legend", {}, "In this browser"),
        element("label.switch", {}, notifications, "Browser notifications while this page is in the background"),
        permissionHint,
        element("label.switch", {}, sound, "Short sounds"))),
    actions: [
      { label: "Cancel" },
      {
        label: "Save", kind: "primary", run: async (form) => {
          const fields = new FormData(form);
          const name = String(fields.get("nickname")).trim();
          if (!name) {
            markInvalid(nickname, "Type the name that visitors shall see.");
            nickname.focus();
            return undefined;
          }
          const body = {
            nickname: name, photo, language: fields.get("language"), timeZone: fields.get("timeZone"),
            notifications: notifications.checked,
          };
          if (body.photo === (agent.photo ?? "")) delete body.photo;
          await app.api.send("profile.save", body, { patience: 30 });
          alertSettings.keep({ notifications: notifications.checked, sound: sound.checked });
          app.store.dispatch({ type: "profile", fields: body });
          notify({ kind: "ok", text: "Your profile is saved.", seconds: 4 });
          return true;
        },
      },
    ],
  });
}

function permission() {
  return "Notification" in globalThis ? Notification.permission : "none";
}

function permissionWords() {
  switch (permission()) {
    case "denied": return "This browser does not let the page show notifications. Allow them in the browser's settings for this site.";
    case "none": return "This browser has no notifications.";
    default: return "";
  }
}
