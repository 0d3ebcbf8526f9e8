import { avatar } from "/desk/avatar.js";
import { brand } from "/desk/brand.js";
import { element, fill, setAttribute, setText } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { attachMenu } from "/desk/menu.js";
import { openProfile } from "./profile.js";
import { openShortcuts } from "./shortcuts.js";
import { ongoing, waitingCount } from "./state/groups.js";

/** The frame's head: the two tabs with their badges, my presence, my profile (spec sections 3.1, 3.2). */
export function topBar(bar, app) {
  const chats = tab("chats", "Chats", "chats");
  const board = tab("dashboard", "Dashboard", "dashboard");
  const hint = element("span.presence-hint", { role: "status" });
  const toggle = /** @type {HTMLInputElement} */ (
    element("input", { type: "checkbox", role: "switch", "aria-label": "Present", on: { change: setPresence } }));
  const label = element("span.presence-label");
  const profile = element("button.profile.btn-ghost.btn", { type: "button", "aria-label": "Profile and settings" });
  fill(
    bar,
    brand(),
    element("div.tabs", { role: "tablist", "aria-label": "Chat", id: "tabs" }, chats.button, board.button),
    element("div.grow"),
    hint,
    element("label.switch.presence-switch", { title: "Present: you are offered chats, warnings and transfers" }, toggle, label),
    profile);
  let isSetting = false;
  let disconnectedSince = 0;
  let drawn = "";

  attachMenu(profile, () => {
    const { agent } = app.store.state;
    return [
      { kind: "heading", label: `${agent.firstName} ${agent.lastName}`.trim() || agent.nickname },
      { label: "Profile and notices…", icon: "user", run: () => openProfile(app) },
      { label: "Keyboard shortcuts", icon: "keyboard", hint: "?", run: openShortcuts },
      ...(agent.administrator || agent.channels.some(({ manage }) => manage) ? [{ label: "Administration", icon: "settings", href: "/admin" }] : []),
      { kind: "line" },
      { label: "Log out", icon: "logout", run: logOut },
    ];
  }, { align: "end", label: "Profile" });

  async function setPresence() {
    const status = toggle.checked ? "present" : "away";
    isSetting = true;
    try {
      const answer = await app.api.send("presence.set", { status }, { patience: 30, lane: "presence" });
      app.store.dispatch({ type: "presence", wanted: answer?.wanted ?? status, effective: answer?.effective });
    } catch (error) {
      app.tell(error, "Your presence was not changed");
    } finally {
      isSetting = false;
      app.store.touch();
    }
  }

  async function logOut() {
    app.live.stop();
    await app.api.logOut();
  }

  function render(state) {
    chats.badge(ongoing(state).filter(({ agent }) => agent === state.me).length);
    board.badge(waitingCount(state));
    const { agent } = state;
    if (!agent) return;
    const wantsPresent = agent.wanted === "present";
    if (!isSetting && toggle.checked !== wantsPresent) toggle.checked = wantsPresent;
    setText(label, toggle.checked ? "Present" : "Away");
    // A page that was loaded anew has two connections for a moment; when the old one goes, that is not worth a word.
    disconnectedSince = agent.effective === "disconnected" ? disconnectedSince || Date.now() : 0;
    const effective = disconnectedSince && Date.now() - disconnectedSince < 2000 ? agent.wanted : agent.effective;
    setText(hint, wantsPresent && !isSetting ? hintOf(effective) : "");
    const face = `${agent.nickname}|${agent.photo}|${effective}`;
    if (face !== drawn) {
      drawn = face;
      setAttribute(profile, "aria-label", `${agent.nickname}, profile and settings`);
      fill(
        profile, avatar({ name: agent.nickname, photo: agent.photo, size: "s", presence: effective }),
        element("span.profile-name.truncate", {}, agent.nickname), icon("down"));
    }
  }

  function tab(name, text, iconName) {
    const count = element("span.badge.badge-alert", { hidden: true, "aria-hidden": "true" });
    const spoken = element("span.visually-hidden");
    const button = element(
      "button.tab", {
        type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`,
        "aria-selected": String(app.tab === name), data: { tab: name },
      }, icon(iconName), element("span", {}, text), count, spoken);
    return {
      button,
      badge: (number) => {
        count.hidden = number === 0;
        setText(count, number > 99 ? "99+" : String(number));
        setText(spoken, number === 0 ? "" : name === "chats" ? `, ${number} ongoing` : `, ${number} waiting`);
      },
    };
  }

  return { render };
}

function hintOf(effective) {
  switch (effective) {
    case "notResponding": return "Not responding: you let an offer pass. Do anything to be Present again.";
    case "disconnected": return "Connecting…";
    default: return "";
  }
}
