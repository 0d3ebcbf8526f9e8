"""Everything by keyboard alone: a visitor's whole story, and an agent's (WCAG 2.1.1, 2.4.3, 2.4.7)."""

from playwright.sync_api import Page, expect

from stage.agent_screen import AgentScreen
from stage.company import PASSWORD, Company
from stage.desk import Desk
from stage.keyboard import go_to
from stage.people import People

FORMS = {
    "preChatForm": {"enabled": True, "message": "Tell us who you are.", "required": ["name", "country"], "consent": True},
    "consent": {"text": "I agree that you keep this."},
    "postChatForm": {"enabled": True, "header": "Thank you", "rating": True, "transcript": True},
}


def test_a_visitors_whole_story(desk: Desk, people: People) -> None:
    channel = desk.channel(**FORMS)
    anna = people.agent(desk.agent("anna"))
    visitor = people.visitor(channel)
    keyboard = visitor.page.keyboard
    go_to(visitor.badge)
    keyboard.press("Enter")
    go_to(visitor.field("Your name"))
    keyboard.type("Vera")
    go_to(visitor.field("Your country"))
    keyboard.type("Norw")
    go_to(visitor.window.get_by_role("checkbox"))
    keyboard.press("Space")
    go_to(visitor.button("Start chat"))
    keyboard.press("Enter")
    go_to(visitor.box)
    keyboard.type("Do you have")
    keyboard.press("Shift+Enter")
    keyboard.type("mittens? ")
    go_to(visitor.button("Insert emoji"))
    keyboard.press("Enter")
    expect(visitor.window.get_by_role("group", name="Insert emoji").get_by_role("button").first).to_be_focused()
    keyboard.press("Enter")
    go_to(visitor.box, "Shift+Tab")
    keyboard.press("Enter")
    anna.get_next()
    anna.sees("mittens?")
    visitor.sees("Welcome! How can we help you?")
    # Away and back: the focus goes to the badge, and from there to the text field.
    keyboard.press("Escape")
    expect(visitor.window).to_be_hidden()
    expect(visitor.badge).to_be_focused()
    keyboard.press("Enter")
    expect(visitor.box).to_be_focused()
    go_to(visitor.button("Close chat"), "Shift+Tab")
    keyboard.press("Enter")
    go_to(visitor.button("Yes, end the chat"))
    keyboard.press("Enter")
    visitor.sees("Thank you")
    stars = visitor.window.get_by_role("radio")
    for _ in range(60):
        if visitor.window.locator("input[type=radio]:focus").count():
            break
        keyboard.press("Tab")
    keyboard.press("Space")
    for _ in range(3):
        keyboard.press("ArrowRight")
    expect(stars.nth(3)).to_be_checked()
    go_to(visitor.button("Leave chat"))
    keyboard.press("Enter")
    visitor.sees("Thank you!")


def test_an_agents_whole_story(company: Company, desk: Desk, people: People) -> None:
    people.watch.allow("401")
    channel = desk.channel()
    anna, ben = desk.agent("anna"), people.agent(desk.agent("ben"))
    page: Page = people.context().new_page()
    page.goto(f"{company.url}/login")
    keyboard = page.keyboard
    expect(page.get_by_role("textbox", name="Name")).to_be_focused()
    keyboard.type(anna)
    keyboard.press("Tab")
    keyboard.type(PASSWORD)
    keyboard.press("Enter")
    screen = AgentScreen(page)
    screen.await_ready()
    visitor = people.visitor(channel, attributes='data-customer-name="Vera"').open()
    visitor.write("Hello")
    # Answer
    expect(page.get_by_role("button", name="Get next in queue (1)")).to_be_visible()
    keyboard.press("n")
    screen.sees("Hello")
    # Reply
    go_to(screen.box)
    keyboard.type("Hello Vera")
    keyboard.press("Enter")
    visitor.sees("Hello Vera")
    # Transfer, and Ben accepts
    keyboard.press("Alt+t")
    dialog = page.get_by_role("dialog")
    go_to(dialog.get_by_role("radio", name="Ben"))
    go_to(dialog.get_by_role("button", name="Transfer"))
    keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(ben.card("Transfer to you")).to_be_visible()
    ben.page.keyboard.press("j")
    go_to(ben.button("Accept transfer"))
    ben.page.keyboard.press("Enter")
    expect(ben.box).to_be_enabled()
    go_to(ben.box)
    ben.page.keyboard.type("Ben here")
    ben.page.keyboard.press("Enter")
    visitor.sees("Ben here")
    # End
    ben.page.keyboard.press("Alt+e")
    go_to(ben.page.get_by_role("dialog").get_by_role("button", name="End chat"))
    ben.page.keyboard.press("Enter")
    expect(visitor.box).to_have_count(0)
    # The first one sees it, and what he had open is closed by its button.
    expect(screen.box).to_have_count(0)
