"""Agents log in by a provider of OpenID Connect (section 3.1): there and back in the browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from stage.accessible import assert_accessible
from stage.company import Company
from stage.desk import Desk
from stage.people import People
from stage.provider import CLIENT, NAME, Provider


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    provider = Provider(tmp_path_factory.mktemp("provider"))
    yield provider
    provider.close()


@pytest.fixture(scope="module")
def site(company: Company, provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A gateway that takes the provider's tokens."""
    log = tmp_path_factory.mktemp("gateway") / "gateway.log"
    with company.another_gateway(log, provider.settings) as url:
        yield url


@pytest.fixture
def kari(desk: Desk, provider: Provider) -> str:
    """Somebody whom the provider and the desk know."""
    desk.channel()
    agent = desk.agent("kari")
    desk.manager.ask("agent.save", {"agent": agent, "subject": f"subject-of-{agent}"})
    provider.people = {}
    provider.knows("Kari", f"subject-of-{agent}")
    provider.knows("A stranger", "nobody-here")
    return agent


def log_in(page: Page) -> None:
    page.get_by_role("button", name=f"Log in with {NAME}").click()
    expect(page.get_by_role("heading", name="Who are you?")).to_be_visible()


def test_who_is_known_there_is_let_in_and_lands_where_he_wanted_to_go(
    kari: str, site: str, provider: Provider, people: People
) -> None:
    people.watch.allow("401")
    page = people.context().new_page()
    page.goto(f"{site}/chat")
    expect(page).to_have_url(re.compile("/login\\?next="))
    log_in(page)
    asked = provider.asked[-1]
    assert asked["client_id"] == CLIENT and asked["response_type"] == "id_token" and "openid" in asked["scope"]
    assert asked["redirect_uri"] == f"{site}/login" and len(asked["nonce"]) >= 32 and asked["nonce"] != asked["state"]
    page.get_by_role("link", name="Kari").click()
    expect(page.get_by_role("button", name="Kari")).to_be_visible()
    expect(page).to_have_url(f"{site}/chat")
    page.go_back()
    assert "id_token=" not in page.url, "the token stays in the history"


def test_who_is_unknown_here_or_refused_there_is_told_so_and_may_try_again(
    kari: str, site: str, provider: Provider, people: People
) -> None:
    people.watch.allow("401")
    page = people.context().new_page()
    page.goto(f"{site}/login?next=/chat")
    log_in(page)
    page.get_by_role("link", name="A stranger").click()
    expect(page.get_by_role("alert")).to_have_text(
        "You are known there, but not here: ask your administrator to enter you as an agent."
    )
    assert_accessible(page)
    log_in(page)
    page.get_by_role("link", name="Nobody").click()
    expect(page.get_by_role("alert")).to_have_text("You said no.")
    log_in(page)
    page.get_by_role("link", name="Kari").click()
    expect(page.get_by_role("button", name="Kari")).to_be_visible()


def test_a_token_that_this_page_did_not_ask_for_lets_nobody_in(
    kari: str, site: str, provider: Provider, people: People
) -> None:
    people.watch.allow("401")
    page = people.context().new_page()
    page.goto(f"{site}/login#id_token={provider.token(provider.people['Kari'])}&state=made-up")
    expect(page.get_by_role("alert")).to_have_text("This log-in did not begin here. Try again.")
    assert page.url == f"{site}/login"
    log_in(page)
    state = provider.asked[-1]["state"]
    page.goto(f"{site}/login#id_token={provider.token(provider.people['Kari'], nonce='of-another-page')}&state={state}")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("textbox", name="Name")).to_be_visible()
