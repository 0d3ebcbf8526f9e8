import { signIn } from "/desk/api.js";
import { EventStream } from "/shared/stream.js";
import { hasHole } from "./state/log.js";

/** How long an event may be on its way after a later one before it is asked for (contract, "Numbers"). */
const holePatience = 500;
/** So many logs are kept of sessions at which nobody looks. */
const keptLogs = 20;

/**
 * Keeps the state in step with the desk: reads the agent's stream, looks at everything anew whenever the stream begins
 * or the gateway has the broker back, and fetches holes by number (guarantees 4, 17).
 */
export class Live {
  #api;
  #store;
  #clock;
  #onNews;
  #stream;
  /** Sessions whose log will be asked for soon, and such whose card will. */
  #holes = new Set();
  #incomplete = new Set();
  #visited = [];
  #look = 0;
  #deskWanted = 0;

  /**
   * @param {import("/desk/api.js").Api} api
   * @param {import("./store.js").Store} store
   * @param {import("./serverClock.js").ServerClock} clock
   * @param {(event: object, before: object) => void} onNews told of each event that was new, with the state before it
   */
  constructor(api, store, clock, onNews) {
    this.#api = api;
    this.#store = store;
    this.#clock = clock;
    this.#onNews = onNews;
    /** This page's connection: the gateway renews its lease while the stream stands. */
    this.connection = crypto.randomUUID();
    this.#stream = new EventStream({
      url: () => `/api/agent/events?connection=${this.connection}`,
      onEvent: (name, data) => this.#take(name, data),
      onLost: () => this.#store.dispatch({ type: "stream", status: "lost" }),
      onRefused: (status) => {
        if (status === 401) signIn();
        // Anything else is a fault of the gateway's that may pass.
        else setTimeout(() => this.#stream.start(), 10_000);
      },
    });
  }

  start() {
    this.#stream.start();
    // Transients may be lost: once a minute everything is held against the worker.
    setInterval(() => {
      if (this.#store.state.stream === "open" && !document.hidden) void this.lookAnew();
    }, 60_000);
  }

  stop() {
    this.#stream.stop();
  }

  #take(name, data) {
    if (!data) return;
    switch (name) {
      case "ready":
        this.#store.dispatch({ type: "stream", status: "open" });
        this.#store.dispatch({ type: "broker", connected: true });
        void this.lookAnew();
        break;
      case "gateway":
        this.#store.dispatch({ type: "broker", connected: data.connected });
        if (data.connected) void this.lookAnew();
        break;
      case "event":
        this.#clock.observe(data.at);
        this.#takeEvent(data);
        break;
      case "transient":
        this.#clock.observe(data.at);
        this.#store.dispatch({ type: "transient", transient: data, now: Date.now() });
        if (data.type === "membership.changed" && data.data.agent === this.#store.state.me) this.#lookSoon();
        if (data.type === "channel.saved") void this.#loadSettings();
        break;
      default:
        break;
    }
  }

  #takeEvent(event) {
    const before = this.#store.state;
    this.#store.dispatch({ type: "event", event });
    this.#onNews(event, before);
    const log = this.#store.state.logs[event.session];
    if (log && hasHole(log)) this.#fillSoon(event.session);
    // A card made from one event knows little: what it lacks is asked for.
    if (this.#store.state.sessions[event.session]?.isIncomplete) this.#complete(event.session);
  }

  /** Looks at everything anew: the desk, what goes on on its channels, and the logs that are open. */
  async lookAnew() {
    this.#look += 1;
    const look = this.#look;
    const isCurrent = () => look === this.#look;
    try {
      const desk = await this.#api.send("desk.get", {}, { patience: 60 });
      if (!isCurrent()) return;
      this.#store.dispatch({ type: "desk", desk });
      for (const session of Object.keys(this.#store.state.logs)) void this.#fill(session);
      await Promise.all([this.#loadUnderway(isCurrent), this.#loadSettings()]);
    } catch (error) {
      if (isCurrent()) setTimeout(() => isCurrent() && this.lookAnew(), 5000);
      if (error.code !== "offline" && error.code !== "unavailable") console.error(error);
    }
  }

  #lookSoon() {
    clearTimeout(this.#deskWanted);
    this.#deskWanted = setTimeout(() => void this.lookAnew(), 300);
  }

  async #loadUnderway(isCurrent) {
    const cards = await this.#api.all("session.list", { view: "ongoing" }, { limit: 1000 });
    if (isCurrent()) this.#store.dispatch({ type: "cards", view: "ongoing", cards });
  }

  async #loadSettings() {
    const { items } = await this.#api.send("channel.list", {}, { patience: 60 });
    this.#store.dispatch({ type: "settings", channels: items });
  }

  async #complete(session) {
    if (this.#incomplete.has(session)) return;
    this.#incomplete.add(session);
    setTimeout(async () => {
      this.#incomplete.delete(session);
      if (!this.#store.state.sessions[session]?.isIncomplete) return;
      try {
        const { snapshot } = await this.#api.send("session.get", { session, limit: 1 }, { patience: 20 });
        this.#store.dispatch({ type: "cards", cards: [{ ...bare(snapshot), isIncomplete: false }] });
      } catch (error) {
        this.#gone(session, error);
      }
    }, 1200);
  }

  /** Opens a session's log, or brings it up to date. */
  async open(session) {
    this.#visited = [...this.#visited.filter((id) => id !== session), session];
    while (this.#visited.length > keptLogs) this.#store.dispatch({ type: "log.close", session: this.#visited.shift() });
    this.#store.dispatch({ type: "log.open", session });
    await this.#fill(session);
  }

  /** Fetches what came before the first event that is here. */
  async openEarlier(session) {
    const first = this.#store.state.logs[session]?.events[0]?.seq ?? Infinity;
    const events = [];
    let after = 0;
    for (;;) {
      const page = await this.#api.send("session.get", { session, after, limit: 500 }, { patience: 30 });
      events.push(...page.events.filter(({ seq }) => seq < first));
      const last = page.events.at(-1)?.seq ?? after;
      if (!page.more || last >= first || last === after) break;
      after = last;
    }
    this.#store.dispatch({ type: "log.earlier", session, events });
  }

  #fillSoon(session) {
    if (this.#holes.has(session)) return;
    this.#holes.add(session);
    setTimeout(() => {
      this.#holes.delete(session);
      const log = this.#store.state.logs[session];
      if (log && hasHole(log)) void this.#fill(session);
    }, holePatience);
  }

  async #fill(session) {
    try {
      for (;;) {
        const log = this.#store.state.logs[session];
        if (!log) return;
        const after = log.through ?? undefined;
        const page = await this.#api.send(
          "session.get", { session, ...(after === undefined ? {} : { after }) }, { patience: 60 });
        this.#store.dispatch({ type: "log.page", session, page, after });
        if (after === undefined || !page.more) break;
        if (page.events.length === 0) break;
      }
      const log = this.#store.state.logs[session];
      if (log && hasHole(log)) this.#fillSoon(session);
    } catch (error) {
      this.#gone(session, error);
    }
  }

  #gone(session, error) {
    if (error.code === "unknownSession" || error.code === "forbidden") {
      this.#store.dispatch({ type: "forget", session, why: "unknown" });
    } else if (error.code === "offline" || error.code === "unavailable") {
      setTimeout(() => this.#store.state.logs[session] && this.#fill(session), 5000);
    } else {
      console.error(error);
    }
  }
}

function bare(snapshot) {
  const { events: _, more: __, ...card } = snapshot;
  return card;
}
