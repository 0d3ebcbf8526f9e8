"""What an agent sees and does at /chat."""

from playwright.sync_api import Locator, Page, expect


class AgentScreen:
    """The Chat screen of one agent."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def await_ready(self) -> None:
        expect(self.page.get_by_role("tab", name="Chats")).to_be_visible()
        expect(self.presence).to_be_enabled()

    @property
    def presence(self) -> Locator:
        return self.page.get_by_role("switch")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def box(self) -> Locator:
        return self.page.get_by_role("textbox", name="Message")

    @property
    def next_button(self) -> Locator:
        return self.page.get_by_role("button", name="Get next in queue")

    def tab(self, name: str) -> "AgentScreen":
        self.page.get_by_role("tab", name=name).click()
        return self

    def get_next(self) -> None:
        self.next_button.click()
        expect(self.log).to_be_visible()

    def card(self, text: str) -> Locator:
        """The card in the list of sessions that shows this name or line."""
        return self.page.locator("[data-session]").filter(has_text=text).first

    def choose(self, text: str) -> None:
        """Goes to that chat; what is written before the page shows it would be a draft in the other one."""
        session = self.card(text).get_attribute("data-session")
        card = self.page.locator(f'[data-session="{session}"]').first
        card.click()
        expect(card).to_have_attribute("aria-selected", "true")

    def write(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Enter")

    def act(self, name: str) -> None:
        """Something from the menu of actions."""
        self.page.get_by_role("button", name="Actions").click()
        self.page.get_by_role("menuitem", name=name).click()

    def act_surely(self, name: str) -> None:
        """The same, for what is asked about once more."""
        self.act(name)
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_role("button", name=name).click()
        expect(dialog).to_have_count(0)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    def sees(self, text: str) -> None:
        expect(self.log.get_by_text(text).first).to_be_visible()

    def lines(self) -> list[str]:
        return [text.strip() for text in self.log.locator(".message .text").all_inner_texts()]
