"""A desk of a test's own: channels and agents that no other test has."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from .client import Client
from .company import Company

#: A channel that asks nothing: visitors go right into the queue with their first message.
PLAIN: dict[str, Any] = {
    "language": "en",
    "badgeHeader": "Chat with us",
    "welcomeMessage": "Welcome! How can we help you?",
    "preChatForm": {"enabled": False},
}

RESPOND = ("respond", "notify")


@dataclass
class Desk:
    """Handles get a tail that makes them unique, so that tests beside each other do not meet."""

    company: Company
    manager: Client
    tail: str = field(default_factory=lambda: uuid4().hex[:8])
    _channels: list[str] = field(default_factory=list)
    _agents: list[str] = field(default_factory=list)

    def handle(self, name: str) -> str:
        return f"{name}-{self.tail}"

    def channel(self, name: str = "help", **settings: Any) -> str:
        """Makes a channel or changes one, and returns its handle."""
        handle = self.handle(name)
        body = {**PLAIN, "channel": handle, "name": f"{name.capitalize()} {self.tail}", **settings}
        self.manager.ask("channel.save", body)
        if handle not in self._channels:
            self._channels.append(handle)
        return handle

    def adopt(self, name: str) -> str:
        """Takes over a channel that a test made on a page, to be deleted at the end, and returns its handle."""
        self._channels.append(self.handle(name))
        return self.handle(name)

    def agent(self, name: str, *, present: bool = True, administrator: bool = False, **channels: Any) -> str:
        """
        Makes an agent and returns his handle. Each further argument is a channel's name with his permissions on it;
        without one he may respond on all channels made so far.
        """
        handle = self.handle(name)
        self.manager.ask(
            "agent.save",
            {
                "agent": handle,
                "nickname": name.capitalize(),
                "firstName": name.capitalize(),
                "lastName": "Secret-Surname",
                "administrator": administrator,
            },
        )
        self._agents.append(handle)
        self.company.let_in(handle)
        members = {self.handle(channel): rights for channel, rights in channels.items()}
        for channel, rights in (members or {each: RESPOND for each in self._channels}).items():
            body = {right: right in rights for right in ("respond", "notify", "listen", "manage")}
            self.manager.ask("member.save", {"channel": channel, "agent": handle, **body})
        if present:
            self.client(handle).ask("presence.set", {"status": "present"})
        return handle

    def client(self, handle: str) -> Client:
        return self.company.client(handle)

    def close(self) -> None:
        """Ends what still runs and sends all home, so that nothing of this test moves while the next one plays."""
        for channel in self._channels:
            self.manager.ask("channel.delete", {"channel": channel, "force": True})
        for agent in self._agents:
            self.manager.ask("agent.remove", {"agent": agent})
