"""A request of a chat (section 7.2), and a visitor who is kept away."""

import pytest
from playwright.sync_api import Route, expect

from stage.accessible import assert_accessible
from stage.agent_screen import AgentScreen
from stage.desk import Desk
from stage.keyboard import go_to
from stage.people import People
from stage.visitor_screen import VisitorScreen

Cast = tuple[AgentScreen, VisitorScreen]


@pytest.fixture
def cast(desk: Desk, people: People) -> Cast:
    channel = desk.channel()
    anna = people.agent(desk.agent("anna"))
    visitor = people.visitor(channel, attributes='data-customer-name="Vera"').open()
    visitor.write("The zip of my coat is broken")
    anna.get_next()
    anna.sees("The zip of my coat is broken")
    return anna, visitor


def test_the_sentence_with_the_number_stands_in_the_text_field_until_it_is_sent(cast: Cast, desk: Desk) -> None:
    anna, visitor = cast
    anna.act("Create request")
    dialog = anna.page.get_by_role("dialog", name="Create request")
    expect(dialog.get_by_label("Title")).to_have_value("The zip of my coat is broken")
    dialog.get_by_label("Title").fill("Broken zip")
    dialog.get_by_label("Category").select_option(label="Returns")
    dialog.get_by_label("Priority").select_option(label="High")
    dialog.get_by_label("Your text").fill("Send a new one.")
    dialog.get_by_role("button", name="Create request").click()
    expect(dialog).to_have_count(0)
    expect(anna.log.get_by_text("Broken zip")).to_be_visible()
    expect(anna.box).not_to_have_value("")
    expect(anna.box).to_be_focused()
    sentence = anna.box.input_value()
    session = anna.page.locator("[role=option][data-session]").first.get_attribute("data-session")
    client = desk.client(desk.handle("anna"))
    request = client.ask("session.get", {"session": session, "limit": 1})["snapshot"]["request"]
    number = request[:8]
    assert f"{number}." in sentence and request not in sentence
    request = client.ask("request.get", {"request": request})
    assert request["title"] == "Broken zip"
    assert "Send a new one." in request["text"] and "The zip of my coat is broken" in request["text"]
    assert sentence not in visitor.lines()
    anna.box.press("Enter")
    visitor.sees(number)


LEFT = "The parcel came, but the charger is missing.\n\nOrder 1042, paid on Monday.\n<b>Please</b> send it to my office."


def test_who_comes_afterwards_finds_a_request_and_reads_all_of_it(desk: Desk, people: People) -> None:
    options = desk.manager.ask("request.options", {})
    category, priority = options["categories"][0], options["priorities"][0]
    form = {"requests": True, "required": ["name", "email"], "category": category["category"], "priority": priority["priority"]}
    channel = desk.channel(offlineForm=form)
    handle = desk.agent("anna", present=False)
    visitor = people.visitor(channel)
    visitor.page.get_by_role("button", name="Leave a message").click()
    visitor.field("Your name").fill("Vera Visitor")
    visitor.field("Your e-mail address").fill("vera@example.org")
    visitor.field("Your message").fill(LEFT)
    visitor.button("Send message").click()
    visitor.sees("We have received your message")
    anna = people.agent(handle)
    find(anna, "Request posted", "Vera Visitor")
    anna.button("Request").filter(has_text="The parcel came").click()
    dialog = anna.page.get_by_role("dialog", name="Request")
    # As it was written, line by line, and never as HTML.
    expect(dialog.get_by_role("region", name="Text", exact=True)).to_have_text(LEFT, use_inner_text=True)
    expect(dialog.get_by_role("heading", name="The parcel came, but the charger is missing.")).to_be_visible()
    for words in ("The visitor", "Vera Visitor", "vera@example.org", f"Help {desk.tail}", category["name"], priority["name"]):
        expect(dialog.get_by_text(words, exact=True)).to_be_visible()
    assert_accessible(anna.page)
    anna.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(anna.button("Request").filter(has_text="The parcel came")).to_be_focused()
    go_to(anna.button("Read request"))
    anna.page.keyboard.press("Enter")
    expect(dialog.get_by_text("Order 1042")).to_be_visible()
    anna.page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    # Nobody had it, so whoever works on it says whose it is.
    anna.button("Create new contact").click()
    anna.page.get_by_role("dialog", name="New contact").get_by_role("button", name="Add").click()
    expect(anna.page.get_by_role("heading", name="Linked contact")).to_be_visible()
    anna.sees("Linked to Vera Visitor")


