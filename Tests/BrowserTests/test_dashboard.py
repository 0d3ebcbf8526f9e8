"""Today's figures (section 3.6), of chats that were had."""

from playwright.sync_api import expect

from stage.accessible import assert_accessible
from stage.customers import Customers
from stage.desk import Desk
from stage.people import People


def test_the_heroes_of_the_day_are_those_who_answered_most(desk: Desk, people: People, customers: Customers) -> None:
    channel = desk.channel(postChatForm={"enabled": True, "rating": True})
    team = {name: desk.agent(name) for name in ("cleo", "anna", "ben", "david")}
    boss = people.agent(desk.agent("mona", help=("notify", "listen", "manage"), present=False)).tab("Dashboard")
    expect(boss.page.get_by_text("The first chats of the day make the first heroes.")).to_be_visible()
    for name, stars in (("anna", (5, 4, 5)), ("ben", (3, 5)), ("cleo", (5,))):
        for number, rating in enumerate(stars):
            chat = customers.wait(channel, f"Vera {name} {number}", "Is anybody there?")
            customers.answer(team[name], chat, "Yes!")
            customers.end(team[name], chat)
            customers.rate(chat, rating)
    heroes = boss.page.get_by_role("region", name="Heroes of the day").get_by_role("listitem")
    expect(heroes).to_have_count(3)
    for place, (name, count) in enumerate((("Anna", "3 chats"), ("Ben", "2 chats"), ("Cleo", "1 chat"))):
        expect(heroes.nth(place)).to_contain_text(name)
        expect(heroes.nth(place)).to_contain_text(count)
    started = boss.page.get_by_role("region", name="Today's numbers").locator(".tile").filter(has_text="Chats started")
    expect(started.locator(".tile-value")).to_have_text("6")
    assert_accessible(boss.page)
