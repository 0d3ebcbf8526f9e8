/**
 * ARIA tabs on what stands in the page: buttons `role="tab"` with `aria-controls` inside a `role="tablist"`.
 * Arrows, Home and End move and choose; the panels of the others are hidden.
 *
 * @param {HTMLElement} list
 * @param {(tab: HTMLElement) => void} [onChange] told after a choice of the user's
 * @returns {{select: (tab: HTMLElement) => void}} `select` tells nobody
 */
export function attachTabs(list, onChange) {
  const tabs = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll('[role="tab"]')]);
  const isVertical = list.getAttribute('aria-orientation') === 'vertical';

  function select(chosen) {
    for (const tab of tabs()) {
      const isChosen = tab === chosen;
      tab.setAttribute('aria-selected', String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute('aria-controls') ?? '');
      if (panel) panel.hidden = !isChosen;
    }
  }

  function choose(tab) {
    select(tab);
    tab.focus();
    onChange?.(tab);
  }

  list.addEventListener('click', (event) => {
    const tab = event.target.closest('[role="tab"]');
    if (tab && list.contains(tab)) choose(tab);
  });
  list.addEventListener('keydown', (event) => {
    const all = tabs();
    const at = all.indexOf(document.activeElement);
    if (at < 0) return;
    const isBack = event.key === (isVertical ? 'ArrowUp' : 'ArrowLeft');
    const isForth = event.key === (isVertical ? 'ArrowDown' : 'ArrowRight');
    const turn = !isVertical && getComputedStyle(list).direction === 'rtl' ? -1 : 1;
    let next;
    if (isBack) next = at - turn;
    else if (isForth) next = at + turn;
    else if (event.key === 'Home') next = 0;
    else if (event.key === 'End') next = all.length - 1;
    else return;
    event.preventDefault();
    choose(all[(next + all.length) % all.length]);
  });
  const first = tabs().find((tab) => tab.getAttribute('aria-selected') === 'true') ?? tabs()[0];
  if (first) select(first);
  return { select };
}
