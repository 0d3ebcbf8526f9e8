"""Getting about by keyboard alone."""

from playwright.sync_api import Locator

_HAS_FOCUS = "node => node.getRootNode().activeElement === node && document.hasFocus()"


def go_to(goal: Locator, key: str = "Tab", limit: int = 60) -> None:
    """Presses the key until the focus is there, as somebody does who has no mouse."""
    page = goal.page
    goal.wait_for()
    passed = []
    for _ in range(limit):
        if goal.evaluate(_HAS_FOCUS):
            return
        page.keyboard.press(key)
        passed.append(page.evaluate(
            "() => { let node = document.activeElement; while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;"
            " return node?.getAttribute('aria-label') ?? node?.textContent?.trim().slice(0, 30) ?? '' }"
        ))
    raise AssertionError(f"{limit} times {key} did not lead to {goal}: {passed}")
