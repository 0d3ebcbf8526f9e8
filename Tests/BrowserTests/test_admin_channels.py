"""Channels are set up at /admin (sections 5 and 4.1)."""

import re

import pytest
from playwright.sync_api import expect

from stage.accessible import assert_accessible
from stage.desk import Desk
from stage.people import People
from stage.until import until


@pytest.fixture
def mia(desk: Desk) -> str:
    desk.channel("first")
    return desk.agent("mia", administrator=True, first=("manage",))


def settings(desk: Desk, channel: str) -> dict:
    return next(each for each in desk.manager.ask("channel.list", {})["items"] if each["channel"] == channel)


def test_a_new_channel_with_its_agents_works_as_soon_as_its_script_is_on_a_page(
    mia: str, desk: Desk, people: People
) -> None:
    anna = people.agent(desk.agent("anna", first=("notify",)))
    admin = people.administrator(mia)
    admin.button("New channel").click()
    name = f"Garden {desk.tail}"
    admin.field("Chat channel").fill(name)
    expect(admin.field("Handle")).to_have_value(f"garden-{desk.tail}")
    admin.field("Badge header").fill("Chat with us")
    admin.tab("Pre-chat form")
    admin.dialog.get_by_role("switch", name="Enable pre-chat form").click()
    admin.tab("Agents")
    admin.dialog.get_by_label("Agent to add").select_option(desk.handle("anna"))
    admin.dialog.get_by_role("button", name="Add", exact=True).click()
    admin.save()
    garden = desk.adopt("garden")
    expect(admin.page.get_by_role("heading", name=name)).to_be_visible()
    admin.button("Copy the script tag").click()
    tag = admin.page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r'<script defer src="http://[^"]+/widget\.js" data-channel="garden-\w+"></script>', tag), tag

    visitor = people.visitor(garden).open()
    visitor.write("Do you have roses?")
    anna.get_next()
    anna.sees("Do you have roses?")


def test_what_is_missing_is_marked_at_its_field_and_its_tab_and_nothing_is_saved(
    mia: str, desk: Desk, people: People
) -> None:
    admin = people.administrator(mia)
    before = len(desk.manager.ask("channel.list", {})["items"])
    admin.button("New channel").click()
    admin.field("Badge header").fill("Ask us")
    admin.tab("Bot")
    admin.dialog.get_by_role("switch", name="Enable bot").click()
    admin.save_in_vain()
    expect(admin.field("Chat channel")).to_have_attribute("aria-invalid", "true")
    expect(admin.dialog.get_by_text("Chat channel is missing.")).to_be_visible()
    for tab in ("Properties", "Bot"):
        mark = admin.dialog.get_by_role("tab", name=tab).get_by_role("img", name="Something is missing or wrong here")
        expect(mark).to_be_visible()
    expect(admin.dialog.get_by_role("tab", name="Agents").get_by_role("img")).to_have_count(0)
    assert len(desk.manager.ask("channel.list", {})["items"]) == before


def test_what_the_worker_refuses_is_said_at_its_field(mia: str, desk: Desk, people: People) -> None:
    people.watch.allow("409")
    desk.channel("second")
    admin = people.administrator(mia)
    admin.edit(f"Second {desk.tail}")
    admin.field("Chat channel").fill(f"First {desk.tail}")
    admin.save_in_vain()
    expect(admin.field("Chat channel")).to_be_focused()
    expect(admin.dialog.get_by_text("has this name already")).to_be_visible()
    admin.field("Chat channel").fill(f"Second {desk.tail}")
    expect(admin.field("Chat channel")).not_to_have_attribute("aria-invalid", "true")


