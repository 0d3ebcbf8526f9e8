"""A conversation both ways (sections 3.3, 4.2)."""

import pytest
from playwright.sync_api import expect

from stage.desk import Desk
from stage.people import People
from stage.until import until


@pytest.mark.guarantee(4, 17, 18)
def test_lines_typing_and_read_marks_go_both_ways(desk: Desk, people: People) -> None:
    channel = desk.channel()
    anna = people.agent(desk.agent("anna"))
    visitor = people.visitor(channel).open()
    visitor.write("Hello")
    anna.get_next()
    visitor.box.press_sequentially("I am writ")
    expect(anna.page.get_by_text("typing").first).to_be_visible()
    visitor.write("I am writing")
    anna.sees("I am writing")
    anna.box.press_sequentially("So am")
    visitor.sees("Anna is typing…")
    anna.write("So am I 🙂")
    visitor.sees("So am I 🙂")
    expect(visitor.window.get_by_text("Anna is typing…")).to_be_hidden()
    said = ["Hello", "Welcome! How can we help you?", "I am writing", "So am I 🙂"]
    until("the same lines for both", lambda: visitor.lines() == anna.lines() == said)
    expect(visitor.window.get_by_text("Read").first).to_be_visible()
    expect(anna.page.get_by_text("Secret-Surname")).to_have_count(0)
    expect(visitor.page.get_by_text("Secret-Surname")).to_have_count(0)


def test_shift_enter_makes_a_line_and_emoji_come_from_the_picker(desk: Desk, people: People) -> None:
    channel = desk.channel()
    anna = people.agent(desk.agent("anna"))
    visitor = people.visitor(channel).open()
    visitor.box.press_sequentially("one")
    visitor.box.press("Shift+Enter")
    visitor.box.press_sequentially("two")
    visitor.button("Insert emoji").click()
    visitor.window.get_by_role("button", name="👍").or_(visitor.window.locator("button", has_text="👍")).first.click()
    visitor.box.press("Enter")
    anna.get_next()
    until("both lines in one message", lambda: "one\ntwo👍" in [line.replace("\n\n", "\n") for line in anna.lines()])


@pytest.mark.guarantee(17, 18)
def test_two_agents_and_three_visitors_never_hear_another_ones_words(desk: Desk, people: People) -> None:
    channel = desk.channel(welcomeMessage=None)
    anna, ben = people.agent(desk.agent("anna")), people.agent(desk.agent("ben"))
    visitors = {}
    for name in ("Vera", "Viggo", "Vilde"):
        visitors[name] = people.visitor(channel, path=f"/{name}", attributes=f'data-customer-name="{name}"').open()
        visitors[name].write(f"{name} 0")
        visitors[name].sees("in the queue")
    anna.get_next()
    anna.sees("Vera 0")
    ben.get_next()
    ben.sees("Viggo 0")
    anna.get_next()
    anna.sees("Vilde 0")
    for turn in range(1, 4):
        for name, agent in (("Vera", anna), ("Viggo", ben), ("Vilde", anna)):
            visitors[name].write(f"{name} {turn}")
            agent.card(name).click()
            agent.sees(f"{name} {turn}")
            agent.write(f"to {name} {turn}")
            visitors[name].sees(f"to {name} {turn}")
    for name, visitor in visitors.items():
        said = [f"{name} 0"] + [line for turn in range(1, 4) for line in (f"{name} {turn}", f"to {name} {turn}")]
        until(f"{name}'s own lines and no others", lambda: visitor.lines() == said)


def test_a_hidden_chat_counts_what_is_unread(desk: Desk, people: People) -> None:
    channel = desk.channel()
    anna = people.agent(desk.agent("anna"))
    visitor = people.visitor(channel).open()
    visitor.write("Hello")
    anna.get_next()
    visitor.sees("Welcome! How can we help you?")
    visitor.button("Minimise").click()
    expect(visitor.log).not_to_be_visible()
    anna.write("Are you there?")
    expect(visitor.page.get_by_role("button", name="1 new message")).to_be_visible()
