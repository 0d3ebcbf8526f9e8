"""When nobody is there (section 4.4)."""

import re
from datetime import datetime, timedelta, timezone

from playwright.sync_api import expect

from stage.desk import Desk
from stage.people import People

FORM = {"header": "We are not here", "message": "Write to us.", "requests": True, "required": ["name", "email"]}


def test_with_all_agents_away_a_request_is_left_and_its_number_shown(desk: Desk, people: People) -> None:
    channel = desk.channel(offlineForm=FORM)
    desk.agent("anna", present=False)
    visitor = people.visitor(channel)
    visitor.page.get_by_role("button", name="Leave a message").or_(visitor.badge).first.click()
    visitor.sees("We are not here")
    visitor.button("Send message").click()
    expect(visitor.field("Your name")).to_have_attribute("aria-invalid", "true")
    visitor.field("Your name").fill("Vera Visitor")
    visitor.field("Your e-mail address").fill("vera@example.org")
    visitor.field("Your message").fill("Call me.")
    visitor.button("Send message").click()
    visitor.sees(re.compile(r"We have received your message; its number is [0-9a-f]{8}\."))


def test_outside_opening_hours_the_widget_says_when_it_opens(desk: Desk, people: People) -> None:
    tomorrow = datetime.now(timezone.utc) + timedelta(days=1)
    days = {day: [] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    days[tomorrow.strftime("%a").lower()] = [{"from": "10:00", "to": "11:00"}]
    channel = desk.channel(offlineForm=FORM, openingHours={"enabled": True, "timeZone": "UTC", "days": days})
    desk.agent("anna")
    visitor = people.visitor(channel, timezone_id="UTC")
    visitor.page.get_by_role("button", name="Leave a message").or_(visitor.badge).first.click()
    visitor.sees("We are open again tomorrow at 10:00.")


def test_an_agent_who_comes_makes_the_chat_possible(desk: Desk, people: People) -> None:
    channel = desk.channel(offlineForm=FORM)
    anna = people.agent(desk.agent("anna", present=False))
    expect(anna.presence).not_to_be_checked()
    anna.presence.click()
    expect(anna.presence).to_be_checked()
    visitor = people.visitor(channel).open()
    visitor.write("Hello")
    anna.get_next()
    anna.sees("Hello")
