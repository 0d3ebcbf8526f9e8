"""Who takes part in a story: visitors and agents, each with a browser context of their own."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from .admin_screen import AdminScreen
from .agent_screen import AgentScreen
from .company import Company
from .shop import Shop
from .until import PATIENCE
from .visitor_screen import VisitorScreen
from .watch import Watch


class People:
    """Opens contexts and closes them; knows all pages, for the picture that a failing test leaves."""

    def __init__(self, browser: Browser, company: Company, shop: Shop, watch: Watch) -> None:
        self._browser = browser
        self._company = company
        self._shop = shop
        self.watch = watch
        self._contexts: list[BrowserContext] = []

    def context(self, **options: Any) -> BrowserContext:
        """A browser of its own, as a person sits before it."""
        options = {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB", "timezone_id": "Europe/Oslo"} | options
        context = self._browser.new_context(**options)
        context.set_default_timeout(PATIENCE * 1000)
        self.watch.over(context)
        self._contexts.append(context)
        return context

    def visitor(
        self, channel: str, *, attributes: str = "", path: str = "/", page_style: str = "", **options: Any
    ) -> VisitorScreen:
        """A visitor on a page of the shop with the channel's widget."""
        self._shop.put(path, f"<style>{page_style}</style>" * bool(page_style) + self.widget(channel, attributes))
        return self.visitor_at(self._shop.url + path, **options)

    def visitor_at(self, address: str, context: BrowserContext | None = None, **options: Any) -> VisitorScreen:
        page = (context or self.context(**options)).new_page()
        page.goto(address)
        return VisitorScreen(page)

    def widget(self, channel: str, attributes: str = "") -> str:
        """The script tag that an administrator copies."""
        return f'<script defer src="{self._company.url}/widget.js" data-channel="{channel}" {attributes}></script>'

    def agent(self, handle: str, **options: Any) -> AgentScreen:
        """An agent who has logged in and looks at the Chat screen."""
        context = self.context(**options)
        context.add_cookies(self._company.client(handle).cookies())
        page = context.new_page()
        page.goto(f"{self._company.url}/chat")
        screen = AgentScreen(page)
        screen.await_ready()
        return screen

    def administrator(self, handle: str, page: str = "", **options: Any) -> AdminScreen:
        """Somebody who has logged in and looks at the administration; `page` as in the address, e.g. `agents`."""
        context = self.context(**options)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=self._company.url)
        context.add_cookies(self._company.client(handle).cookies())
        shown = context.new_page()
        shown.goto(f"{self._company.url}/admin#/{page}")
        return AdminScreen(shown)

    def leave_pictures(self, folder: Path, test: str) -> list[Path]:
        folder.mkdir(parents=True, exist_ok=True)
        pictures = []
        for number, page in enumerate(each for each in self.watch.pages if not each.is_closed()):
            picture = folder / f"{re.sub(r'[^A-Za-z0-9_.-]+', '-', test)}-{number}.png"
            try:
                page.screenshot(path=picture, timeout=5_000)
                pictures.append(picture)
            except Exception as error:  # A page that hangs must not hide why the test failed.
                print(f"no picture of {page.url}: {error}")
        return pictures

    def go_home(self) -> None:
        for context in self._contexts:
            context.close()
