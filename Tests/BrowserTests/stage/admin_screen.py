"""What an administrator or a manager sees and does at /admin."""

from playwright.sync_api import Locator, Page, expect


class AdminScreen:
    """The administration pages of one person."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go(self, name: str) -> "AdminScreen":
        """To another page, by the bar."""
        self.page.get_by_role("navigation", name="Administration").get_by_role("link", name=name, exact=True).click()
        expect(self.page).to_have_title(f"{name} · Administration · Samtale")
        return self

    def pages(self) -> list[str]:
        return self.page.get_by_role("navigation", name="Administration").get_by_role("link").all_inner_texts()

    @property
    def dialog(self) -> Locator:
        """The dialog on top. (The widget in the preview has the role too, though nobody can get there.)"""
        return self.page.locator("dialog[open]").last

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def action(self, name: str) -> None:
        """Something from the menu of further actions."""
        self.button("More actions").click()
        self.page.get_by_role("menuitem", name=name).click()

    def choose(self, channel: str) -> None:
        self.page.get_by_role("region", name="Channels").get_by_role("link", name=channel).click()
        expect(self.page.get_by_role("heading", name=channel)).to_be_visible()

    def edit(self, channel: str) -> Locator:
        """Opens a channel's dialog."""
        self.choose(channel)
        self.button("Edit").click()
        expect(self.dialog.get_by_role("textbox", name="Chat channel", exact=True)).to_be_visible()
        return self.dialog

    def tab(self, name: str) -> None:
        self.dialog.get_by_role("tab", name=name).click()

    def field(self, name: str) -> Locator:
        return self.dialog.get_by_role("textbox", name=name, exact=True)

    @property
    def preview(self) -> Locator:
        return self.dialog.locator("samtale-chat")

    def save(self) -> None:
        """Saves, and sees the dialog close."""
        self.dialog.get_by_role("button", name="Save").click()
        expect(self.page.get_by_role("dialog")).to_have_count(0)

    def save_in_vain(self) -> None:
        """Saves, and what is wrong keeps the dialog open."""
        self.dialog.get_by_role("button", name="Save").click()
        expect(self.dialog.locator("[aria-invalid='true']").first).to_be_visible()
