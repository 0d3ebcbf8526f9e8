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


def test_who_is_listened_to_sees_at_once_what_the_visitor_writes(desk: Desk, people: People) -> None:
    channel = desk.channel()
    anna = people.agent(desk.agent("anna"))
    lars = desk.client(desk.agent("lars", help=("listen",), present=False))
    visitor = people.visitor(channel).open()
    visitor.write("Hello")
    anna.get_next()
    # That somebody listens has a number, too, which the owner is not told; his page hardly knows the chat yet.
    session = lars.ask("session.list", {"view": "ongoing"})["items"][0]["session"]
    lars.ask("session.listen", {"session": session}, channel)
    visitor.write("Secret number 17")
    expect(anna.log.get_by_text("Secret number 17")).to_be_visible(timeout=20_000)
