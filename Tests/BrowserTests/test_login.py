"""Agents log in at /login, and nowhere gets anybody without (section 3.1)."""

import re

import pytest
from playwright.sync_api import Page, expect

from stage.company import PASSWORD, Company
from stage.desk import Desk
from stage.people import People


def fill(page: Page, name: str, password: str) -> None:
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log in").click()


@pytest.mark.parametrize("path", ["/chat", "/admin"])
def test_without_a_log_in_a_page_asks_for_one_and_leads_back(
    path: str, company: Company, desk: Desk, people: People
) -> None:
    people.watch.allow("401")
    desk.channel()
    agent = desk.agent("anna", administrator=True)
    page = people.context().new_page()
    page.goto(company.url + path)
    expect(page).to_have_url(re.compile(f"/login\\?next={path}|/login\\?next=%2F{path[1:]}"))
    fill(page, agent, PASSWORD)
    expect(page).to_have_url(re.compile(f"{path}(#.*)?$"))


def test_a_wrong_password_is_said_at_the_form_and_the_right_one_still_works(
    company: Company, desk: Desk, people: People
) -> None:
    people.watch.allow("401", "429")
    desk.channel()
    agent = desk.agent("anna")
    page = people.context().new_page()
    page.goto(f"{company.url}/login")
    fill(page, agent, "not the password")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page).to_have_url(re.compile("/login"))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_url(re.compile("/chat"))


@pytest.mark.parametrize(
    "next",
    ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)", "/%5Cevil.example", "\t//evil.example"],
)
def test_log_in_leads_to_no_other_site(next: str, company: Company, desk: Desk, people: People) -> None:
    from urllib.parse import quote

    people.watch.allow("401")
    desk.channel()
    agent = desk.agent("anna")
    page = people.context().new_page()
    page.goto(f"{company.url}/login?next={quote(next, safe='')}")
    fill(page, agent, PASSWORD)
    expect(page).to_have_url(re.compile(f"^{re.escape(company.url)}/(chat|login|%5C|%09).*"))
    expect(page.get_by_role("tab", name="Chats")).to_be_visible()


def test_after_log_out_the_chat_screen_is_closed(company: Company, desk: Desk, people: People) -> None:
    people.watch.allow("401")
    desk.channel()
    anna = people.agent(desk.agent("anna"))
    anna.page.get_by_role("button", name="Anna").click()
    anna.page.get_by_role("menuitem", name="Log out").click()
    expect(anna.page).to_have_url(re.compile("/login"))
    anna.page.goto(f"{company.url}/chat")
    expect(anna.page).to_have_url(re.compile("/login"))
