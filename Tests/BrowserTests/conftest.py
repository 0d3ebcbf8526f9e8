"""Fixtures: one company for all tests that break nothing, a desk and people for each test."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from stage.chromium import chromium
from stage.company import ROOT, Company, open_company
from stage.customers import Customers
from stage.desk import Desk
from stage.people import People
from stage.shop import Shop
from stage.until import PATIENCE
from stage.watch import Watch

PICTURES = ROOT / ".run/browser"

expect.set_options(timeout=PATIENCE * 1000)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", metavar="DIR", help="make the README's pictures in DIR, and do nothing else")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "guarantee(*numbers): the guarantees of the specification that the test proves")
    config.addinivalue_line("markers", "picture: makes pictures for the README; runs with --pictures only")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Either the stories or the pictures."""
    wanted = bool(config.getoption("--pictures"))
    left_out = [item for item in items if (item.get_closest_marker("picture") is not None) != wanted]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Any:
    report = yield
    setattr(item, f"report_{report.when}", report)
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """Shared: its processes live through all tests."""
    for name in ("SAMTALE_TEST_BROKER", "SAMTALE_TEST_BROKER_API"):
        if name not in os.environ:
            pytest.exit(f"{name} is not set: see Tests/BrowserTests/README.md", returncode=2)
    with open_company(tmp_path_factory.mktemp("company")) as company:
        yield company


@pytest.fixture(scope="session")
def manager(company: Company) -> Any:
    return company.client("mia")


@pytest.fixture
def desk(company: Company, manager: Any) -> Iterator[Desk]:
    desk = Desk(company, manager)
    yield desk
    desk.close()


@pytest.fixture
def customers(company: Company) -> Iterator[Customers]:
    customers = Customers(company)
    yield customers
    customers.close()


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop()
    yield shop
    shop.close()


@pytest.fixture
def watch() -> Watch:
    """What a test's pages complain about; a test whose story has such a thing in it says so by `watch.allow`."""
    return Watch()


@pytest.fixture
def people(
    browser: Browser, company: Company, shop: Shop, watch: Watch, request: pytest.FixtureRequest
) -> Iterator[People]:
    people = People(browser, company, shop, watch)
    yield people
    report = getattr(request.node, "report_call", None)
    failed = report is None or report.failed
    complaints = watch.left()
    if failed or complaints:
        for picture in people.leave_pictures(PICTURES, request.node.name):
            print(f"picture: {picture}")
        for complaint in watch.complaints:
            print(f"the page said: {complaint}")
    people.go_home()
    if not failed:
        assert not complaints, "pages complained: " + "; ".join(complaints)
