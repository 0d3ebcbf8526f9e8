"""How a chat ends (section 4.3, step 6)."""

import pytest
from playwright.sync_api import expect

from stage.desk import Desk
from stage.people import People

FORM = {"enabled": True, "header": "Thank you for your visit", "rating": True, "ratingText": "How was it?", "transcript": True}


def test_the_agent_ends_it_and_the_visitor_rates_it(desk: Desk, people: People) -> None:
    channel = desk.channel(postChatForm=FORM)
    anna = people.agent(desk.agent("anna"))
    visitor = people.visitor(channel, attributes='data-customer-name="Vera"').open()
    visitor.write("Hello")
    anna.get_next()
    anna.act_surely("End chat")
    visitor.sees("Thank you for your visit")
    visitor.sees("How was it?")
    visitor.window.get_by_role("radio", name="4/5: Good").check(force=True)
    visitor.field("Would you like to tell us more?").fill("Quick and kind")
    visitor.button("Leave chat").click()
    visitor.sees("Thank you!")
    anna.choose("Vera")
    expect(anna.page.get_by_text("Quick and kind").first).to_be_visible()
    expect(anna.box).to_have_count(0)


@pytest.mark.guarantee(9, 11)
def test_the_visitor_returns_by_writing(desk: Desk, people: People) -> None:
    channel = desk.channel(postChatForm=FORM)
    anna = people.agent(desk.agent("anna"))
    visitor = people.visitor(channel).open()
    visitor.write("Hello")
    anna.get_next()
    visitor.sees("Welcome! How can we help you?")
    visitor.close()
    visitor.sees("Thank you for your visit")
    visitor.button("Return to chat").click()
    visitor.write("One more thing")
    # At once, not when everything is looked at anew a minute later.
    expect(anna.log.get_by_text("One more thing")).to_be_visible(timeout=20_000)
    anna.write("Which one?")
    visitor.sees("Which one?")


def test_a_copy_can_be_asked_for(desk: Desk, people: People) -> None:
    channel = desk.channel(postChatForm=FORM)
    anna = people.agent(desk.agent("anna"))
    visitor = people.visitor(channel).open()
    visitor.write("Hello")
    anna.get_next()
    visitor.sees("Welcome! How can we help you?")
    visitor.close()
    visitor.field("Send a copy of the chat to").fill("vera@example.org")
    visitor.button("Send copy").click()
    visitor.sees("A copy is on its way to vera@example.org.")


def test_without_a_form_it_is_over_and_a_new_one_can_begin(desk: Desk, people: People) -> None:
    channel = desk.channel()
    anna = people.agent(desk.agent("anna"))
    visitor = people.visitor(channel).open()
    visitor.write("Hello")
    anna.get_next()
    visitor.sees("Welcome! How can we help you?")
    visitor.close()
    expect(anna.box).to_have_count(0)
    expect(visitor.window).to_be_hidden()
    visitor.open()
    # The old one is out of the window.
    expect(visitor.window.get_by_text("Hello", exact=True)).to_have_count(0)
    visitor.write("Me again")
    anna.get_next()
    anna.sees("Me again")
