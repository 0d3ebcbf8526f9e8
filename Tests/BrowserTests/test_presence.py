"""Whether an agent is there (section 3.2)."""

import pytest
from playwright.sync_api import Page

from stage.company import Company
from stage.desk import Desk
from stage.people import People
from stage.until import until

#: Keeps what a page's own stream of events tells of somebody's presence.
_LISTEN = """agent => new Promise(ready => {
  const told = window.toldOfPresence = [];
  const stream = new EventSource(`/api/agent/events?connection=${crypto.randomUUID()}`);
  stream.addEventListener("ready", ready, { once: true });
  stream.addEventListener("transient", ({ data }) => {
    const { type, data: news } = JSON.parse(data);
    if (type === "presence.changed" && news.agent === agent) told.push(news.effective);
  });
}).then(() => null)"""


def told(page: Page) -> list[str]:
    return page.evaluate("window.toldOfPresence")


@pytest.mark.guarantee(16)
def test_who_loads_his_page_anew_is_there_all_the_time_and_who_closes_it_is_gone(
    company: Company, desk: Desk, people: People
) -> None:
    desk.channel()
    anna = desk.agent("anna")
    ben = people.agent(desk.agent("ben")).page
    ben.evaluate(_LISTEN, anna)
    screen = people.agent(anna)
    first = until("the lease of her page", lambda: company.leases(anna) - {"-"})
    screen.page.reload()
    screen.await_ready()
    until("the new page's lease alone", lambda: (now := company.leases(anna)) and not now & first and now - {"-"})
    assert told(ben) == []
    screen.page.close()
    until("nobody", lambda: told(ben) == ["disconnected"])
