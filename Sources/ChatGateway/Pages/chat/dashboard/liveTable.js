import { element, setAttribute } from "/desk/element.js";
import { keyed } from "/desk/keyed.js";

/**
 * A table of chats that changes under one's eyes: rows keep their place and focus; a double click or Enter on a row does
 * what the table is for, arrows move.
 *
 * @param {object} options
 * @param {string} options.label
 * @param {string[]} options.columns
 * @param {(card: object) => void} options.run
 * @param {string} options.hint said to screen readers about Enter
 */
export function liveTable({ label, columns, run, hint }) {
  const body = element("tbody");
  const table = element(
    "table.table.live-table", { "aria-label": `${label}. ${hint}` },
    element("thead", {}, element("tr", {}, columns.map((text) => (text ? element("th", { scope: "col" }, text) : element("td"))))), body);
  const frame = element("div.table-frame", { on: { keydown } }, table);
  const cards = new Map();

  function keydown(event) {
    const row = event.target.closest("tbody tr");
    if (!row || event.target !== row) return;
    const rows = [...body.rows];
    const at = rows.indexOf(row);
    if (event.key === "Enter") {
      event.preventDefault();
      run(cards.get(row));
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      rows[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    }
  }

  return {
    element: frame,
    /**
     * @param {object[]} items
     * @param {() => HTMLElement} make gives a row
     * @param {(row: HTMLElement, card: object) => void} update
     */
    render: (items, make, update) => {
      keyed(body, items, ({ session }) => session, () => {
        const row = make();
        row.addEventListener("dblclick", (event) => !event.target.closest("button") && run(cards.get(row)));
        return row;
      }, (row, card) => {
        cards.set(row, card);
        update(row, card);
      });
      for (const row of cards.keys()) if (!row.isConnected) cards.delete(row);
      const rows = [...body.rows];
      const focused = rows.includes(document.activeElement) ? document.activeElement : rows[0];
      for (const row of rows) setAttribute(row, "tabindex", row === focused ? "0" : "-1");
    },
  };
}
