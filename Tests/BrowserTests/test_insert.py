"""Texts at hand (sections 7.4 and 7.5): FAQ, reply templates and quick replies in the Insert dialog."""

from uuid import uuid4

import pytest
from playwright.sync_api import Locator, expect

from stage.agent_screen import AgentScreen
from stage.client import Client
from stage.desk import Desk
from stage.people import People
from stage.visitor_screen import VisitorScreen

Cast = tuple[AgentScreen, VisitorScreen]


@pytest.fixture
def cast(desk: Desk, people: People) -> Cast:
    channel = desk.channel()
    anna = people.agent(desk.agent("anna"))
    visitor = people.visitor(channel, attributes='data-customer-name="Vera"').open()
    visitor.write("Hello")
    anna.get_next()
    anna.sees("Hello")
    return anna, visitor


def insert(anna: AgentScreen) -> Locator:
    anna.page.get_by_role("button", name="Insert FAQ").click()
    dialog = anna.page.get_by_role("dialog", name="Insert")
    expect(dialog.get_by_role("group", name="Quick replies")).to_be_visible()
    return dialog


def last_source(anna: AgentScreen, desk: Desk, text: str) -> dict[str, str] | None:
    """What the line in the store says it was inserted from."""
    session = anna.page.locator("[role=option][data-session]").first.get_attribute("data-session")
    result = desk.client(desk.handle("anna")).ask("session.get", {"session": session, "after": 0})
    lines = [each["data"] for each in result["events"] if each["type"] == "message.posted"]
    return next(line.get("source") for line in lines if line["text"] == text)


def test_an_entry_of_the_faq_is_inserted_as_its_link_by_search_and_enter(cast: Cast, desk: Desk) -> None:
    anna, visitor = cast
    dialog = insert(anna)
    dialog.get_by_role("searchbox", name="Search texts").fill("Where is my parcel?")
    expect(dialog.get_by_role("option", name="Where is my parcel?")).to_have_attribute("aria-selected", "true")
    anna.page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    text = "Where is my parcel?: https://shop.example/help/where-is-my-parcel"
    expect(anna.box).to_have_value(text)
    anna.box.press("Enter")
    visitor.sees("https://shop.example/help/where-is-my-parcel")
    source = last_source(anna, desk, text)
    assert source and source["kind"] == "faq"


def test_a_template_is_filled_in_for_the_visitor_as_its_preview_shows(
    cast: Cast, desk: Desk, manager: Client
) -> None:
    anna, visitor = cast
    template, name = str(uuid4()), f"Label {desk.tail}"
    manager.ask("template.save", {"template": template, "name": name, "text": "Dear {visitor.name}, it is in your mail."})
    dialog = insert(anna)
    dialog.get_by_role("option", name=name).click()
    preview = dialog.get_by_role("region", name="Preview")
    expect(preview.get_by_text("Dear Vera, it is in your mail.")).to_be_visible()
    preview.get_by_role("button", name="Favourite").click()
    dialog.get_by_role("button", name="Insert").click()
    expect(anna.box).to_have_value("Dear Vera, it is in your mail.")
    anna.box.press("Enter")
    visitor.sees("Dear Vera, it is in your mail.")
    assert last_source(anna, desk, "Dear Vera, it is in your mail.") == {"kind": "template", "id": template}
    for view in ("Used lately", "Favourites"):
        dialog = insert(anna)
        dialog.get_by_role("button", name=view).click()
        expect(dialog.get_by_role("option")).to_have_count(1)
        expect(dialog.get_by_role("option", name=name)).to_be_visible()
        dialog.get_by_role("button", name="Cancel").click()


