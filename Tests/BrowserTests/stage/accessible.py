"""axe-core's rules on a page as it stands."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_COLOURS = {"type": "rule", "values": ["color-contrast"]}

#: Colours in the midst of a change have a contrast that nobody reads by. What one element has reached may set off those
#: within it, so this looks again until nothing moves; what moves for ever (dots of who types) does not count.
_STILL = """async () => {
  for (let turn = 0; turn < 100; turn++) {
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    const moving = document.getAnimations().filter(each => Number.isFinite(each.effect?.getComputedTiming().endTime));
    if (moving.length === 0) return;
    await Promise.allSettled(moving.map(each => each.finished));
  }
}"""


def assert_accessible(page: Page, *, colours_only: bool = False) -> None:
    """No violation of WCAG 2.2 AA or of good practice; `colours_only` where all but them was looked at before."""
    # What comes while axe looks would come by an animation.
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(_STILL)
    violations = Axe().run(page, options={"runOnly": _COLOURS if colours_only else _ALL, "resultTypes": ["violations"]}).response["violations"]
    found = [
        f"{each['id']}: {each['help']}: "
        + ", ".join(f"{node['html'][:120]} ({' '.join(node['failureSummary'].split()[:40])})" for node in each["nodes"][:3])
        for each in violations
    ]
    assert not found, f"{page.url}: " + "; ".join(found)
