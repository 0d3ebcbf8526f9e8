"""Agents and their permissions at /admin (sections 5.3 and 3.2)."""

import pytest
from playwright.sync_api import expect

from stage.company import PASSWORD, Company
from stage.desk import Desk
from stage.people import People
from stage.until import until


@pytest.fixture
def mia(desk: Desk) -> str:
    desk.channel("first")
    return desk.agent("mia", administrator=True, first=("manage",))


def test_a_new_agent_logs_in_with_his_password_until_he_is_disabled(
    mia: str, company: Company, desk: Desk, people: People
) -> None:
    people.watch.allow("422")
    admin = people.administrator(mia, "agents")
    admin.button("New agent").click()
    zoe = desk.handle("zoe")
    admin.field("First name").fill("Zoe")
    admin.field("Last name").fill(desk.tail)
    admin.field("Handle").fill(zoe)
    password = admin.dialog.get_by_label("Password")
    password.fill("short")
    admin.dialog.get_by_label(f"First {desk.tail}: Can respond").check()
    admin.save_in_vain()
    expect(admin.dialog.get_by_text("8 to 256 characters")).to_be_visible()
    password.fill(PASSWORD)
    admin.save()
    name = f"Zoe {desk.tail}"
    expect(admin.button(name)).to_be_visible()
    mine = company.client(zoe).ask("desk.get", {})["me"]["channels"]
    assert [(each["channel"], each["respond"], each["manage"]) for each in mine] == [(desk.handle("first"), True, False)]

    admin.button(name).click()
    admin.dialog.get_by_role("switch", name="Enabled").click()
    admin.save()
    expect(admin.page.get_by_role("row", name=name).get_by_text("Disabled")).to_be_visible()
    answer = company.client().call("POST", "/api/login", {"name": zoe, "password": PASSWORD})
    assert answer.status == 401, answer.text

    admin.button(name).click()
    admin.dialog.get_by_role("button", name="Remove…").click()
    admin.dialog.get_by_role("button", name="Remove the agent").click()
    expect(admin.button(name)).to_have_count(0)


def test_permissions_are_given_and_taken_in_the_matrix(mia: str, desk: Desk, people: People) -> None:
    desk.channel("second")
    anna = desk.agent("anna", first=("respond",))
    admin = people.administrator(mia, "agents")
    admin.page.get_by_role("tab", name="Permissions").click()
    cell = admin.page.get_by_role("group", name=f"Anna Secret-Surname on Second {desk.tail}")
    for right in ("Can respond", "Can listen in"):
        cell.get_by_role("button", name=right).click()
        expect(cell.get_by_role("button", name=right)).to_have_attribute("aria-pressed", "true")
    cell.get_by_role("button", name="Can respond").click()

    client = desk.client(anna)

    def rights() -> list[str]:
        members = client.ask("desk.get", {})["me"]["channels"]
        found = [each for each in members if each["channel"] == desk.handle("second")]
        return [right for each in found for right in ("respond", "notify", "listen", "manage") if each[right]]

    # The buttons show at once what is still on its way.
    until("the right to listen alone", lambda: rights() == ["listen"])
    admin.page.reload()
    admin.page.get_by_role("tab", name="Permissions").click()
    expect(cell.get_by_role("button", name="Can listen in")).to_have_attribute("aria-pressed", "true")
    expect(cell.get_by_role("button", name="Can respond")).to_have_attribute("aria-pressed", "false")
    assert rights() == ["listen"]


def test_a_manager_sets_his_people_present_and_others_not(desk: Desk, people: People) -> None:
    desk.channel("mine")
    desk.channel("other")
    boss = desk.agent("boss", mine=("manage",), other=("notify",))
    desk.agent("anna", present=False, mine=("respond",))
    desk.agent("ben", present=False, other=("respond",))
    admin = people.administrator(boss, "presence")
    expect(admin.page.get_by_role("switch", name="Ben Secret-Surname: Present")).to_be_disabled()
    admin.page.get_by_role("switch", name="Anna Secret-Surname: Present").click()
    expect(admin.page.get_by_role("switch", name="Anna Secret-Surname: Present")).to_be_checked()
    client = desk.client(desk.handle("anna"))
    until("her presence", lambda: client.ask("desk.get", {})["me"]["wanted"] == "present")


def test_a_bot_that_was_made_can_be_chosen_on_a_channel(mia: str, desk: Desk, people: People) -> None:
    people.watch.allow("409")
    admin = people.administrator(mia, "agents")
    admin.page.get_by_role("tab", name="Bots").click()
    admin.button("New bot").click()
    bot, name = desk.handle("helper"), f"Helper {desk.tail}"
    admin.field("Name").fill(name)
    admin.field("Handle").fill(bot)
    admin.save()
    expect(admin.button(name)).to_be_visible()
    admin.go("Channels")
    admin.edit(f"First {desk.tail}")
    admin.tab("Bot")
    admin.dialog.get_by_role("switch", name="Enable bot").click()
    admin.dialog.get_by_label("Bot", exact=False).and_(admin.dialog.locator("select")).first.select_option(bot)
    admin.save()
    admin.go("Agents")
    admin.page.get_by_role("tab", name="Bots").click()
    admin.button(f"Remove {name}").click()
    admin.dialog.get_by_role("button", name="Remove", exact=True).click()
    expect(admin.dialog.get_by_text("change that first")).to_be_visible()
    admin.dialog.get_by_role("button", name="Cancel").click()
    desk.channel("first")
    admin.button(f"Remove {name}").click()
    admin.dialog.get_by_role("button", name="Remove", exact=True).click()
    expect(admin.button(name)).to_have_count(0)
