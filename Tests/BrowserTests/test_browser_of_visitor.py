"""The visitor's browser: tabs, page changes, no network, small screens, storage that is blocked."""

import pytest
from playwright.sync_api import expect

from stage.agent_screen import AgentScreen
from stage.desk import Desk
from stage.people import People
from stage.shop import Shop
from stage.until import until
from stage.visitor_screen import VisitorScreen

WELCOME = "Welcome! How can we help you?"


@pytest.fixture
def pair(desk: Desk, people: People) -> tuple[AgentScreen, VisitorScreen]:
    """Anna talks to a visitor."""
    channel = desk.channel()
    anna = people.agent(desk.agent("anna"))
    visitor = people.visitor(channel).open()
    visitor.write("Hello")
    anna.get_next()
    visitor.sees(WELCOME)
    return anna, visitor


@pytest.mark.guarantee(9, 17)
def test_the_same_chat_stands_in_two_tabs_and_over_page_changes(
    pair: tuple[AgentScreen, VisitorScreen], desk: Desk, people: People, shop: Shop
) -> None:
    anna, visitor = pair
    shop.put("/other", people.widget(desk.handle("help")), title="Another page")
    other = VisitorScreen(visitor.page.context.new_page())
    other.page.goto(f"{shop.url}/other")
    expect(other.window).to_be_visible()
    other.write("from the other tab")
    visitor.write("from the first tab")
    anna.write("I see both")
    said = ["Hello", WELCOME, "from the other tab", "from the first tab", "I see both"]
    for screen in (visitor, other):
        until("all lines once in each tab", lambda: sorted(screen.lines()) == sorted(said))
    until("the same order in both tabs", lambda: visitor.lines() == other.lines())
    visitor.page.goto(f"{shop.url}/other")
    until("all lines on another page", lambda: sorted(visitor.lines()) == sorted(said))
    other.close()
    expect(visitor.box).to_have_count(0)


@pytest.mark.guarantee(3, 17)
def test_without_network_nothing_is_lost(pair: tuple[AgentScreen, VisitorScreen], people: People) -> None:
    people.watch.allow(people.watch.NETWORK, "net::ERR_")
    anna, visitor = pair
    visitor.page.context.set_offline(True)
    visitor.write("written on the train")
    visitor.sees("The connection is lost.")
    anna.write("Are you there?")
    assert "Are you there?" not in visitor.lines()
    visitor.page.context.set_offline(False)
    visitor.sees("Are you there?")
    anna.sees("written on the train")
    anna.page.context.set_offline(True)
    expect(anna.page.get_by_text("Connection lost.")).to_be_visible()
    anna.write("I am on a train too")
    visitor.write("Can you hear me?")
    anna.page.context.set_offline(False)
    visitor.sees("I am on a train too")
    anna.sees("Can you hear me?")
    said = sorted(["Hello", WELCOME, "written on the train", "Are you there?", "I am on a train too", "Can you hear me?"])
    for screen in (visitor, anna):
        until("each line once", lambda: sorted(screen.lines()) == said)
    until("the same order on both screens", lambda: visitor.lines() == anna.lines())


@pytest.mark.parametrize("size", [(390, 780), (320, 568)], ids=["phone", "small phone"])
def test_on_a_phone_the_window_fills_the_screen(size: tuple[int, int], desk: Desk, people: People) -> None:
    channel = desk.channel()
    anna = people.agent(desk.agent("anna"))
    viewport = {"width": size[0], "height": size[1]}
    visitor = people.visitor(channel, viewport=viewport, has_touch=True, is_mobile=True)
    visitor.badge.tap()
    expect(visitor.window).to_be_visible()
    until("a window as large as the screen", lambda: visitor.window.bounding_box() == {"x": 0, "y": 0, **viewport})
    visitor.write("Hello from the bus")
    anna.get_next()
    visitor.sees(WELCOME)
    visitor.write("https://shop.example/" + "a-very-long-address/" * 8)
    anna.write("I look")
    visitor.sees("I look")
    assert visitor.window.evaluate("window => window.querySelector('[role=log]').scrollWidth <= window.clientWidth")
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visitor.button("Minimise").tap()
    expect(visitor.badge).to_be_visible()


def test_where_nothing_may_be_kept_the_chat_is_in_a_window_of_its_own(desk: Desk, people: People) -> None:
    channel = desk.channel()
    anna = people.agent(desk.agent("anna"))
    context = people.context()
    # What a browser does where storage is blocked: to look at it is an error.
    context.add_init_script(
        """if (location.hostname === 'localhost') for (const name of ['localStorage', 'sessionStorage'])
             Object.defineProperty(window, name, { get() { throw new DOMException('blocked', 'SecurityError') } })"""
    )
    visitor = people.visitor(channel, attributes='data-customer-name="Vera"', context=context)
    visitor.badge.click()
    visitor.sees("You can open it in a window of its own.")
    with visitor.page.expect_popup() as popup:
        visitor.button("Open in a new window").click()
    alone = VisitorScreen(popup.value)
    alone.write("Hello from my own window")
    anna.get_next()
    anna.sees("Hello from my own window")
    expect(anna.page.get_by_role("heading", name="Vera").first).to_be_visible()
    alone.sees(WELCOME)
    alone.page.reload()
    until("the same chat after a reload", lambda: alone.lines() == ["Hello from my own window", WELCOME])