def test_a_request_that_cannot_be_read_says_why(cast: Cast, desk: Desk, people: People) -> None:
    anna, _ = cast
    anna.act("Create request")
    dialog = anna.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Create request").click()
    expect(dialog).to_have_count(0)
    people.watch.allow("503", "404")
    refuse(anna, 503, "unavailable")
    anna.button("Read request").click()
    expect(dialog.get_by_text("The system cannot be reached now.")).to_be_visible(timeout=30_000)
    anna.page.unroute("**/api/agent")
    dialog.get_by_role("button", name="Try again").click()
    expect(dialog.get_by_role("region", name="Text", exact=True)).to_contain_text("The zip of my coat is broken")
    anna.page.keyboard.press("Escape")
    refuse(anna, 404, "notFound")
    anna.button("Read request").click()
    expect(dialog.get_by_text("This request is gone")).to_be_visible()
    expect(dialog.get_by_role("button", name="Try again")).to_have_count(0)


def find(anna: AgentScreen, status: str, visitor: str) -> None:
    """By *Find chats*."""
    anna.button("Find chats").click()
    dialog = anna.page.get_by_role("dialog", name="Find chats")
    dialog.get_by_label("Status").select_option(label=status)
    dialog.get_by_role("row").filter(has_text=visitor).click()
    expect(dialog).to_have_count(0)


def refuse(anna: AgentScreen, status: int, code: str) -> None:
    """The gateway answers so to who wants to read a request."""
    body = {"ok": False, "error": {"code": code, "title": "Not now"}}

    def answer(route: Route) -> None:
        if route.request.post_data_json["type"] == "request.get":
            route.fulfill(status=status, json=body)
        else:
            route.continue_()

    anna.page.route("**/api/agent", answer)


def test_a_request_needs_a_title(cast: Cast) -> None:
    anna, _ = cast
    anna.act("Create request")
    dialog = anna.page.get_by_role("dialog", name="Create request")
    dialog.get_by_label("Title").fill(" ")
    dialog.get_by_role("button", name="Create request").click()
    expect(dialog.get_by_text("Type what the request is about.")).to_be_visible()
    expect(dialog.get_by_label("Title")).to_be_focused()


def test_a_manager_blocks_a_visitor_and_the_chat_ends(cast: Cast, desk: Desk, people: People) -> None:
    anna, _ = cast
    anna.page.get_by_role("button", name="Actions").click()
    expect(anna.page.get_by_role("menuitem", name="Create request")).to_be_visible()
    expect(anna.page.get_by_role("menuitem", name="Block visitor")).to_have_count(0)
    anna.page.keyboard.press("Escape")
    mona = people.agent(desk.agent("mona", help=("notify", "listen", "manage")))
    mona.tab("Dashboard")
    mona.page.get_by_role("row").filter(has_text="Vera").get_by_role("button", name="Listen in").click()
    mona.act("Block visitor")
    dialog = mona.page.get_by_role("dialog")
    dialog.get_by_label("For how long").select_option(label="1 week")
    dialog.get_by_role("button", name="Block visitor").click()
    expect(mona.page.get_by_text("The visitor is blocked for 1 week.")).to_be_visible()
    anna.sees("Ended by the system")


def test_a_blocked_visitor_is_told_so_keeps_his_words_and_comes_back_when_the_block_is_lifted(
    cast: Cast, desk: Desk, people: People
) -> None:
    anna, visitor = cast
    mona = people.agent(desk.agent("mona", help=("notify", "listen", "manage")))
    mona.tab("Dashboard")
    mona.page.get_by_role("row").filter(has_text="Vera").get_by_role("button", name="Listen in").click()
    block(mona, "1 week")
    people.watch.allow("403")
    expect(visitor.window.get_by_role("log").get_by_text("The chat has ended")).to_be_visible()
    visitor.button("New chat").click()
    visitor.write("Let me in")
    expect(visitor.window.get_by_text("You cannot use this chat at the moment.")).to_be_visible()
    expect(anna.page.get_by_text("No chat sessions in queue")).to_be_visible()
    visitor.button("Try again").click()
    expect(visitor.box).to_have_value("Let me in")
    block(mona, "Lift the block")
    expect(mona.page.get_by_text("The visitor may chat again.")).to_be_visible()
    visitor.box.press("Enter")
    visitor.sees("You are number 1 in the queue.")


def block(mona: AgentScreen, span: str) -> None:
    mona.act("Block visitor")
    dialog = mona.page.get_by_role("dialog")
    dialog.get_by_label("For how long").select_option(label=span)
    dialog.get_by_role("button", name="Block visitor").click()
    expect(dialog).to_have_count(0)


def test_chats_are_found_by_the_visitors_name(cast: Cast) -> None:
    anna, _ = cast
    anna.page.get_by_role("button", name="Find chats").click()
    dialog = anna.page.get_by_role("dialog", name="Find chats")
    dialog.get_by_label("Text").fill("Vera")
    dialog.get_by_role("button", name="Find").click()
    expect(dialog.get_by_role("cell", name="Vera").first).to_be_visible()
    dialog.get_by_label("Text").fill("Nobody of that name")
    dialog.get_by_role("button", name="Find").click()
    expect(dialog.get_by_text("No chat found")).to_be_visible()
