"""Chats that are offered to agents in turn (a channel that pushes)."""

import pytest
from playwright.sync_api import expect

from stage.desk import Desk
from stage.people import People
from stage.until import until


@pytest.mark.guarantee(2, 6)
def test_who_declines_is_passed_over_and_the_next_one_has_it(desk: Desk, people: People) -> None:
    channel = desk.channel(routing={"policy": "longestIdle", "offerSeconds": 300, "preferSameAgentSeconds": 0})
    screens = [people.agent(desk.agent(name)) for name in ("anna", "ben")]
    visitor = people.visitor(channel, attributes='data-customer-name="Vera"').open()
    visitor.write("Hello")
    accept = [screen.page.get_by_role("button", name="Accept").first for screen in screens]
    first = until("an offer to one of them", lambda: [i for i in (0, 1) if accept[i].is_visible()])[0]
    screens[first].page.get_by_role("button", name="Decline").first.click()
    expect(accept[1 - first]).to_be_visible()
    expect(accept[first]).not_to_be_visible()
    accept[1 - first].click()
    visitor.sees("Welcome! How can we help you?")
    screens[1 - first].sees("Hello")
