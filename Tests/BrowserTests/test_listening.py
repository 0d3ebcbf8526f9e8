"""Listening in (section 3.6): silent, read-only; managers take over."""

from playwright.sync_api import expect

from stage.desk import Desk
from stage.people import People


def test_a_listener_sees_all_writes_nothing_and_nobody_knows(desk: Desk, people: People) -> None:
    channel = desk.channel()
    anna = people.agent(desk.agent("anna"))
    lars = people.agent(desk.agent("lars", help=("listen",), present=False))
    visitor = people.visitor(channel, attributes='data-customer-name="Vera"').open()
    visitor.write("Hello")
    anna.get_next()
    lars.tab("Dashboard")
    lars.page.get_by_role("row").filter(has_text="Vera").dblclick()
    lars.sees("Hello")
    expect(lars.box).to_have_count(0)
    visitor.write("Secret number 17")
    lars.sees("Secret number 17")
    expect(anna.page.get_by_text("Lars")).to_have_count(0)
    expect(visitor.page.get_by_text("Lars")).to_have_count(0)
    lars.act("Close window")
    expect(lars.page.get_by_text("Secret number 17").first).to_be_hidden()
