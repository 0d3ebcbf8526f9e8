"""Suggestions from the FAQ before the queue (section 4.3); the entries are those of config/demo.yaml."""

import pytest
from playwright.sync_api import expect

from stage.accessible import assert_accessible
from stage.client import Client
from stage.company import Company
from stage.desk import Desk
from stage.people import People


@pytest.fixture
def channel(desk: Desk, manager: Client) -> str:
    support = manager.ask("channel.list", {})["items"]
    folder = next(each for each in support if each["channel"] == "support")["faqSuggestions"]["folder"]
    return desk.channel(faqSuggestions={"enabled": True, "folder": folder})


def test_who_is_helped_by_an_answer_waits_for_nobody(channel: str, desk: Desk, people: People) -> None:
    anna = people.agent(desk.agent("anna"))
    visitor = people.visitor(channel).open()
    visitor.write("Where is my parcel?")
    expect(visitor.window.get_by_role("link", name="Where is my parcel?")).to_have_attribute(
        "href", "https://shop.example/help/where-is-my-parcel"
    )
    visitor.sees("Did this help you?")
    visitor.button("Yes, thank you").click()
    visitor.sees("Glad we could help!")
    expect(anna.page.get_by_text("No chat sessions in queue")).to_be_visible()


def test_who_is_not_helped_is_in_the_queue_with_the_question(channel: str, desk: Desk, people: People) -> None:
    anna = people.agent(desk.agent("anna"))
    visitor = people.visitor(channel).open()
    visitor.write("How long does delivery take?")
    visitor.button("No, talk to us").click()
    visitor.sees("You are number 1 in the queue.")
    anna.get_next()
    anna.sees("How long does delivery take?")
    visitor.sees("Welcome! How can we help you?")


def test_what_no_entry_answers_goes_right_to_the_queue(channel: str, desk: Desk, people: People) -> None:
    desk.agent("anna")
    visitor = people.visitor(channel).open()
    visitor.write("Xylophones")
    visitor.sees("You are number 1 in the queue.")


def test_an_entry_without_an_address_of_its_own_has_a_page_which_leads_to_its_neighbours(
    channel: str, desk: Desk, people: People
) -> None:
    desk.agent("anna")
    visitor = people.visitor(channel).open()
    visitor.write("Something came broken. What now?")
    with visitor.page.context.expect_page() as opened:
        visitor.window.get_by_role("link", name="Something came broken. What now?").click()
    answer = opened.value
    expect(answer.get_by_role("heading", level=1)).to_have_text("Something came broken. What now?")
    expect(answer.get_by_text("Take a photo of box and goods")).to_be_visible()
    expect(answer).to_have_title("Something came broken. What now?")
    near = answer.get_by_role("navigation").get_by_role("link")
    expect(near.filter(has_text="Where is my parcel?")).to_be_visible()
    assert_accessible(answer)
    answer.emulate_media(color_scheme="dark")
    assert_accessible(answer, colours_only=True)
    # The chat is still there.
    visitor.button("No, talk to us").click()
    visitor.sees("You are number 1 in the queue.")


def test_what_is_for_agents_only_has_no_page(company: Company, manager: Client, people: People) -> None:
    people.watch.allow("404")
    secret = next(each for each in manager.ask("faq.list", {"limit": 200})["items"] if each["title"] == "How do we refund?")
    page = people.context().new_page()
    page.goto(f"{company.url}/faq/{secret['entry']}")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such answer")
    expect(page.get_by_text("back office")).to_have_count(0)
    assert_accessible(page)


def test_the_list_shows_what_is_for_everybody_and_finds_by_ones_own_words(company: Company, people: People) -> None:
    page = people.context().new_page()
    page.goto(f"{company.url}/faq")
    expect(page.get_by_role("heading", name="Shop / Shipping")).to_be_visible()
    expect(page.get_by_role("link", name="Where is my parcel?")).to_be_visible()
    expect(page.get_by_text("How do we refund?")).to_have_count(0)
    assert_accessible(page)
    page.get_by_role("searchbox", name="Search").fill("what must I pay for shipping & delivery?")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("searchbox", name="Search")).to_have_value("what must I pay for shipping & delivery?")
    expect(page.get_by_role("link", name="What does delivery cost?")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="All questions").click()
    expect(page.get_by_role("link", name="Something came broken. What now?")).to_be_visible()
