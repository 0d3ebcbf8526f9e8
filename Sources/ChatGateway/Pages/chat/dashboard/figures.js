import { avatar } from "/desk/avatar.js";
import { lineChart } from "/desk/chart.js";
import { wordsOf } from "/desk/apiError.js";
import { element, fill, setText } from "/desk/element.js";
import { icon } from "/desk/icon.js";
import { channelChoice } from "./channelChoice.js";
import { spell } from "../durations.js";
import { underway, urgency, warningsOf } from "../state/groups.js";

/**
 * *Traffic today*, *Today's numbers* and *Heroes of the day* (statistics, "Dashboard"): asked for when something happened,
 * at most once a second, and once a minute for what time alone changes.
 */
export function figures(app) {
  const choice = channelChoice(app, "today", "Channel of today's figures");
  const chart = lineChart({ title: "Traffic today by hour", height: 190, format: (value) => String(Math.round(value * 10) / 10) });
  const error = element("div.banner.banner-danger", { role: "status", hidden: true });
  const tiles = {
    average: tile("Avg. waiting time"), longest: tile("Max. waiting time"), active: tile("Active sessions"), started: tile("Chats started"),
  };
  const podium = element("ol.podium");
  const none = element("div.empty", {}, icon("trophy"), "The first chats of the day make the first heroes.");
  const traffic = element(
    "section.card.board-traffic", { "aria-labelledby": "traffic-title" },
    element("header.card-header", {}, element("h2", { id: "traffic-title" }, "Traffic today"), element("span.grow"), choice.element),
    element("div.card-body", {}, error, chart.element));
  const numbers = element(
    "section.card.board-numbers", { "aria-labelledby": "numbers-title" },
    element("header.card-header", {}, element("h2", { id: "numbers-title" }, "Today's numbers")),
    element("div.tiles", {}, Object.values(tiles).map(({ node }) => node)));
  const heroes = element(
    "section.card.board-heroes", { "aria-labelledby": "heroes-title" },
    element("header.card-header", {}, element("h2", { id: "heroes-title" }, "Heroes of the day")),
    element("div.card-body.heroes-body", {}, podium, none));
  let figuresKey = "";
  let askedAt = 0;
  let isAsking = false;
  let timer = 0;
  let data = null;
  let ofChannel;

  function render(state) {
    choice.render(state);
    // What makes the figures change: queues, chats, and who has them.
    const live = underway(state, choice.channel);
    const key = JSON.stringify([
      choice.channel, state.isReady, state.stream, Math.floor(app.clock.now() / 60_000),
      Object.values(state.channels).map(({ waiting, longestSince, ongoing }) => [waiting, longestSince, ongoing]),
      live.map(({ session, agent, status }) => [session, agent, status === "userLast"]),
    ]);
    if (key !== figuresKey && state.isReady) {
      figuresKey = key;
      ask();
    }
    if (data) draw(state);
  }

  function ask() {
    if (timer || isAsking) return;
    const wait = Math.max(0, askedAt + 1000 - Date.now());
    timer = setTimeout(async () => {
      timer = 0;
      isAsking = true;
      askedAt = Date.now();
      const key = figuresKey;
      const channel = choice.channel;
      try {
        data = await app.api.send("statistics.get", { view: "dashboard", ...(channel ? { channels: [channel] } : {}) }, { patience: 20 });
        ofChannel = channel;
        error.hidden = true;
        // What is still to come is no zero.
        const hourNow = Number(new Intl.DateTimeFormat("en", { hour: "2-digit", hourCycle: "h23", timeZone: app.store.state.agent.timeZone }).format(app.clock.now()));
        const last = Math.max(hourNow, ...data.traffic.map(({ hour, incoming, active }) => (incoming || active ? hour : 0)));
        const until = (name) => data.traffic.map((one) => (one.hour <= last ? one[name] : null));
        chart.update({
          labels: data.traffic.map(({ hour }) => `${String(hour).padStart(2, "0")}:00`),
          series: [{ name: "Incoming", values: until("incoming") }, { name: "Active", values: until("active") }],
        });
        drawHeroes();
      } catch (problem) {
        error.hidden = false;
        fill(error, icon("alert"), element("span", {}, `The figures are not up to date. ${wordsOf(problem)}`));
      } finally {
        isAsking = false;
        if (key !== figuresKey) ask();
        app.store.touch();
      }
    }, wait);
  }

  function draw(state) {
    const limits = warningsOf(state, ofChannel);
    tiles.average.set(spell(data.waitAverage), data.waitAverage === null ? "none" : urgency(data.waitAverage, limits));
    tiles.longest.set(spell(data.waitMaximum), data.waitMaximum === null ? "none" : urgency(data.waitMaximum, limits));
    tiles.active.set(String(data.active), "none");
    tiles.started.set(String(data.started), "none");
  }

  function drawHeroes() {
    none.hidden = data.heroes.length > 0;
    podium.hidden = data.heroes.length === 0;
    fill(podium, data.heroes.map(({ place, nickname, photo, count }) => element(
      "li.hero", { class: `place-${place}`, value: String(place) },
      avatar({ name: nickname, photo, size: place === 1 ? "xl" : "l" }),
      element("span.hero-name.truncate", {}, nickname),
      element("span.muted.small", {}, `${count} ${count === 1 ? "chat" : "chats"}`),
      element("span.hero-step", { "aria-hidden": "true" }, String(place)))));
  }

  return { elements: [traffic, numbers, heroes], render };
}

const urgencyWords = { ok: "within the limit", warn: "above the agents' limit", danger: "above the managers' limit", none: "" };

function tile(label) {
  const value = element("div.tile-value.numbers");
  const note = element("div.tile-note");
  const node = element("div.tile", {}, element("div.tile-label", {}, label), value, note);
  return {
    node,
    set: (text, urgent) => {
      setText(value, text);
      setText(note, urgencyWords[urgent]);
      node.dataset.urgency = urgent;
    },
  };
}
