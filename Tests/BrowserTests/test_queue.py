"""Waiting (section 4.3), and how agents take the next one (3.3, 3.6)."""

import pytest
from playwright.sync_api import Route, expect

from stage.desk import Desk
from stage.people import People
from stage.until import until


@pytest.mark.guarantee(10, 18)
def test_a_place_in_line_moves_up_and_what_is_written_meanwhile_arrives(desk: Desk, people: People) -> None:
    channel = desk.channel()
    anna = people.agent(desk.agent("anna"))
    first = people.visitor(channel, path="/1").open()
    first.write("First here")
    first.sees("You are number 1 in the queue.")
    second = people.visitor(channel, path="/2").open()
    second.write("Second here")
    second.sees("You are number 2 in the queue.")
    for line in ("still here", "hello?", "I can wait"):
        second.write(line)
    expect(anna.page.get_by_role("button", name="Get next in queue (2)")).to_be_visible()
    anna.get_next()
    anna.sees("First here")
    second.sees("You are number 1 in the queue.")
    anna.get_next()
    anna.sees("Second here")
    until("all lines, in their order", lambda: [
        line for line in anna.lines() if line in ("Second here", "still here", "hello?", "I can wait")
    ] == ["Second here", "still here", "hello?", "I can wait"])


@pytest.mark.guarantee(4)
def test_what_is_asked_first_in_two_tabs_arrives_from_both(desk: Desk, people: People) -> None:
    channel = desk.channel()
    anna = people.agent(desk.agent("anna"))
    first = people.visitor(channel).open()
    second = people.visitor_at(first.page.url, first.page.context)
    expect(second.box).to_be_visible()
    # The gateway is slow: the second one writes before the first one's chat is there.
    held: list[Route] = []
    first.page.context.route("**/api/channels/*/sessions", lambda route: held.append(route))
    first.write("Where is my order?")
    expect(first.box).to_be_hidden()
    second.write("It is number 1042")
    expect(second.box).to_be_hidden()
    until("both questions on their way", lambda: second.page.evaluate("true") and len(held) == 2)
    for each in held:
        each.continue_()
    for tab in (first, second):
        tab.sees("You are number 1 in the queue.")
        until("both lines", lambda: tab.lines() == ["Where is my order?", "It is number 1042"])
    anna.get_next()
    anna.sees("It is number 1042")
    assert anna.lines()[:2] == ["Where is my order?", "It is number 1042"]


def test_a_custom_text_tells_place_and_average_wait(desk: Desk, people: People) -> None:
    channel = desk.channel(widget={"queueText": "Number {cque} in line. The usual wait is {cavw}."})
    anna = people.agent(desk.agent("anna"))
    first = people.visitor(channel, path="/1").open()
    first.write("one")
    first.sees("Number 1 in line.")
    expect(first.window.get_by_text("usual wait")).to_have_count(0)
    anna.get_next()
    first.sees("Welcome! How can we help you?")
    second = people.visitor(channel, path="/2").open()
    second.write("two")
    second.sees("Number 1 in line. The usual wait is 00:01.")


def test_a_request_ends_the_wait(desk: Desk, people: People) -> None:
    channel = desk.channel(queueRequest={"enabled": True, "afterMinutes": 0, "atLength": 0})
    anna = people.agent(desk.agent("anna"))
    visitor = people.visitor(channel).open()
    visitor.write("Anybody there?")
    visitor.button("Send a request instead").click()
    visitor.field("Your name").fill("Vera Visitor")
    visitor.field("Your e-mail address").fill("vera@example.org")
    visitor.field("Your message").fill("Please write to me.")
    visitor.button("Send message").click()
    visitor.sees("Thank you! We have received your message")
    expect(anna.page.get_by_text("No chat sessions in queue")).to_be_visible()


def test_a_double_click_in_the_dashboard_answers_that_very_one(desk: Desk, people: People) -> None:
    channel = desk.channel()
    anna = people.agent(desk.agent("anna"))
    for number in (1, 2):
        visitor = people.visitor(channel, path=f"/{number}", attributes=f'data-customer-name="Visitor {number}"').open()
        visitor.write(f"from visitor {number}")
        visitor.sees(f"You are number {number} in the queue.")
    anna.tab("Dashboard")
    expect(anna.page.get_by_text("2 people waiting")).to_be_visible()
    expect(anna.page.get_by_text("1 agent available")).to_be_visible()
    rows = anna.page.get_by_role("row").filter(has_text="Visitor ")
    expect(rows).to_have_count(2)
    rows.nth(1).dblclick()
    anna.sees("from visitor 2")
    expect(anna.page.get_by_role("tab", name="Chats")).to_have_attribute("aria-selected", "true")


@pytest.mark.guarantee(1)
def test_two_agents_click_at_once_and_one_of_them_has_it(desk: Desk, people: People) -> None:
    channel = desk.channel()
    anna, ben = people.agent(desk.agent("anna")), people.agent(desk.agent("ben"))
    visitor = people.visitor(channel).open()
    visitor.write("Me first")
    for agent in (anna, ben):
        expect(agent.page.get_by_role("button", name="Get next in queue (1)")).to_be_visible()
    # Clicks from within the pages: none waits for what the other's brings.
    for agent in (anna, ben):
        agent.next_button.evaluate("button => setTimeout(() => button.click(), 300)")
    visitor.sees("Welcome! How can we help you?")
    until("one agent who shows the chat", lambda: sum("Me first" in agent.lines() for agent in (anna, ben)) == 1)
    for agent in (anna, ben):
        expect(agent.page.get_by_text("No chat sessions in queue")).to_be_visible()
    assert visitor.lines().count("Welcome! How can we help you?") == 1
