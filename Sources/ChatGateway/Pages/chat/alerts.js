import { dismiss, notify } from "/desk/notice.js";
import { agentName, visitorName } from "./state/groups.js";
import { lineOf } from "./state/summary.js";

/**
 * What an event is worth telling me about: pure.
 *
 * @param {import("./state/initial.js").State} before
 * @param {import("./state/initial.js").State} after
 * @param {object} event
 * @param {{isWatched: (session: string) => boolean, now: number}} view whether I look at a session now
 * @returns {{title: string, text: string, kind: string, seconds: number, key: string, sound?: "line" | "chat" | "alarm",
 *   system: boolean, session?: string, tab?: "dashboard"} | null}
 */
export function newsOf(before, after, event, { isWatched, now }) {
  const { me } = after;
  const id = event.session;
  const card = after.sessions[id] ?? before.sessions[id];
  const known = before.sessions[id];
  if (known && event.seq <= known.seq) return null;
  const visitor = card ? visitorName(card) : "A visitor";
  const channel = card?.channelName ?? event.channel;
  switch (event.type) {
    case "warning.raised": {
      const { data } = event;
      if (!data.recipients?.includes(me) || Date.parse(data.expiresAt) <= now) return null;
      const minutes = Math.max(1, Math.round((Date.parse(event.at) - Date.parse(data.since)) / 60_000));
      const isNew = data.kind === "newChat";
      return {
        title: isNew ? `${visitor} still waits` : `${visitor} waits for an answer`,
        text: isNew
          ? `Nobody has taken this chat on ${channel} for ${minutes} min.`
          : `${data.level === "manager" && card?.agent !== me ? `${agentName(after, card?.agent)} has` : "You have"} not answered for ${minutes} min.`,
        kind: data.level === "manager" ? "danger" : "warn", seconds: 60, key: `warning-${id}-${data.kind}`,
        sound: "alarm", system: true, session: isNew ? undefined : id, tab: isNew ? "dashboard" : undefined,
      };
    }
    case "session.offered":
      if (event.data.agent !== me) return null;
      return {
        title: "A chat for you", text: `${visitor} on ${channel}. Accept it in the list of chats.`, kind: "info",
        seconds: Math.max(5, (Date.parse(event.data.expiresAt) - now) / 1000), key: `offer-${id}`, sound: "chat",
        system: true,
      };
    case "transfer.requested":
      if (event.data.to !== me) return null;
      return {
        title: `${agentName(after, event.data.by)} hands you a chat`, text: `${visitor} on ${channel}.`, kind: "warn",
        seconds: 60, key: `transfer-${id}`, sound: "chat", system: true, session: id,
      };
    case "transfer.cancelled":
      return over(`transfer-${id}`);
    case "transfer.rejected":
    case "transfer.expired":
      if (event.data.from !== me) return over(`transfer-${id}`);
      return {
        title: event.type === "transfer.rejected" ? "Transfer rejected" : "Transfer not answered",
        text: `${agentName(after, event.data.to)} did not take ${visitor}. The chat stays with you.`, kind: "warn",
        seconds: 20, key: `transfer-${id}`, sound: "line", system: true, session: id,
      };
    case "transfer.accepted":
      if (event.data.from !== me) return over(`transfer-${id}`);
      return {
        title: "Transfer accepted", text: `${agentName(after, event.data.to)} has ${visitor} now. You read along.`,
        kind: "ok", seconds: 10, key: `transfer-${id}`, system: false, session: id,
      };
    case "session.assigned":
      if (event.data.how === "takeOver" && known?.agent === me && event.data.agent !== me) {
        return {
          title: "Taken over", text: `${agentName(after, event.data.agent)} has taken over ${visitor}. You read along.`,
          kind: "warn", seconds: 20, key: `takeover-${id}`, sound: "line", system: true, session: id,
        };
      }
      return null;
    case "session.queued":
      if (event.data.reason === "agentLost" && known?.agent === me) {
        return {
          title: "Back in the queue", text: `You were not connected, so ${visitor} waits in the queue again.`,
          kind: "warn", seconds: 30, key: `queued-${id}`, system: false,
        };
      }
      if (!after.channels[event.channel]?.member?.notify || after.agent?.effective !== "present") return null;
      return {
        title: "Somebody waits", text: `${visitor === "Visitor" ? "A visitor" : visitor} on ${channel}.`, kind: "none",
        seconds: 0, key: `queue-${id}`, sound: "chat", system: true, tab: "dashboard",
      };
    case "message.posted":
    case "file.shared": {
      const { from, text } = lineOf(event);
      if (from !== "visitor" || card?.agent !== me || isWatched(id)) return null;
      return {
        title: visitor, text: text.slice(0, 140), kind: "none", seconds: 0, key: `message-${id}`,
        sound: "line", system: true, session: id,
      };
    }
    case "session.moved":
      if (!known || (known.agent !== me && !before.listening.includes(id) && !before.logs[id])) return null;
      return {
        title: "Moved", text: `${visitor} is on the channel ${after.channels[event.data.to]?.name ?? event.data.to} now.`,
        kind: "info", seconds: 15, key: `moved-${id}`, system: false,
      };
    default:
      return null;
  }
}

