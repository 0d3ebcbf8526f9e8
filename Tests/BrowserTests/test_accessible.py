"""axe-core's rules on every state of the widget, the Chat screen and the log-in; test_admin_* has the administration's."""

import pytest
from playwright.sync_api import Page, expect

from stage.accessible import assert_accessible
from stage.company import Company
from stage.desk import Desk
from stage.people import People

FORMS = {
    "preChatForm": {"enabled": True, "message": "Tell us who you are.", "required": ["name", "email", "country"], "consent": True},
    "consent": {"text": "I agree that you keep this.", "link": "https://shop.example/privacy"},
    "postChatForm": {"enabled": True, "header": "Thank you", "rating": True, "transcript": True},
    "queueRequest": {"enabled": True, "afterMinutes": 0, "atLength": 0},
}


def in_both_schemes(page: Page) -> None:
    """By day and by night."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert_accessible(page, colours_only=scheme == "dark")


@pytest.mark.parametrize("theme", ["modern", "classic"])
def test_the_widget_from_the_form_to_the_stars(theme: str, desk: Desk, people: People) -> None:
    channel = desk.channel(**FORMS)
    anna = people.agent(desk.agent("anna"))
    # A page whose ground follows the scheme, so that the widget does too.
    visitor = people.visitor(channel, attributes=f'data-theme="{theme}"', page_style="html{color-scheme:light dark}")
    page = visitor.page
    expect(visitor.badge).to_be_visible()
    in_both_schemes(page)
    visitor.open()
    visitor.sees("Tell us who you are.")
    in_both_schemes(page)
    visitor.button("Start chat").click()
    expect(visitor.field("Your name")).to_have_attribute("aria-invalid", "true")
    in_both_schemes(page)
    visitor.field("Your name").fill("Vera")
    visitor.field("Your e-mail address").fill("vera@example.org")
    visitor.field("Your country").select_option("NO")
    visitor.window.get_by_role("checkbox").check(force=True)
    visitor.button("Start chat").click()
    visitor.sees("You are number 1 in the queue.")
    visitor.write("Do you have mittens?")
    in_both_schemes(page)
    anna.get_next()
    visitor.sees("Welcome! How can we help you?")
    anna.write("Yes! Look at https://shop.example/mittens")
    visitor.sees("https://shop.example/mittens")
    visitor.button("Insert emoji").click()
    in_both_schemes(page)
    page.keyboard.press("Escape")
    anna.box.press_sequentially("One mo")
    visitor.sees("Anna is typing…")
    in_both_schemes(page)
    expect(visitor.window).to_be_visible()
    visitor.button("Close chat").click()
    expect(visitor.button("Yes, end the chat")).to_be_visible()
    in_both_schemes(page)
    visitor.button("Yes, end the chat").click()
    visitor.sees("Thank you")
    in_both_schemes(page)
    visitor.button("Leave chat").click()
    visitor.sees("Thank you!")
    in_both_schemes(page)


@pytest.mark.parametrize("theme", ["modern", "classic"])
def test_the_widget_while_nobody_is_there(theme: str, desk: Desk, people: People) -> None:
    channel = desk.channel(offlineForm={"requests": True, "required": ["name", "email"]})
    desk.agent("anna", present=False)
    visitor = people.visitor(channel, attributes=f'data-theme="{theme}"', page_style="html{color-scheme:light dark}")
    away = visitor.page.get_by_role("button", name="Leave a message")
    expect(away).to_be_visible()
    in_both_schemes(visitor.page)
    away.click()
    expect(visitor.field("Your message")).to_be_visible()
    in_both_schemes(visitor.page)


def test_the_log_in(company: Company, people: People) -> None:
    people.watch.allow("401")
    page = people.context().new_page()
    page.goto(f"{company.url}/login")
    in_both_schemes(page)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    in_both_schemes(page)


@pytest.mark.parametrize("size", [(1280, 800), (390, 780)], ids=["desktop", "phone"])
def test_the_chats_tab_and_its_dialogs(size: tuple[int, int], desk: Desk, people: People) -> None:
    channel = desk.channel()
    desk.channel("sales")
    anna = people.agent(
        desk.agent("anna", administrator=True, help=("respond", "notify", "listen", "manage"), sales=("respond",)),
        viewport={"width": size[0], "height": size[1]},
    )
    page = anna.page
    in_both_schemes(page)
    desk.agent("ben")
    visitor = people.visitor(channel, attributes='data-customer-name="Vera"').open()
    visitor.write("Hello")
    anna.get_next()
    anna.write("Hello Vera")
    visitor.sees("Hello Vera")
    visitor.box.press_sequentially("I am")
    expect(page.get_by_text("is typing").filter(visible=True).first).to_be_visible()
    in_both_schemes(page)
    page.get_by_role("button", name="Actions").click()
    expect(page.get_by_role("menuitem", name="End chat")).to_be_visible()
    in_both_schemes(page)
    page.keyboard.press("Escape")
    for action in ("Transfer", "Create request", "Send transcript", "Block visitor", "End chat"):
        anna.act(action)
        expect(page.get_by_role("dialog").first).to_be_visible()
        expect(page.get_by_role("dialog").locator(".spinner")).to_have_count(0)
        in_both_schemes(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    anna.box.focus()
    page.keyboard.press("Control+i")
    expect(page.get_by_role("searchbox", name="Search texts")).to_be_visible()
    in_both_schemes(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog").first).to_be_visible()
    in_both_schemes(page)


def test_the_dashboard_and_the_agents_own_dialogs(desk: Desk, people: People) -> None:
    channel = desk.channel()
    anna = people.agent(desk.agent("anna", help=("respond", "notify", "listen", "manage")))
    page = anna.page
    visitors = []
    for name in ("Vera", "Viggo"):
        visitor = people.visitor(channel, path=f"/{name}", attributes=f'data-customer-name="{name}"').open()
        visitor.write(f"Hello from {name}")
        visitor.sees("in the queue")
        visitors.append(visitor)
    anna.get_next()
    visitors[0].sees("Welcome! How can we help you?")
    anna.tab("Dashboard")
    expect(page.get_by_role("row").filter(has_text="Viggo")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Vera")).to_be_visible()
    in_both_schemes(page)
    page.get_by_role("button", name="1 agent available").or_(page.get_by_role("link", name="1 agent available")).click()
    expect(page.get_by_role("dialog").first).to_be_visible()
    in_both_schemes(page)
    page.keyboard.press("Escape")
    for item in ("Profile and notices", "Keyboard shortcuts"):
        anna.button("Anna").first.click()
        page.get_by_role("menuitem", name=item).click()
        expect(page.get_by_role("dialog").first).to_be_visible()
        in_both_schemes(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
