"""Eyes on every page of a test."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Page


class Watch:
    """Collects what no page may do: errors in the console, uncaught exceptions, violations of the page's policy."""

    #: What Chromium itself writes when a request fails; tests that cut connections expect it.
    NETWORK = "Failed to load resource"

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.complaints: list[str] = []
        self.allowed: list[str] = []

    def over(self, context: BrowserContext) -> None:
        context.on("page", self._watch)

    def allow(self, *texts: str) -> None:
        """Complaints with one of these texts in them are part of the story."""
        self.allowed.extend(texts)

    def left(self) -> list[str]:
        return [each for each in self.complaints if not any(text in each for text in self.allowed)]

    def _watch(self, page: Page) -> None:
        self.pages.append(page)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught at {page.url}: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        text = message.text
        if message.type == "error" or "Content Security Policy" in text or "Content-Security-Policy" in text:
            self.complaints.append(f"{message.type} at {message.location.get('url')}: {text}")
