"""Pages that carry the widget: right to left, with a strict policy, in six languages."""

import pytest
from playwright.sync_api import expect

from stage.accessible import assert_accessible
from stage.company import Company
from stage.desk import Desk
from stage.people import People
from stage.shop import Shop
from stage.until import until

#: By language: the text field's hint, the words while one waits, and those that ask whether the chat shall end.
WORDS = {
    "en": ("Type your question here…", "You are number 1 in the queue.", "Yes, end the chat"),
    "no": ("Skriv spørsmålet ditt her…", "Du er nummer 1 i køen.", "Ja, avslutt chatten"),
    "sv": ("Skriv din fråga här…", "Du är nummer 1 i kön.", "Ja, avsluta chatten"),
    "da": ("Skriv dit spørgsmål her…", "Du er nummer 1 i køen.", "Ja, afslut chatten"),
    "de": ("Schreiben Sie hier Ihre Frage…", "Sie sind Nummer 1 in der Warteschlange.", "Ja, Chat beenden"),
    "nl": ("Typ hier je vraag…", "Je bent nummer 1 in de wachtrij.", "Ja, beëindig de chat"),
}


@pytest.mark.parametrize("language", WORDS)
def test_the_widget_speaks_the_language_of_its_channel(language: str, desk: Desk, people: People) -> None:
    hint, waiting, end = WORDS[language]
    channel = desk.channel(language=language)
    desk.agent("anna")
    visitor = people.visitor(channel).open()
    visitor.window.get_by_role("textbox", name=hint).fill("?")
    visitor.page.keyboard.press("Enter")
    visitor.sees(waiting)
    visitor.page.keyboard.press("Escape")
    visitor.badge.click()
    # The last button of the header closes, whatever it is called.
    visitor.window.locator("header").get_by_role("button").last.click()
    expect(visitor.button(end)).to_be_visible()


def test_on_a_page_from_right_to_left_the_window_is_so_too(desk: Desk, people: People, shop: Shop) -> None:
    channel = desk.channel()
    anna = people.agent(desk.agent("anna"))
    address = shop.put("/", people.widget(channel), attributes='dir="rtl"', language="he", body="<h1>דברים חמים</h1>")
    visitor = people.visitor_at(address)
    expect(visitor.badge).to_be_visible()
    badge = visitor.badge.bounding_box()
    assert badge and badge["x"] < 640, f"the badge is not where lines end: {badge}"
    visitor.open()
    visitor.write("שלום")
    anna.get_next()
    anna.sees("שלום")
    anna.write("Shalom!")
    visitor.sees("Shalom!")
    own, other = (visitor.log.get_by_text(text).bounding_box() for text in ("שלום", "Shalom!"))
    assert own and other and own["x"] < other["x"], f"one's own lines stand where lines end: {own}, {other}"
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(visitor.page)


def test_a_page_with_a_strict_policy_names_the_gateway_and_no_more(
    desk: Desk, people: People, shop: Shop, company: Company
) -> None:
    channel = desk.channel(preChatForm={"enabled": True, "message": "Tell us who you are.", "required": ["name"]})
    anna = people.agent(desk.agent("anna"))
    policy = (
        f"default-src 'none'; script-src {company.url}; connect-src {company.url}; img-src {company.url} data:; "
        "style-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )
    address = shop.put("/", people.widget(channel), headers={"Content-Security-Policy": policy})
    visitor = people.visitor_at(address).open()
    visitor.field("Your name").fill("Vera")
    visitor.button("Start chat").click()
    visitor.write("Hello")
    anna.get_next()
    anna.write("Hello Vera")
    visitor.sees("Hello Vera")
    visitor.button("Insert emoji").click()
    visitor.window.get_by_role("button", name="👍").or_(visitor.window.locator("button", has_text="👍")).first.click()
    visitor.page.keyboard.press("Enter")
    until("the emoji at the agent's", lambda: "👍" in anna.lines())
    box = visitor.window.bounding_box()
    assert box and box["width"] > 300 and box["height"] > 400, f"without its styles: {box}"
