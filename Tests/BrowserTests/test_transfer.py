"""Handing a chat over (section 2.4): the source keeps it until the target has it."""

import pytest
from playwright.sync_api import expect

from stage.agent_screen import AgentScreen
from stage.desk import Desk
from stage.people import People
from stage.visitor_screen import VisitorScreen

Cast = tuple[AgentScreen, AgentScreen, VisitorScreen]


@pytest.fixture
def cast(desk: Desk, people: People) -> Cast:
    """Anna talks to a visitor; Ben is there."""
    channel = desk.channel()
    anna, ben = people.agent(desk.agent("anna")), people.agent(desk.agent("ben"))
    visitor = people.visitor(channel, attributes='data-customer-name="Vera"').open()
    visitor.write("Hello")
    anna.get_next()
    anna.sees("Hello")
    return anna, ben, visitor


def hand_over(anna: AgentScreen, to: str) -> None:
    anna.act("Transfer")
    dialog = anna.page.get_by_role("dialog")
    dialog.get_by_role("radio", name=to).check()
    dialog.get_by_role("button", name="Transfer").click()
    expect(dialog).to_have_count(0)


@pytest.mark.guarantee(8)
def test_accepted_the_target_writes_and_the_source_listens_until_he_closes(cast: Cast) -> None:
    anna, ben, visitor = cast
    hand_over(anna, "Ben")
    ben.choose("Vera")
    ben.button("Accept transfer").click()
    expect(ben.page.get_by_text("hands you a chat")).to_have_count(0)
    ben.write("Ben here")
    visitor.sees("Ben here")
    anna.sees("Ben here")
    expect(anna.box).to_have_count(0)
    anna.act("Close window")
    expect(anna.page.locator("[data-session]").filter(has_text="Vera")).to_have_count(0)


@pytest.mark.guarantee(8)
def test_rejected_the_source_goes_on(cast: Cast) -> None:
    anna, ben, visitor = cast
    hand_over(anna, "Ben")
    ben.choose("Vera")
    ben.button("Reject transfer").click()
    expect(anna.button("Cancel transfer")).to_have_count(0)
    anna.write("Still me")
    visitor.sees("Still me")
    expect(ben.page.locator("[data-session]").filter(has_text="Vera")).to_have_count(0)


@pytest.mark.guarantee(8)
def test_cancelled_the_target_is_asked_no_more(cast: Cast) -> None:
    anna, ben, visitor = cast
    hand_over(anna, "Ben")
    ben.choose("Vera")
    expect(ben.button("Accept transfer")).to_be_visible()
    anna.button("Cancel transfer").click()
    expect(ben.button("Accept transfer")).to_have_count(0)
    anna.write("I will do it")
    visitor.sees("I will do it")


def test_to_another_channel_it_waits_there_with_all_that_was_said(desk: Desk, people: People, cast: Cast) -> None:
    anna, _, visitor = cast
    other = desk.channel("other")
    desk.manager.ask("member.save", {"channel": other, "agent": desk.handle("anna"), "respond": True, "notify": True, "listen": False, "manage": False})
    cleo = people.agent(desk.agent("cleo", other=("respond", "notify")))
    hand_over(anna, "Other")
    cleo.get_next()
    cleo.sees("Hello")
    cleo.write("Other side here")
    visitor.sees("Other side here")
    visitor.write("Good")
    cleo.sees("Good")


def test_return_to_queue_puts_the_visitor_first_in_line(cast: Cast) -> None:
    anna, ben, visitor = cast
    anna.act_surely("Return to queue")
    visitor.sees("first in line")
    ben.get_next()
    ben.sees("Hello")
