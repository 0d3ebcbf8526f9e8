"""Reports, and what holds for every page at /admin."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from stage.accessible import assert_accessible
from stage.desk import Desk
from stage.people import People


def test_a_report_counts_a_chat_and_goes_out_as_a_table(desk: Desk, people: People) -> None:
    channel = desk.channel("counted")
    boss = desk.agent("boss", counted=("manage",))
    anna = people.agent(desk.agent("anna", counted=("respond",)))
    visitor = people.visitor(channel).open()
    visitor.write("Hello?")
    anna.get_next()
    anna.write("Hello!")
    visitor.sees("Hello!")
    anna.act_surely("End chat")
    expect(visitor.box).to_have_count(0)

    admin = people.administrator(boss, "reports")
    admin.page.get_by_label("Days").select_option("Today")
    row = admin.page.get_by_role("region", name="Channels").get_by_role("row", name=f"Counted {desk.tail}")
    expect(row.get_by_role("cell").first).to_have_text("1")
    expect(admin.page.get_by_role("region", name="Agents").get_by_role("row", name="Anna")).to_contain_text("1")
    with admin.page.expect_download() as waiting:
        admin.page.get_by_role("button", name="Download “Channels” as a table").click()
    table = Path(waiting.value.path()).read_bytes().decode("utf-8-sig")
    assert f"Counted {desk.tail},1,1," in table


#: Each page, and a heading that is there once it is drawn.
PAGES = {
    "Channels": "Settings",
    "Agents": "Agents",
    "FAQ": "All entries",
    "Templates": "All templates",
    "Requests": "Priorities",
    "Reports": "How chats ended",
    "Presence": "Presence",
    "Dead letters": "Dead letters",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 800), (390, 780)], ids=["desktop", "phone"])
def test_every_page_is_accessible(size: tuple[int, int], scheme: str, desk: Desk, people: People) -> None:
    desk.channel("first")
    mia = desk.agent("mia", administrator=True, first=("manage",))
    admin = people.administrator(mia, viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    for page, heading in PAGES.items():
        admin.go(page)
        expect(admin.page.get_by_role("heading", name=heading, exact=True, include_hidden=True).first).to_be_attached()
        expect(admin.page.get_by_role("status", name="Loading")).to_have_count(0)
        assert_accessible(admin.page, colours_only=scheme == "dark")
        # Nothing is wider than the screen.
        assert admin.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page


def test_names_are_text_and_never_markup(desk: Desk, people: People) -> None:
    name = {"name": f"<img src=x onerror=alert(1)> {desk.tail}"}
    desk.manager.ask("channel.save", {"channel": desk.adopt("first"), "badgeHeader": "Chat", "description": "<script>alert(2)</script>", **name})
    mia = desk.agent("mia", administrator=True, first=("manage",))
    admin = people.administrator(mia)
    expect(admin.page.get_by_text(name["name"]).first).to_be_visible()
    admin.go("Agents").go("Reports")
    expect(admin.page.get_by_role("rowheader", name=name["name"])).to_be_visible()
    assert admin.page.locator("img[src='x']").count() == 0