def test_the_preview_is_the_widget_with_what_is_not_saved_yet(mia: str, desk: Desk, people: People) -> None:
    admin = people.administrator(mia)
    admin.edit(f"First {desk.tail}")
    admin.field("Badge header").fill("Ask the gardener")
    expect(admin.preview.get_by_text("Ask the gardener")).to_be_visible()
    admin.tab("Chat widget layout")
    admin.field("Header").fill("Garden & Sons <b>")
    expect(admin.preview.get_by_text("Garden & Sons <b>").first).to_be_visible()
    admin.field("Base colour").fill("#FFD000")
    admin.field("Badge text").fill("#FFFFFF")
    expect(admin.dialog.get_by_text(re.compile("Hard to read on the badge: contrast 1.5"))).to_be_visible()
    colour = "host => host.style.getPropertyValue('--badge').toUpperCase()"
    until("the preview has the colour", lambda: admin.preview.evaluate(colour) == "#FFD000")
    admin.tab("Post-chat form")
    admin.dialog.get_by_role("switch", name="Enable post-chat form").click()
    admin.dialog.get_by_role("switch", name="Enable rating").click()
    admin.field("Rating text").fill("How were the roses?")
    expect(admin.preview.get_by_text("How were the roses?")).to_be_visible()
    expect(admin.dialog.get_by_role("tab", name="Post-chat form")).to_contain_text("Active")


def test_opening_hours_with_lunch_and_exceptions(mia: str, desk: Desk, people: People) -> None:
    admin = people.administrator(mia)
    admin.edit(f"First {desk.tail}")
    admin.dialog.get_by_role("switch", name="Enable opening hours").click()
    admin.dialog.get_by_label("Time zone").select_option("Europe/Oslo")
    admin.field("Monday: from").fill("9")
    admin.field("Monday: to").fill("25")
    admin.dialog.get_by_label("Friday", exact=True).uncheck()
    admin.dialog.get_by_label("Lunch", exact=True).check()
    admin.dialog.get_by_role("button", name="Add an exception").click()
    admin.save_in_vain()
    expect(admin.dialog.get_by_text("“25” is not a time")).to_be_visible()
    admin.field("Monday: to").fill("1730")
    admin.dialog.get_by_label("Exception 1: date").fill("2030-12-24")
    admin.save()
    hours = settings(desk, desk.handle("first"))["openingHours"]
    assert (hours["enabled"], hours["timeZone"]) == (True, "Europe/Oslo")
    assert hours["days"]["mon"] == [{"from": "09:00", "to": "17:30"}]
    assert hours["days"]["fri"] == []
    assert hours["lunch"] == {"from": "11:30", "to": "12:30"}
    assert hours["exceptions"] == [{"date": "2030-12-24", "intervals": []}]


def test_two_who_save_at_once_lose_nothing_of_each_other(mia: str, desk: Desk, people: People) -> None:
    people.watch.allow("409")
    admin = people.administrator(mia)
    admin.edit(f"First {desk.tail}")
    desk.channel("first", badgeHeader="Theirs", description="By the other one")
    admin.field("Badge header").fill("Mine")
    admin.field("Welcome message").fill("Hello from me")
    admin.dialog.get_by_role("button", name="Save").click()
    conflict = admin.page.get_by_role("dialog", name="Somebody else saved this channel meanwhile")
    expect(conflict.get_by_text("By the other one")).to_be_visible()
    conflict.get_by_label("Theirs:").check()
    conflict.get_by_role("button", name="Put together and save").click()
    expect(admin.page.get_by_role("dialog")).to_have_count(0)
    saved = settings(desk, desk.handle("first"))
    assert (saved["badgeHeader"], saved["description"], saved["welcomeMessage"]) == ("Theirs", "By the other one", "Hello from me")


def test_closing_without_saving_is_asked_about(mia: str, desk: Desk, people: People) -> None:
    admin = people.administrator(mia)
    admin.edit(f"First {desk.tail}")
    admin.page.keyboard.press("Escape")
    expect(admin.page.get_by_role("dialog")).to_have_count(0)
    admin.edit(f"First {desk.tail}")
    admin.field("Badge header").fill("Something else")
    admin.page.keyboard.press("Escape")
    expect(admin.page.get_by_role("dialog", name="Close without saving?")).to_be_visible()
    admin.page.keyboard.press("Escape")
    expect(admin.field("Badge header")).to_have_value("Something else")


