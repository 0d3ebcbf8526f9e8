import { plainText, safeHTML, safeLink } from "../shared/safeHTML.js";
import { clock, dayKey, dayName, fullTime } from "../shared/times.js";
import { mark } from "./conversation.js";
import { avatar, element, icon } from "./element.js";
import { matches, waiting } from "./pending.js";
import { fill } from "./template.js";

/** The conversation: day headings, grouped bubbles, notices, marks. Nodes stay as long as their line says the same. */
export class Log {
  #nodes = new Map();
  #isAtEnd = true;

  constructor({ texts, language, gateway, actions }) {
    Object.assign(this, { texts, language, gateway, actions });
    this.list = element("div", { class: "lines" });
    this.typing = element("div", { class: "typing", "aria-live": "off" }, element("span", { class: "dots", "aria-hidden": "true" }, element("i"), element("i"), element("i")), element("span", { class: "who" }));
    this.typing.hidden = true;
    this.node = element("div", { class: "log", tabindex: "0", role: "log", "aria-live": "polite", "aria-label": texts.conversation }, this.list, this.typing);
    this.toNewest = element("button", { type: "button", class: "to-newest", "aria-label": texts.toNewest, title: texts.toNewest, onClick: () => this.scrollToEnd() }, icon("down", 18));
    this.toNewest.hidden = true;
    this.node.addEventListener("scroll", () => {
      this.#isAtEnd = this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < 48;
      this.toNewest.hidden = this.#isAtEnd;
      if (this.#isAtEnd) actions.seen();
    }, { passive: true });
  }

  get isAtEnd() { return this.#isAtEnd; }

  scrollToEnd() {
    this.#isAtEnd = true;
    this.node.scrollTop = this.node.scrollHeight;
    this.toNewest.hidden = true;
  }

  /** @param {{state: any, items: any[], marker: number|null, typing: string|null, greeting: string|null}} model */
  show({ state, items, marker, typing, greeting }) {
    const rows = [];
    const ids = matches(items, state.lines);
    let day = 0;
    let isMarked = false;
    let previous = null;
    if (greeting) rows.push({ key: "greeting", says: greeting, make: () => element("p", { class: "greeting", text: greeting }) });
    const newestOwn = state.lines.findLast((line) => line.kind === "message" && line.from === "visitor")?.seq;
    for (const line of state.lines) {
      if (line.kind === "message" && line.message.kind === "faqQuestion" && !this.texts.faqQuestion) continue;
      const today = dayKey(line.at);
      if (today !== day) {
        day = today;
        previous = null;
        const name = dayName(line.at, Date.now(), this.texts, this.language);
        rows.push({ key: `d${today}`, says: name, make: () => element("p", { class: "day" }, element("span", { text: name })) });
      }
      if (!isMarked && marker !== null && line.seq > marker && line.from !== "visitor" && line.kind !== "notice") {
        isMarked = true;
        previous = null;
        rows.push({ key: "marker", says: "", make: () => element("p", { class: "marker" }, element("span", { text: this.texts.newMarker })) });
      }
      rows.push(this.#row(line, previous, state, ids, line.seq === newestOwn));
      previous = line;
    }
    for (const item of waiting(items, state.lines)) rows.push(this.#pending(item, previous));
    this.#reconcile(rows);
    this.typing.hidden = !typing;
    if (typing) this.typing.querySelector(".who").textContent = fill(this.texts.typing, { name: typing });
    if (this.#isAtEnd) this.scrollToEnd();
  }

  #row(line, previous, state, ids, isNewestOwn) {
    const key = ids.has(line.seq) ? `m${ids.get(line.seq)}` : line.key;
    const follows = previous && previous.kind !== "notice" && previous.from === line.from && previous.shownAs?.name === line.shownAs?.name
      && Date.parse(line.at) - Date.parse(previous.at) < 180_000 && line.kind !== "suggestions";
    switch (line.kind) {
      case "notice": {
        const text = this.#notice(line);
        return { key, says: text, make: () => element("p", { class: "notice", text }) };
      }
      case "suggestions":
        return { key, says: "", make: () => this.#suggestions(line) };
      case "file":
        return { key, says: String(follows), make: () => this.#file(line, follows) };
      case "message": {
        const isOwn = line.from === "visitor";
        const sign = isOwn && isNewestOwn ? mark(state, line.seq) : "";
        const isOpen = line.message.kind === "faqQuestion" ? state.suggested : line.message.options && !state.answeredOptions.includes(line.seq) && state.lines.at(-1)?.seq === line.seq;
        return { key, says: `${follows} ${sign} ${isOpen}`, make: () => this.#message(line, follows, sign, isOpen) };
      }
    }
  }

  #notice({ notice: [name, variables] }) {
    if (name === "idleWarning") return fill(variables.minutes === 1 ? this.texts.idleWarningOne : this.texts.idleWarningOther, { n: variables.minutes });
    if (name === "agentLost") return fill(this.texts.agentLost, { time: clock(variables.returnsAt, this.language) });
    return fill(this.texts[name] ?? "", variables);
  }

  #bubble(from, shownAs, at, follows, content, below, seq) {
    const name = from === "visitor" ? this.texts.you : shownAs?.name ?? "";
    const time = clock(at, this.language);
    return element("div", { class: `line ${from === "visitor" ? "own" : from === "system" ? "other system" : "other"}${follows ? " follows" : ""}`, "data-seq": seq },
      from !== "visitor" && from !== "system" && avatar(shownAs, "avatar small"),
      element("div", { class: "stack" },
        element("div", { class: follows ? "author hidden-text" : "author" }, name && element("span", { class: "name", text: name }), " ", element("time", { datetime: at, title: fullTime(at, this.language), text: time })),
        element("div", { class: "bubble text", title: time }, content), below));
  }

  #message(line, follows, sign, isOpen) {
    const { message } = line;
    const content = message.format === "html" ? safeHTML(message.text) : plainText(message.text);
    let below = sign ? this.#sign(sign) : null;
    if (message.kind === "faqQuestion" && isOpen) {
      below = element("div", { class: "options" },
        element("button", { type: "button", text: this.texts.faqYes, onClick: () => this.actions.answerFAQ(true) }),
        element("button", { type: "button", text: this.texts.faqNo, onClick: () => this.actions.answerFAQ(false) }));
    } else if (isOpen && Array.isArray(message.options)) {
      below = element("div", { class: "options" }, ...message.options.map((option) => {
        const label = typeof option === "string" ? option : option.label;
        return element("button", { type: "button", text: label, onClick: () => this.actions.choose(line.seq, label) });
      }));
    }
    return this.#bubble(line.from, line.shownAs, line.at, follows, content, below, line.seq);
  }

  #sign(sign) {
    return element("span", { class: `sign ${sign}` }, icon(sign === "sent" ? "check" : "checks", 15), element("span", { text: this.texts[sign] }));
  }

  #suggestions(line) {
    return element("div", { class: "suggestions" }, element("p", { text: this.texts.faqIntroduction }),
      element("ul", {}, ...line.entries.map((entry) => element("li", {}, element("a", {
        href: safeLink(entry.url) ?? `${this.gateway}/faq/${encodeURIComponent(entry.id)}`, target: "_blank", rel: "noopener noreferrer", "aria-label": `${entry.title} (${this.texts.opensInTab})`,
      }, element("span", { text: entry.title }), icon("out", 16))))));
  }

  #file(line, follows) {
    const { file } = line;
    const size = file.size > 1_048_576 ? `${(file.size / 1_048_576).toFixed(1)} MB` : `${Math.max(1, Math.round(file.size / 1024))} kB`;
    const button = element("button", { type: "button", class: "file", onClick: () => this.actions.download(file) }, icon("file", 22), element("span", {}, element("b", { text: file.name }), element("small", { text: size })));
    if (file.image) this.actions.showPicture(file, button);
    return this.#bubble(line.from, line.shownAs, line.at, follows, button, null, line.seq);
  }

  #pending(item, previous) {
    const failed = item.failed;
    const make = () => {
      const below = failed
        ? element("span", { class: "sign failed" }, icon("alert", 15), element("span", { text: `${this.texts.notSent} ` }),
          element("button", { type: "button", text: this.texts.tryAgain, onClick: () => this.actions.retry(item.id) }),
          element("button", { type: "button", text: this.texts.discard, onClick: () => this.actions.discard(item.id) }))
        : element("span", { class: "sign sending" }, icon("clock", 15), element("span", { text: this.texts.sending }));
      const node = this.#bubble("visitor", null, new Date(item.at).toISOString(), previous?.from === "visitor", plainText(item.body.text), below);
      node.classList.add(failed ? "failed" : "pending");
      return node;
    };
    return { key: `m${item.id}`, says: `pending ${failed ?? ""} ${previous?.from === "visitor"}`, make };
  }

  /** New nodes where something is new, others moved only where they must: a screen reader hears what is new alone. */
  #reconcile(rows) {
    const kept = new Map();
    let at = this.list.firstChild;
    for (const row of rows) {
      const old = this.#nodes.get(row.key);
      const isSame = old && old.says === row.says;
      const node = isSame ? old.node : row.make();
      if (old && !isSame) {
        node.classList.add("still");
        if (at === old.node) at = at.nextSibling;
        old.node.replaceWith(node);
        if (at !== node.nextSibling) this.list.insertBefore(node, at);
      } else if (node === at) {
        at = at.nextSibling;
      } else {
        this.list.insertBefore(node, at);
      }
      kept.set(row.key, { node, says: row.says });
      this.#nodes.delete(row.key);
    }
    for (const { node } of this.#nodes.values()) node.remove();
    this.#nodes = kept;
  }
}