/** What was told of is done with: a notice that is still there goes. */
function over(key) {
  return { title: "", text: "", kind: "over", seconds: 0, key, system: false };
}

/** Shows news: in the page, by the browser when the page is not looked at, and by a sound, as far as I allow it. */
export class Alerts {
  #settings;
  #onChoose;
  #audio = null;
  #soundedAt = 0;

  /**
   * @param {import("./alertSettings.js").AlertSettings} settings
   * @param {(news: {session?: string, tab?: string}) => void} onChoose
   */
  constructor(settings, onChoose) {
    this.#settings = settings;
    this.#onChoose = onChoose;
    // Browsers give sound only to pages that were touched.
    addEventListener("pointerdown", () => void this.#audio?.resume(), { passive: true });
    addEventListener("keydown", () => void this.#audio?.resume(), { passive: true });
  }

  /** @param {NonNullable<ReturnType<typeof newsOf>>} news */
  show(news) {
    if (news.kind === "over") return dismiss(news.key);
    if (news.kind !== "none") {
      notify({
        ...news,
        actions: news.session || news.tab
          ? [{ label: news.tab ? "Show the queue" : "Open chat", run: () => this.#onChoose(news) }]
          : [],
      });
    }
    if (news.sound && this.#settings.sound) this.#play(news.sound);
    if (news.system && this.#settings.notifications && (document.hidden || !document.hasFocus())) this.#tellSystem(news);
  }

  #tellSystem(news) {
    if (!("Notification" in globalThis) || Notification.permission !== "granted") return;
    try {
      const shown = new Notification(news.title, { body: news.text, tag: news.key, silent: true });
      shown.onclick = () => {
        window.focus();
        shown.close();
        this.#onChoose(news);
      };
    } catch {
      // Phones have notifications for service workers only.
    }
  }

  #play(sound) {
    if (Date.now() - this.#soundedAt < 900) return;
    this.#soundedAt = Date.now();
    try {
      this.#audio ??= new AudioContext();
      void this.#audio.resume();
    } catch {
      return;
    }
    const tones = { line: [880], chat: [660, 880], alarm: [880, 660, 880] }[sound];
    tones.forEach((frequency, index) => {
      const start = this.#audio.currentTime + index * 0.14;
      const tone = this.#audio.createOscillator();
      const volume = this.#audio.createGain();
      tone.type = "sine";
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0.0001, start);
      volume.gain.exponentialRampToValueAtTime(0.12, start + 0.015);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.22);
      tone.connect(volume).connect(this.#audio.destination);
      tone.start(start);
      tone.stop(start + 0.25);
    });
  }
}