def test_deleting_a_channel_with_a_chat_asks_twice_and_the_visitor_is_told(
    mia: str, desk: Desk, people: People
) -> None:
    people.watch.allow("409", "404")
    channel = desk.channel("doomed")
    desk.agent("anna", doomed=("respond", "notify"))
    visitor = people.visitor(channel).open()
    visitor.write("Is anybody there?")
    visitor.sees("Is anybody there?")
    admin = people.administrator(mia)
    admin.choose(f"Doomed {desk.tail}")
    admin.action("Delete…")
    admin.dialog.get_by_role("button", name="Delete the channel").click()
    admin.dialog.get_by_role("button", name="End them and delete").click()
    expect(admin.page.get_by_text(f"“Doomed {desk.tail}” is deleted.")).to_be_visible()
    expect(visitor.window.get_by_role("button", name="Start a new chat")).to_be_visible()
    desk.channel("doomed")


def test_a_manager_sees_his_channels_and_no_more_and_anybody_else_nothing(desk: Desk, people: People) -> None:
    desk.channel("mine")
    desk.channel("other")
    anna = desk.agent("anna", mine=("respond", "notify", "manage"), other=("respond", "notify"))
    ben = desk.agent("ben", other=("respond", "notify"))
    admin = people.administrator(anna)
    expect(admin.page.get_by_role("heading", name=f"Mine {desk.tail}")).to_be_visible()
    assert admin.pages() == ["Channels", "Agents", "Reports", "Presence"]
    expect(admin.page.get_by_role("region", name="Channels").get_by_role("link")).to_have_count(1)
    expect(admin.button("New channel")).to_have_count(0)
    admin.edit(f"Mine {desk.tail}")
    admin.field("Welcome message").fill("From the manager")
    admin.save()
    assert settings(desk, desk.handle("mine"))["welcomeMessage"] == "From the manager"
    expect(people.administrator(ben).page.get_by_text("This page is for managers")).to_be_visible()


def test_all_by_keyboard(mia: str, desk: Desk, people: People) -> None:
    admin = people.administrator(mia)
    admin.choose(f"First {desk.tail}")
    admin.button("Edit").focus()
    admin.page.keyboard.press("Enter")
    expect(admin.field("Chat channel")).to_be_focused()
    admin.page.keyboard.press("Tab")
    expect(admin.dialog.get_by_role("tab", name="Properties")).to_be_focused()
    admin.page.keyboard.press("ArrowDown")
    expect(admin.dialog.get_by_role("tab", name="Chat widget layout")).to_have_attribute("aria-selected", "true")
    admin.page.keyboard.press("Tab")
    admin.page.keyboard.press("Tab")
    expect(admin.dialog.get_by_label("Theme")).to_be_focused()
    admin.page.keyboard.press("c")
    expect(admin.dialog.get_by_label("Theme")).to_have_value("classic")
    admin.dialog.get_by_role("button", name="Save").focus()
    admin.page.keyboard.press("Enter")
    expect(admin.page.get_by_role("dialog")).to_have_count(0)
    assert settings(desk, desk.handle("first"))["widget"]["theme"] == "classic"


@pytest.mark.parametrize("size", [(1280, 800), (390, 780)], ids=["desktop", "phone"])
def test_the_dialog_is_accessible_on_each_tab(size: tuple[int, int], mia: str, desk: Desk, people: People) -> None:
    admin = people.administrator(mia, viewport={"width": size[0], "height": size[1]})
    admin.edit(f"First {desk.tail}")
    for tab in admin.dialog.get_by_role("tab").all():
        tab.click()
        assert_accessible(admin.page)
