"""What nobody could work on is looked at, sent again and dropped at /admin."""

import json
from uuid import uuid4

from playwright.sync_api import Locator, expect

from stage.accessible import assert_accessible
from stage.admin_screen import AdminScreen
from stage.company import Company
from stage.desk import Desk
from stage.people import People


def letter(admin: AdminScreen, text: str) -> Locator:
    return admin.page.get_by_role("list", name="Dead letters").get_by_role("listitem").filter(has_text=text)


def test_a_letter_shows_why_it_is_there_and_is_worked_on_when_its_cause_is_gone(
    company: Company, desk: Desk, people: People
) -> None:
    desk.channel("first")
    mia = desk.agent("mia", administrator=True, first=("manage",))
    body = {"visitorId": uuid4().hex, "name": "Ola Nordmann", "question": "Is anybody there?", "language": "en"}
    later = desk.handle("later")
    company.publish(f"channel.{later}.session.open", "session.open", "visitor", json.dumps(body), id=f"early-{desk.tail}")
    admin = people.administrator(mia, "dead-letters")
    row = letter(admin, later)
    expect(row).to_be_visible()
    expect(row).to_contain_text(f"There is no channel {later}.")
    expect(row.get_by_text("Unknown channel")).to_be_visible()
    row.get_by_text("Details").click()
    expect(row.get_by_text(f"early-{desk.tail}")).to_be_visible()
    expect(row.get_by_label("Body")).to_contain_text("Is anybody there?")
    expect(row.get_by_label("Body")).not_to_contain_text(body["visitorId"])
    assert_accessible(admin.page)

    desk.channel("later")
    anna = people.agent(desk.agent("anna", later=("respond", "notify")))
    row.get_by_role("button", name="Send “session.open” again").click()
    admin.dialog.get_by_role("button", name="Send again").click()
    expect(admin.page.get_by_text("It was sent again")).to_be_visible()
    expect(row).to_have_count(0)
    anna.get_next()
    anna.sees("Is anybody there?")


def test_what_nobody_will_ever_read_is_dropped(company: Company, desk: Desk, people: People) -> None:
    channel = desk.channel()
    mia = desk.agent("mia", administrator=True, help=("manage",))
    company.publish(f"channel.{channel}.session.open", "session.open", "visitor", '["not", "a", "command"]', id=f"bad-{desk.tail}")
    admin = people.administrator(mia, "dead-letters")
    row = letter(admin, f"bad-{desk.tail}")
    expect(row).to_have_count(1)
    row.get_by_role("button", name="Drop “session.open”").click()
    expect(admin.dialog).to_contain_text("for good")
    admin.dialog.get_by_role("button", name="Cancel").click()
    expect(row).to_have_count(1)
    row.get_by_role("button", name="Drop “session.open”").click()
    admin.dialog.get_by_role("button", name="Drop").click()
    expect(admin.page.get_by_text("It was dropped")).to_be_visible()
    expect(row).to_have_count(0)


def test_a_manager_who_is_no_administrator_does_not_see_the_page(desk: Desk, people: People) -> None:
    desk.channel()
    admin = people.administrator(desk.agent("boss", help=("manage",)), "dead-letters")
    expect(admin.page.get_by_role("link", name="Channels", exact=True)).to_be_visible()
    expect(admin.page.get_by_role("heading", name="Dead letters")).to_have_count(0)
    assert "Dead letters" not in admin.pages()
