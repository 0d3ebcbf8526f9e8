"""The pictures in the README, of the demo desk. Made by `scripts/test --browser --pictures=DIR`, and then only these."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from stage.company import Company, open_company
from stage.customers import Customers
from stage.people import People
from stage.visitor_screen import VisitorScreen

pytestmark = pytest.mark.picture

SCREEN = {"width": 1180, "height": 720}
LARGE = {"width": 1280, "height": 800}
#: The window in its corner of a screen of 1280 × 800.
WIDGET = {"x": 850, "y": 130, "width": 430, "height": 670}


@pytest.fixture(scope="module")
def gallery(request: pytest.FixtureRequest) -> Path:
    """Where the pictures go."""
    folder = Path(request.config.getoption("--pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """One for each picture: nothing is on it that another one left."""
    with open_company(tmp_path) as company:
        yield company


def take(page: Page, path: Path, **options: Any) -> None:
    """A picture with nothing moving on it, small enough for a README."""
    page.mouse.move(5, 5)
    page.evaluate("document.fonts.ready")
    page.screenshot(path=path, animations="disabled", caret="hide", **options)
    size = path.stat().st_size
    assert size < 150_000, f"{path.name} has {size} bytes: more than a README's picture may have"


def shopper(people: People, company: Company, **options: Any) -> VisitorScreen:
    return people.visitor_at(f"{company.url}/demo?channel=support", **options)


def present(company: Company, *agents: str) -> None:
    for agent in ("anna", "ben", "cleo", "david", "mia"):
        company.client(agent).ask("presence.set", {"status": "present" if agent in agents else "away"})


def test_the_widgets_states(company: Company, people: People, customers: Customers, gallery: Path) -> None:
    present(company, "anna")
    anna = people.agent("anna")
    customers.wait("support", "Jonas Lie", "Can I change the address of my order?")
    first = shopper(people, company, viewport=SCREEN)
    expect(first.badge).to_be_visible()
    first.open()
    expect(first.field("Your name")).to_be_visible()
    take(first.page, gallery / "shop.png")
    visitor = shopper(people, company, device_scale_factor=1.5).open()
    page = visitor.page
    visitor.field("Your name").fill("Vera Holm")
    visitor.field("Your e-mail address").fill("vera.holm@example.org")
    visitor.window.get_by_role("textbox", name="Your question", exact=True).fill("How long does delivery to Denmark take?")
    take(page, gallery / "widget-form.png", clip=WIDGET)
    visitor.button("Start chat").click()
    visitor.sees("Did this help you?")
    take(page, gallery / "widget-faq.png", clip=WIDGET)
    visitor.button("No, talk to us").click()
    visitor.sees("You are number 2 in line.")
    take(page, gallery / "widget-queue.png", clip=WIDGET)
    anna.get_next()
    anna.get_next()
    anna.sees("delivery to Denmark")
    anna.write("Two to four working days. If you order before noon, it leaves our warehouse today 🚚")
    visitor.sees("it leaves our warehouse today")
    visitor.write("That is quick, thank you!")
    visitor.write("Does the Fjell blanket come in grey too?")
    anna.sees("in grey too")
    anna.box.press_sequentially("It does")
    visitor.sees("Anna is typing…")
    take(page, gallery / "widget-conversation.png", clip=WIDGET)
    anna.write("It does, and the grey one is in stock: https://shop.example/fjell-grey")
    visitor.sees("is in stock")
    visitor.close()
    visitor.sees("How did we do?")
    visitor.window.get_by_role("radio", name="Very good").check(force=True)
    visitor.field("Would you like to tell us more?").fill("Quick and kind. Thank you!")
    take(page, gallery / "widget-rating.png", clip=WIDGET)
    visitor.button("Leave chat").click()
    present(company)
    away = shopper(people, company, device_scale_factor=1.5)
    away.page.get_by_role("button", name="Leave a message").click()
    away.field("Your name").fill("Vera Holm")
    take(away.page, gallery / "widget-offline.png", clip=WIDGET)


def test_the_chat_screen(company: Company, people: People, customers: Customers, gallery: Path) -> None:
    present(company, "anna", "ben", "mia")
    day(company, customers)
    anna = people.agent("anna", viewport=SCREEN)
    visitor = shopper(people, company).open()
    visitor.field("Your name").fill("Vera Holm")
    visitor.field("Your e-mail address").fill("vera.holm@example.org")
    visitor.window.get_by_role("textbox", name="Your question", exact=True).fill("My lamp came without its shade. What now?")
    visitor.button("Start chat").click()
    expect(visitor.button("No, talk to us").or_(visitor.window.get_by_text("in line")).first).to_be_visible()
    if visitor.button("No, talk to us").is_visible():
        visitor.button("No, talk to us").click()
    visitor.sees("in line")
    for _ in range(3):
        anna.get_next()
        if anna.log.get_by_text("My lamp came").count():
            break
    anna.choose("Vera Holm")
    anna.sees("My lamp came")
    anna.write("Oh no, I am sorry! Which order is it?")
    visitor.sees("Which order is it?")
    visitor.write("It is order 48213, from Tuesday.")
    anna.sees("48213")
    anna.write("Thank you, I have it here. A new shade leaves our warehouse today, and you need not send anything back.")
    visitor.sees("A new shade")
    visitor.box.press_sequentially("That is great")
    expect(anna.page.get_by_text("is typing").first).to_be_visible()
    for name, question in WAITING:
        customers.wait("support", name, question)
    expect(anna.page.get_by_role("button", name=f"Get next in queue ({len(WAITING)})")).to_be_visible()
    take(anna.page, gallery / "chats.png")
    anna.page.set_viewport_size(LARGE)
    anna.tab("Dashboard")
    expect(anna.page.get_by_role("row").filter(has_text=WAITING[-1][0])).to_be_visible()
    take(anna.page, gallery / "dashboard.png")


def test_the_administration(company: Company, people: People, customers: Customers, gallery: Path) -> None:
    present(company, "anna", "ben", "mia")
    day(company, customers)
    mia = people.administrator("mia", viewport=SCREEN)
    mia.choose("Customer support")
    take(mia.page, gallery / "admin-channels.png")
    mia.page.set_viewport_size(LARGE)
    mia.edit("Customer support")
    mia.tab("Widget")
    expect(mia.preview.get_by_role("log")).to_be_visible()
    take(mia.page, gallery / "admin-widget.png")


WAITING = (
    ("Sofie Lund", "Do you ship to Iceland?"),
    ("Emil Strand", "Which size fits a double bed?"),
)


def day(company: Company, customers: Customers) -> None:
    """What happened before: chats that ended, with stars, and those that go on with others."""
    for agent, name, question, answer, stars in (
        ("anna", "Nora Vik", "Is the Stol chair back in stock?", "From Monday on. I put one aside for you.", 5),
        ("ben", "Lars Moe", "My voucher does not work.", "It does now: please try again.", 4),
        ("anna", "Ida Ness", "Can I pay by invoice?", "Yes, choose it at the checkout.", 5),
    ):
        chat = customers.wait("support", name, question)
        customers.answer(agent, chat, answer)
        customers.end(agent, chat)
        customers.rate(chat, stars)
    for agent, name, question, answer in (
        ("ben", "Oda Berge", "The cup has a crack.", "I send you another one at once."),
        ("mia", "Finn Aas", "Where is my parcel?", "It is at the post office in Bergen."),
        ("anna", "Jonas Lie", "Can I change my address?", "Gladly. What is the new one?"),
    ):
        chat = customers.wait("support", name, question)
        customers.answer(agent, chat, answer)
