"""The badge alone (section 4.1): what a page loads before anybody chats, and when the rest cannot be loaded."""

from playwright.sync_api import Locator, expect

from stage.desk import Desk
from stage.people import People
from stage.until import until


def test_who_does_not_chat_loads_the_badge_only(desk: Desk, people: People) -> None:
    channel = desk.channel()
    people.agent(desk.agent("anna"))
    visitor = people.visitor(channel)
    expect(visitor.badge).to_be_visible()
    scripts = "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)"
    loaded = visitor.page.evaluate(scripts)
    assert "/widget/badge.js" in loaded
    assert [name for name in loaded if name.startswith("/widget/texts/")] == ["/widget/texts/en.js"]
    assert not {"/widget/widget.js", "/widget/view.js", "/shared/stream.js"} & set(loaded)
    visitor.open()
    assert "/widget/view.js" in visitor.page.evaluate(scripts)
    assert "/widget/postChat.js" not in visitor.page.evaluate(scripts)


def test_who_opens_the_chat_without_network_is_told_and_tries_again(desk: Desk, people: People) -> None:
    people.watch.allow(people.watch.NETWORK, "net::ERR_")
    channel = desk.channel()
    people.agent(desk.agent("anna"))
    visitor = people.visitor(channel)
    expect(visitor.badge).to_be_visible()
    visitor.page.context.set_offline(True)
    visitor.badge.click()
    lost = visitor.page.get_by_role("button", name="The connection is lost.")
    expect(lost).to_be_visible()
    visitor.page.context.set_offline(False)
    expect(lost).to_have_count(0)
    visitor.open().write("Here I am")
    visitor.sees("You are number 1 in the queue.")


def test_words_that_a_refused_session_should_have_taken_along_are_kept(desk: Desk, people: People) -> None:
    people.watch.allow(people.watch.NETWORK)
    channel = desk.channel()
    people.agent(desk.agent("anna"))
    visitor = people.visitor(channel, attributes='data-identity="no.token.atall"').open()
    visitor.write("Do you hear me?")
    visitor.sees("Something went wrong.")
    visitor.button("Try again").click()
    expect(visitor.box).to_have_value("Do you hear me?")


def test_who_comes_back_to_the_page_sees_whether_somebody_is_there_now(desk: Desk, people: People) -> None:
    channel = desk.channel(offlineForm={"requests": True})
    anna = people.agent(desk.agent("anna", present=False))
    visitor = people.visitor(channel)
    message = visitor.page.get_by_role("button", name="Leave a message")
    expect(message).to_be_visible()

    def comes_back_to(badge: Locator) -> None:
        def look() -> bool:
            # What a browser says when its tab is shown again.
            visitor.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
            return badge.is_visible()

        until("the badge of how it is now", look)

    anna.presence.click()
    comes_back_to(visitor.badge)
    visitor.open().button("Minimise").click()
    anna.presence.click()
    comes_back_to(message)
    message.click()
    expect(visitor.field("Your message")).to_be_visible()
