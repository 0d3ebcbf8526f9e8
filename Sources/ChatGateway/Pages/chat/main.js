import { Api } from "/desk/api.js";
import { wordsOf } from "/desk/apiError.js";
import { attachTabs } from "/desk/tabs.js";
import { notify } from "/desk/notice.js";
import { Alerts, newsOf } from "./alerts.js";
import { AlertSettings } from "./alertSettings.js";
import { Actions } from "./actions.js";
import { connectionBar } from "./connectionBar.js";
import { contactPanel } from "./contact/contactPanel.js";
import { conversation } from "./conversation/conversation.js";
import { dashboard } from "./dashboard/dashboard.js";
import { Documents } from "./documents/documents.js";
import { Drafts } from "./drafts.js";
import { watchIdle } from "./idleWatch.js";
import { Lines } from "./lines.js";
import { Live } from "./live.js";
import { sessionList } from "./list/sessionList.js";
import { ServerClock } from "./serverClock.js";
import { attachShortcuts } from "./shortcuts.js";
import { initialState } from "./state/initial.js";
import { Store } from "./store.js";
import { topBar } from "./topBar.js";
import { Uploads } from "./uploads.js";
import { ongoing, waitingCount } from "./state/groups.js";

/**
 * @typedef {object} App what every view of the Chat screen is given
 * @property {Api} api
 * @property {Store} store
 * @property {Live} live
 * @property {Lines} lines
 * @property {Drafts} drafts
 * @property {Uploads} uploads files on their way
 * @property {Documents} documents those of the directory
 * @property {ServerClock} clock
 * @property {AlertSettings} alertSettings
 * @property {Actions} actions
 * @property {"chats" | "dashboard"} tab
 * @property {(tab: "chats" | "dashboard") => void} go
 * @property {(session: string | null, options?: {focus?: boolean}) => void} select
 * @property {(error: unknown, title?: string) => void} tell shows what went wrong
 */

const api = new Api();
const { agent } = await api.open();
const store = new Store({ ...initialState(agent.agent), agent });
const clock = new ServerClock();
const alertSettings = new AlertSettings(agent.agent);
const uploads = new Uploads(api, () => store.touch());

/** @type {App} */
const app = {
  api,
  store,
  clock,
  alertSettings,
  drafts: new Drafts(agent.agent),
  lines: new Lines(api, store),
  uploads,
  documents: new Documents(uploads),
  tab: location.hash === "#dashboard" ? "dashboard" : "chats",
  go,
  select,
  tell: (error, title) => {
    if (error?.name !== "AbortError") notify({ kind: "danger", title, text: wordsOf(error), seconds: 12 });
  },
};
const alerts = new Alerts(alertSettings, ({ session, tab }) => {
  if (tab) go(tab);
  if (session) select(session, { focus: true });
});
app.live = new Live(api, store, clock, (event, before) => {
  const news = newsOf(before, store.state, event, {
    isWatched: (session) => store.state.selected === session && app.tab === "chats" && document.hasFocus(),
    now: clock.now(),
  });
  if (news) alerts.show(news);
});
app.actions = new Actions(app);

const find = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const views = [
  topBar(find("top-bar"), app),
  connectionBar(find("connection"), app),
  sessionList(find("list"), app),
  conversation(find("conversation"), app),
  contactPanel(find("contact"), app),
  dashboard(find("panel-dashboard"), app),
];
const tabs = attachTabs(find("tabs"), (tab) => go(tab.dataset.tab));

function draw(state) {
  for (const view of views) view.render(state);
  const count = ongoing(state).reduce((sum, card) => sum + (card.agent === state.me ? card.unread : 1), 0);
  const waiting = waitingCount(state);
  const title = `${count > 0 ? `(${count}) ` : ""}Chat${waiting > 0 ? ` · ${waiting} waiting` : ""} · Samtale`;
  if (document.title !== title) document.title = title;
}

function go(tab) {
  app.tab = tab;
  tabs.select(find(`tab-${tab}`));
  history.replaceState(null, "", tab === "dashboard" ? "#dashboard" : location.pathname + location.search);
  store.touch();
}

function select(session, { focus = false } = {}) {
  if (session && app.tab !== "chats") go("chats");
  store.dispatch({ type: "select", session });
  document.body.classList.toggle("has-chat", session !== null);
  sessionStorage.setItem("samtale.selected", session ?? "");
  if (session) void app.live.open(session);
  store.touch();
  if (focus) requestAnimationFrame(() => document.querySelector(".composer textarea, .conversation-header h2")?.focus());
}

store.subscribe(draw);
go(app.tab);
draw(store.state);
// What was looked at before the page was loaded again.
const kept = sessionStorage.getItem("samtale.selected");
if (kept) select(kept);
if (kept && location.hash === "#dashboard") go("dashboard");
app.live.start();
app.lines.start();
watchIdle(api, app.live.connection);
attachShortcuts(app);
// Times on cards, offers and waits go on by themselves.
setInterval(() => {
  if (!document.hidden) store.touch();
}, 1000);
