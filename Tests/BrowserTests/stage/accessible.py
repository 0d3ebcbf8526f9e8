"""axe-core's rules on a page as it stands."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def assert_accessible(page: Page) -> None:
    """No violation of WCAG 2.2 AA or of good practice."""
    violations = Axe().run(page, options=_RULES).response["violations"]
    found = [f"{each['id']}: {each['help']}: {', '.join(node['html'][:120] for node in each['nodes'][:3])}" for each in violations]
    assert not found, f"{page.url}: " + "; ".join(found)
