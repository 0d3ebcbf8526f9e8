"""Gateway, worker and broker go down in mid-conversation, and no line is lost or doubled on any screen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import expect

from stage.agent_screen import AgentScreen
from stage.broker_node import BrokerNode
from stage.company import Company
from stage.desk import Desk
from stage.people import People
from stage.until import until
from stage.virtual_host import VirtualHost
from stage.visitor_screen import VisitorScreen

#: Pages wait up to 30 s before they try again, and a broker needs its time to start.
PATIENCE = 150


@dataclass
class Fragile:
    """A company on a broker node of its own; all of it may be broken."""

    node: BrokerNode
    company: Company


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fragile]:
    node = BrokerNode(tmp_path_factory.mktemp("broker"))
    try:
        node.start()
        host = VirtualHost(node.uri, node.api)
        host.create()
        company = Company(tmp_path_factory.mktemp("fragile"), host)
        try:
            company.open()
            yield Fragile(node, company)
        finally:
            company.gateway.kill()
            company.worker.kill()
    finally:
        node.stop()


@pytest.fixture
def company(fragile: Fragile) -> Company:
    return fragile.company


@pytest.fixture
def manager(fragile: Fragile) -> Any:
    return fragile.company.client("mia")


@dataclass
class Talk:
    """One visitor, and the agent who answers him."""

    name: str
    visitor: VisitorScreen
    agent: AgentScreen

    def exchange(self, turn: str) -> None:
        """Each writes a line; neither waits for the other's."""
        self.visitor.write(f"{self.name} {turn}")
        self.agent.choose(self.name)
        self.agent.write(f"to {self.name} {turn}")

    def await_lines(self, turns: list[str]) -> None:
        """Both screens show each line once, and in the same order."""
        said = sorted(line for turn in turns for line in (f"{self.name} {turn}", f"to {self.name} {turn}"))
        self.agent.choose(self.name)
        until(
            f"all lines of {self.name} on both screens",
            lambda: sorted(self.visitor.lines()) == said and self.agent.lines() == self.visitor.lines(),
            PATIENCE,
        )
        expect(self.visitor.window.get_by_text("Not sent")).to_have_count(0)


@pytest.fixture
def talks(desk: Desk, people: People) -> list[Talk]:
    """Two agents and three visitors in conversation."""
    # What the browser itself says of connections that fail is part of these stories.
    people.watch.allow(people.watch.NETWORK, "net::ERR_")
    channel = desk.channel(welcomeMessage=None)
    agents = [people.agent(desk.agent("anna")), people.agent(desk.agent("ben"))]
    talks = []
    for name, agent in zip(("Vera", "Viggo", "Vilde"), (*agents, agents[0])):
        visitor = people.visitor(channel, path=f"/{name}", attributes=f'data-customer-name="{name}"').open()
        visitor.write(f"{name} first")
        # The button's number may be a second old: it offers the chat that the other agent has just taken.
        visitor.sees("You are number 1 in the queue.")
        agent.get_next()
        agent.sees(f"{name} first")
        agent.write(f"to {name} first")
        talks.append(Talk(name, visitor, agent))
    return talks


def play(talks: list[Talk], kill: Callable[[], None], start: Callable[[], None]) -> None:
    for talk in talks:
        talk.await_lines(["first"])
        talk.exchange("before")
    kill()
    for talk in talks:
        talk.exchange("meanwhile")
    start()
    for talk in talks:
        talk.await_lines(["first", "before", "meanwhile"])
    for talk in talks:
        talk.exchange("afterwards")
    for talk in talks:
        talk.await_lines(["first", "before", "meanwhile", "afterwards"])


@pytest.mark.guarantee(3, 4, 17)
def test_a_gateway_is_killed_in_mid_conversation(fragile: Fragile, talks: list[Talk]) -> None:
    play(talks, fragile.company.gateway.kill, fragile.company.gateway.start)


@pytest.mark.guarantee(3, 4, 17)
def test_a_worker_is_killed_in_mid_conversation(fragile: Fragile, talks: list[Talk]) -> None:
    play(talks, fragile.company.worker.kill, fragile.company.worker.start)


@pytest.mark.guarantee(3, 4, 17)
def test_the_broker_is_killed_in_mid_conversation(fragile: Fragile, talks: list[Talk]) -> None:
    play(talks, fragile.node.kill, fragile.node.start)
