"""A bot answers before people do (section 4.4): its buttons in the widget, and how it fetches people."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from stage.accessible import assert_accessible
from stage.company import Company
from stage.desk import Desk
from stage.people import People


@pytest.fixture(scope="module", autouse=True)
def hal(company: Company, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The bot of config/demo.yaml, at work."""
    with company.bot("hal", tmp_path_factory.mktemp("bot") / "bot.log"):
        yield


@pytest.fixture
def channel(desk: Desk) -> str:
    return desk.channel(bot={"enabled": True, "bot": "hal", "name": "Hal"})


def test_a_visitor_chooses_by_buttons_reads_the_answer_and_is_helped(channel: str, desk: Desk, people: People) -> None:
    anna = people.agent(desk.agent("anna"))
    visitor = people.visitor(channel).open()
    visitor.write("delivery")
    visitor.sees("Hello! I am a bot.")
    visitor.sees("Is it one of these?")
    expect(visitor.button("Talk to a person")).to_have_count(1)
    expect(visitor.button("What does delivery cost?")).to_be_visible()
    assert_accessible(visitor.page)
    visitor.button("What does delivery cost?").click()
    visitor.sees("free for orders above 60 €")
    # Buttons of what was answered are gone.
    expect(visitor.button("What does delivery cost?")).to_have_count(0)
    expect(visitor.window.get_by_role("link", name="https://shop.example/help/delivery-costs")).to_be_visible()
    visitor.button("That helped").click()
    visitor.sees("Glad to hear that.")
    expect(anna.page.get_by_text("No chat sessions in queue")).to_be_visible()


def test_who_asks_for_a_person_gets_one_who_sees_what_the_bot_said(channel: str, desk: Desk, people: People) -> None:
    anna = people.agent(desk.agent("anna"))
    visitor = people.visitor(channel).open()
    visitor.write("How can I pay?")
    visitor.sees("By card, Vipps, PayPal or invoice.")
    visitor.button("Talk to a person").click()
    visitor.sees("Of course, I will get you a person.")
    visitor.sees("You are number 1 in the queue.")
    anna.get_next()
    anna.sees("How can I pay?")
    anna.sees("By card, Vipps, PayPal or invoice.")
    anna.write("Hello, I am Anna, and no bot.")
    visitor.sees("I am Anna, and no bot.")
    expect(visitor.button("Talk to a person")).to_have_count(0)
