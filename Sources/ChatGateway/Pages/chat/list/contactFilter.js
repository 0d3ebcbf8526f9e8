import { element, fill } from "/desk/element.js";
import { personLine, personName } from "../contact/contactWords.js";

/**
 * *Contact* among the filters of *Find chats*: a person or company of the directory, offered while one types.
 *
 * @param {{app: import("../main.js").App, signal: () => AbortSignal, changed: () => void}} options
 * @returns {{node: HTMLElement, value: () => {person?: string, company?: string}}}
 */
export function contactFilter({ app, signal, changed }) {
  const offered = new Map();
  const list = element("datalist", { id: "find-contacts" });
  const hint = element("p.hint", { role: "status" });
  const input = element("input.input", {
    id: "find-contact", list: "find-contacts", placeholder: "Anybody", autocomplete: "off", maxlength: "200",
    on: { input: later, change: (event) => event.stopPropagation() },
  });
  const node = element("div.field", {}, element("label", { for: "find-contact" }, "Contact"), input, list, hint);
  let timer = 0;
  let told = "{}";

  function later() {
    clearTimeout(timer);
    tell();
    if (input.value.trim() && !offered.has(input.value)) timer = setTimeout(() => void offer(input.value.trim()), 250);
  }

  /** The list is looked for anew only when another contact is chosen, or none any more. */
  function tell() {
    const text = input.value.trim();
    hint.textContent = text && !offered.has(input.value) ? "Choose one of those that are offered." : "";
    const now = JSON.stringify(value());
    if (now === told) return;
    told = now;
    changed();
  }

  async function offer(text) {
    try {
      const [persons, companies] = await Promise.all(["person", "company"].map((kind) =>
        app.api.send("directory.search", { kind, text }, { patience: 10, signal: signal() })));
      if (text !== input.value.trim()) return;
      offered.clear();
      const add = (name, line, id) => {
        const label = [name, line].filter(Boolean).join(" · ");
        // Two of one name and address are two choices.
        const same = [...offered.keys()].filter((one) => one === label || one.startsWith(`${label} (`)).length;
        offered.set(same ? `${label} (${same + 1})` : label, id);
      };
      for (const person of persons.items) add(personName(person), personLine(person), { person: person.person });
      for (const company of companies.items) add(company.name, "company", { company: company.company });
      fill(list, [...offered.keys()].map((label) => element("option", { value: label })));
      if (offered.size === 0) hint.textContent = "Nobody in the directory is called so.";
    } catch {
      if (!signal().aborted) hint.textContent = "The directory cannot be reached now.";
    }
  }

  function value() {
    return offered.get(input.value) ?? {};
  }

  return { node, value };
}