def test_what_is_inserted_goes_to_the_chat_for_which_it_was_looked_up(cast: Cast, desk: Desk, people: People) -> None:
    anna, _ = cast
    other = people.visitor(desk.handle("help"), attributes='data-customer-name="Ole"', path="/other").open()
    other.write("Me too")
    # Until then the button may still count the one before.
    other.sees("You are number 1 in the queue.")
    anna.get_next()
    anna.sees("Me too")
    anna.choose("Vera")
    anna.sees("Hello")
    dialog = insert(anna)
    dialog.get_by_role("searchbox", name="Search texts").fill("Where is my parcel?")
    expect(dialog.get_by_role("option", name="Where is my parcel?")).to_have_attribute("aria-selected", "true")
    # As by a click on the browser's notification, which no dialog keeps away.
    anna.card("Ole").dispatch_event("click")
    anna.sees("Me too")
    dialog.get_by_role("button", name="Insert").click()
    expect(dialog).to_have_count(0)
    expect(anna.box).to_have_value("")
    anna.choose("Vera")
    expect(anna.box).to_have_value("Where is my parcel?: https://shop.example/help/where-is-my-parcel")
    expect(anna.page.get_by_text("From the FAQ")).to_be_visible()


def test_quick_replies_are_made_ordered_renamed_and_removed(cast: Cast) -> None:
    anna, visitor = cast
    dialog = insert(anna)
    dialog.get_by_role("button", name="Edit quick replies").click()
    editor = anna.page.get_by_role("dialog", name="Quick replies")
    for name, text in (("Moment", "One moment, please."), ("Bye", "Have a nice day!"), ("Old", "Not any more.")):
        editor.get_by_role("button", name="Add").click()
        editor.get_by_label("New name").fill(name)
        editor.get_by_label("New content").fill(text)
    editor.get_by_role("button", name="Remove").click()
    editor.get_by_role("button", name="Move up").click()
    editor.get_by_label("New name").fill("Goodbye")
    editor.get_by_role("button", name="Save").click()
    expect(editor).to_have_count(0)
    mine = dialog.get_by_role("group", name="Quick replies").get_by_role("option")
    expect(mine).to_have_text(["Goodbye", "Moment"])
    mine.first.click()
    anna.page.keyboard.press("Enter")
    expect(anna.box).to_have_value("Have a nice day!")
    anna.box.press("Enter")
    visitor.sees("Have a nice day!")


def test_a_quick_reply_in_html_stays_html_and_its_link_is_inserted(cast: Cast, desk: Desk) -> None:
    anna, visitor = cast
    client = desk.client(desk.handle("anna"))
    text = '<p>See <a href="https://shop.example/sizes">our sizes</a>.</p>'
    client.ask("quickReply.save", {"quickReply": str(uuid4()), "name": "Sizes", "text": text, "format": "html", "rank": 1})
    dialog = insert(anna)
    dialog.get_by_role("button", name="Edit quick replies").click()
    editor = anna.page.get_by_role("dialog", name="Quick replies")
    content = editor.get_by_label("New content")
    expect(content).to_have_value(text)
    expect(content).to_have_accessible_description("This is HTML (bold, italic, lists, links).")
    text = text.replace("See", "Look at")
    content.fill(text)
    expect(editor.get_by_text("Look at our sizes (https://shop.example/sizes).", exact=True)).to_be_visible()
    editor.get_by_role("button", name="Save").click()
    expect(editor).to_have_count(0)
    [kept] = client.ask("quickReply.list", {})["items"]
    assert (kept["format"], kept["text"]) == ("html", text)
    dialog.get_by_role("option", name="Sizes").click()
    anna.page.keyboard.press("Enter")
    expect(anna.box).to_have_value("Look at our sizes (https://shop.example/sizes).")
    anna.box.press("Enter")
    visitor.sees("https://shop.example/sizes")


def test_a_quick_reply_without_content_is_not_stored_and_leaving_asks(cast: Cast) -> None:
    anna, _ = cast
    dialog = insert(anna)
    dialog.get_by_role("button", name="Edit quick replies").click()
    editor = anna.page.get_by_role("dialog", name="Quick replies")
    editor.get_by_role("button", name="Add").click()
    editor.get_by_label("New name").fill("Empty")
    editor.get_by_role("button", name="Save").click()
    expect(editor.get_by_text("Type what shall be inserted.")).to_be_visible()
    editor.get_by_role("button", name="Cancel").click()
    anna.page.get_by_role("dialog", name="Leave without saving?").get_by_role("button", name="Leave").click()
    expect(editor).to_have_count(0)
    expect(dialog.get_by_role("group", name="Quick replies").get_by_role("option")).to_have_count(0)
