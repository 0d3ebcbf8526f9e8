"""The FAQ and the lists of requests at /admin."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from stage.admin_screen import AdminScreen
from stage.desk import Desk
from stage.people import People


@pytest.fixture
def admin(desk: Desk, people: People) -> AdminScreen:
    desk.channel("first")
    return people.administrator(desk.agent("mia", administrator=True, first=("manage",)), "faq")


def test_an_entry_that_is_written_here_is_suggested_to_visitors(admin: AdminScreen, desk: Desk, people: People) -> None:
    folder = f"Garden {desk.tail}"
    admin.action("New folder…")
    admin.field("Name").fill(folder)
    admin.save()
    expect(admin.page.get_by_role("heading", name=folder)).to_be_visible()
    admin.button("New entry").click()
    admin.field("Title").fill("How often do roses need water?")
    admin.field("Text").fill("Twice a week.")
    admin.field("Keywords").fill("thirst xylem")
    admin.save()
    expect(admin.button("How often do roses need water?")).to_be_visible()
    # Who changes one thing takes nothing else away.
    admin.button("How often do roses need water?").click()
    expect(admin.field("Keywords")).to_have_value("thirst xylem")
    admin.field("Text").fill("Twice a week, in summer.")
    admin.save()

    desk.agent("anna", first=("respond",))
    admin.go("Channels")
    admin.edit(f"First {desk.tail}")
    admin.tab("Pre-chat form")
    admin.dialog.get_by_role("switch", name="Enable pre-chat FAQ suggestions").click()
    admin.dialog.get_by_label("FAQ folder").select_option(label=folder)
    admin.save()
    visitor = people.visitor(desk.handle("first")).open()
    visitor.write("Their xylem is dry")
    visitor.sees("How often do roses need water?")


def test_a_table_goes_out_and_comes_back_changed(admin: AdminScreen, desk: Desk, tmp_path: Path) -> None:
    title = f"Question {desk.tail}"
    admin.button("New entry").click()
    admin.field("Title").fill(title)
    admin.field("Text").fill('With "quotes", and\ntwo lines')
    admin.save()
    expect(admin.button(title)).to_be_visible()
    with admin.page.expect_download() as waiting:
        admin.action("Export all as a table")
    text = Path(waiting.value.path()).read_bytes().decode("utf-8-sig")
    assert '"With ""quotes"", and\ntwo lines"' in text
    table = tmp_path / "faq.csv"
    table.write_bytes(text.replace(title, f"Changed {desk.tail}").encode() + f",Imported {desk.tail} / Inner,,No title,,,,,\r\n".encode())
    admin.action("Import a table…")
    admin.dialog.get_by_label("Table (CSV)").set_input_files(table)
    expect(admin.dialog.get_by_text("The title is missing.")).to_be_visible()
    mended = tmp_path / "mended.csv"
    mended.write_bytes(table.read_bytes().replace(b",,No title,,,,,", f",New {desk.tail},Text,,,,,".encode()))
    admin.dialog.get_by_label("Table (CSV)").set_input_files(mended)
    expect(admin.dialog.get_by_text("1 new, 1 changed")).to_be_visible()
    admin.dialog.get_by_role("button", name="Import").click()
    expect(admin.button(f"Changed {desk.tail}")).to_be_visible()
    expect(admin.button(f"New {desk.tail}")).to_be_visible()
    expect(admin.button(title)).to_have_count(0)
    expect(admin.page.get_by_role("navigation", name="Folders").get_by_text(f"Imported {desk.tail}")).to_be_visible()


def test_a_category_that_a_channel_uses_stays(admin: AdminScreen, desk: Desk, people: People) -> None:
    people.watch.allow("409")
    admin.go("Requests")
    name = f"Roses {desk.tail}"
    admin.button("New category").click()
    admin.field("Name").fill(name)
    admin.save()
    category = next(each["category"] for each in desk.manager.ask("request.options", {})["categories"] if each["name"] == name)
    desk.channel("first", offlineForm={"category": category})
    admin.button(f"Remove “{name}”").click()
    admin.dialog.get_by_role("button", name="Remove", exact=True).click()
    expect(admin.dialog.get_by_text("uses this category")).to_be_visible()
    admin.dialog.get_by_role("button", name="Cancel").click()
    desk.channel("first")
    admin.button(f"Remove “{name}”").click()
    admin.dialog.get_by_role("button", name="Remove", exact=True).click()
    expect(admin.page.get_by_text(name)).to_have_count(0)


def test_a_template_is_written_with_its_variables(admin: AdminScreen, desk: Desk) -> None:
    admin.go("Templates")
    name = f"Greeting {desk.tail}"
    admin.button("New template").click()
    admin.field("Name").fill(name)
    admin.field("Text").fill("<b>Hello</b> <script>alert(1)</script>")
    admin.dialog.get_by_label("Insert a variable").select_option("visitor.name")
    admin.dialog.get_by_label("Format").select_option("html")
    expect(admin.dialog.locator(".template-preview b")).to_have_text("Hello")
    admin.save()
    expect(admin.button(name)).to_be_visible()
    saved = next(each for each in desk.manager.ask("template.list", {"text": desk.tail})["items"] if each["name"] == name)
    assert (saved["format"], saved["published"]) == ("html", True)
    assert saved["text"].startswith("<b>Hello</b>") and "{visitor.name}" in saved["text"] and "script" not in saved["text"]
    admin.button(f"Remove “{name}”").click()
    admin.dialog.get_by_role("button", name="Remove", exact=True).click()
    expect(admin.button(name)).to_have_count(0)
