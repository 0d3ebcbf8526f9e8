"""Who a chat is with (section 7.1): suggestions, the link, search, and what is made anew."""

import pytest
from playwright.sync_api import Locator, expect

from stage.agent_screen import AgentScreen
from stage.desk import Desk
from stage.people import People
from stage.visitor_screen import VisitorScreen

Cast = tuple[AgentScreen, VisitorScreen]


@pytest.fixture
def cast(desk: Desk, people: People) -> Cast:
    """Anna talks to Vera, whom the directory does not know."""
    channel = desk.channel()
    anna = people.agent(desk.agent("anna"))
    attributes = f'data-customer-name="Vera {desk.tail}" data-customer-email="vera@{desk.tail}.example"'
    visitor = people.visitor(channel, attributes=attributes).open()
    visitor.write("Hello")
    anna.get_next()
    anna.sees("Hello")
    return anna, visitor


def panel(anna: AgentScreen) -> Locator:
    return anna.page.get_by_role("region", name="Contact in the directory")


def add_contact(anna: AgentScreen, company: str) -> None:
    panel(anna).get_by_role("button", name="Create new contact").click()
    dialog = anna.page.get_by_role("dialog", name="New contact")
    dialog.get_by_label("Company name").fill(company)
    dialog.get_by_role("button", name="Add").click()
    expect(dialog).to_have_count(0)


def test_nobody_fits_so_one_searches_or_makes_a_contact_of_what_the_visitor_told(cast: Cast, desk: Desk) -> None:
    anna, _ = cast
    expect(panel(anna).get_by_role("searchbox", name="Search contacts")).to_be_visible()
    panel(anna).get_by_role("button", name="Create new contact").click()
    dialog = anna.page.get_by_role("dialog", name="New contact")
    expect(dialog.get_by_label("First name")).to_have_value("Vera")
    expect(dialog.get_by_label("Last name")).to_have_value(desk.tail)
    expect(dialog.get_by_label("E-mail address", exact=True)).to_have_value(f"vera@{desk.tail}.example")
    dialog.get_by_label("Company name").fill(f"Fjord {desk.tail}")
    dialog.get_by_role("button", name="Add").click()
    expect(dialog).to_have_count(0)
    expect(panel(anna).get_by_role("button", name="Change contact")).to_be_visible()
    expect(panel(anna).get_by_text(f"Fjord {desk.tail}").first).to_be_visible()
    anna.sees(f"Linked to Vera {desk.tail}, Fjord {desk.tail}")


def test_who_comes_back_is_suggested_and_the_link_shows_the_earlier_chat(
    cast: Cast, desk: Desk, people: People
) -> None:
    anna, first = cast
    add_contact(anna, f"Fjord {desk.tail}")
    anna.write("See you")
    first.sees("See you")
    first.close()
    attributes = f'data-customer-name="V. {desk.tail}" data-customer-email="vera@{desk.tail}.example"'
    second = people.visitor(desk.handle("help"), attributes=attributes, path="/again").open()
    second.write("Here again")
    anna.get_next()
    anna.sees("Here again")
    expect(panel(anna).get_by_text("Same e-mail address")).to_be_visible()
    panel(anna).get_by_role("button", name=f"Link to Vera {desk.tail}").click()
    # The earlier chat is an activity, too, under the visitor's first line.
    activity = panel(anna).get_by_role("region", name="Activities").get_by_role("button", name="Open the chat of")
    expect(activity).to_have_count(1)
    earlier = panel(anna).get_by_role("region", name="Earlier chats").get_by_role("button").filter(has_text="See you")
    earlier.click()
    expect(anna.log.get_by_text("Here again")).to_have_count(0)
    anna.sees("See you")
    expect(anna.box).to_have_count(0)
    anna.choose("Here again")
    anna.sees("Here again")
    expect(anna.box).to_be_visible()


def test_a_contacts_requests_are_read_where_they_are_listed(cast: Cast, desk: Desk) -> None:
    anna, _ = cast
    anna.act("Create request")
    dialog = anna.page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("A charger")
    dialog.get_by_label("Your text").fill("Send a new one.")
    dialog.get_by_role("button", name="Create request").click()
    anna.sees("A charger")
    add_contact(anna, f"Fjord {desk.tail}")
    panel(anna).get_by_role("region", name="Requests").get_by_role("button", name="A charger").click()
    expect(dialog.get_by_role("heading", name="A charger")).to_be_visible()
    expect(dialog.get_by_role("region", name="Text", exact=True)).to_contain_text("Send a new one.")


def test_the_link_is_taken_away_and_set_again_by_search_favourites_first(cast: Cast, desk: Desk) -> None:
    anna, _ = cast
    add_contact(anna, f"Fjord {desk.tail}")
    star = panel(anna).get_by_role("button", name="Favourite")
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    panel(anna).get_by_role("button", name="Unlink").click()
    anna.page.get_by_role("dialog").get_by_role("button", name="Unlink").click()
    expect(panel(anna).get_by_role("button", name="Search")).to_be_visible()
    panel(anna).get_by_role("button", name="Search").click()
    favourites = panel(anna).get_by_role("region", name="Favourites")
    expect(favourites.get_by_text(f"Vera {desk.tail}")).to_be_visible()
    box = panel(anna).get_by_role("searchbox", name="Search contacts")
    box.fill(f"Fjord {desk.tail}")
    panel(anna).get_by_role("button", name=f"Link to Fjord {desk.tail}").click()
    expect(panel(anna).get_by_role("region", name="Who works there").get_by_text(f"Vera {desk.tail}")).to_be_visible()


def test_who_only_listens_sees_the_contact_but_does_not_link(cast: Cast, desk: Desk, people: People) -> None:
    anna, _ = cast
    add_contact(anna, f"Fjord {desk.tail}")
    mona = people.agent(desk.agent("mona", help=("notify", "listen", "manage")))
    mona.tab("Dashboard")
    mona.page.get_by_role("row").filter(has_text=f"Vera {desk.tail}").get_by_role("button", name="Listen in").click()
    expect(panel(mona).get_by_text(f"Fjord {desk.tail}").first).to_be_visible()
    expect(panel(mona).get_by_role("button", name="Change contact")).to_have_count(0)


def test_chats_are_found_by_the_contact_that_they_are_linked_to(cast: Cast, desk: Desk, people: People) -> None:
    anna, _ = cast
    add_contact(anna, f"Fjord {desk.tail}")
    other = people.visitor(desk.handle("help"), path="/other").open()
    other.write("Somebody else")
    other.sees("You are number 1 in the queue.")
    anna.page.get_by_role("button", name="Find chats").click()
    dialog = anna.page.get_by_role("dialog", name="Find chats")
    expect(dialog.get_by_text("2 found")).to_be_visible()
    contact = dialog.get_by_role("combobox", name="Contact")
    contact.press_sequentially(f"vera@{desk.tail}")
    offered = dialog.locator("#find-contacts option").first
    expect(offered).to_have_count(1)
    contact.fill(offered.get_attribute("value") or "")
    expect(dialog.get_by_text("1 found")).to_be_visible()
    expect(dialog.get_by_role("cell", name=f"Vera {desk.tail}")).to_be_visible()
    contact.fill("")
    expect(dialog.get_by_text("2 found")).to_be_visible()
