"""What a visitor sees and does in the widget."""

import re

from playwright.sync_api import Locator, Page, expect


class VisitorScreen:
    """One page with a widget on it; Playwright looks into its shadow tree by itself."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def badge(self) -> Locator:
        return self.page.get_by_role("button", name="Chat with us")

    @property
    def window(self) -> Locator:
        return self.page.get_by_role("dialog").first

    @property
    def log(self) -> Locator:
        return self.window.get_by_role("log")

    @property
    def box(self) -> Locator:
        return self.window.get_by_role("textbox", name="Type your question here…")

    def open(self) -> "VisitorScreen":
        self.badge.click()
        expect(self.window).to_be_visible()
        return self

    def write(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Enter")

    def button(self, name: str) -> Locator:
        return self.window.get_by_role("button", name=name)

    def field(self, name: str) -> Locator:
        return self.window.get_by_label(name).filter(visible=True)

    def sees(self, text: str | re.Pattern[str]) -> None:
        expect(self.window.get_by_text(text).first).to_be_visible()

    def lines(self) -> list[str]:
        """The texts of the conversation as they stand there, each once per line shown."""
        return [text.strip() for text in self.log.locator("[data-seq] .text").all_inner_texts()]

    def close(self) -> None:
        """By the × in the header, which asks once."""
        self.button("Close chat").click()
        self.button("Yes, end the chat").click()
