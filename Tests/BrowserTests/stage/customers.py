"""Visitors without a browser, and agents who answer them: so that a desk looks as one does at noon."""

import urllib.request
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from .client import Client
from .company import Company


@dataclass
class Chat:
    """One visitor's session."""

    channel: str
    session: str
    key: str


class Customers:
    """Each keeps its stream open, as a page does, so that nobody counts as gone."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._site = Client(company.url)
        self._agents: dict[str, Client] = {}
        self._streams: list[Any] = []

    def wait(self, channel: str, name: str, question: str) -> Chat:
        """Somebody asks, and is in the queue."""
        body = {
            "visitorId": uuid4().hex,
            "name": name,
            "email": f"{name.lower().replace(' ', '.')}@example.org",
            "question": question,
            "language": "en",
            "timeZone": "Europe/Oslo",
            "page": "https://shop.example/",
        }
        answer = self._site.call("POST", f"/api/channels/{channel}/sessions", {"id": str(uuid4()), "body": body})
        assert answer.status == 200, answer.text
        result = answer.json["result"]
        chat = Chat(channel, result["session"], result["key"])
        url = f"{self._company.url}/api/sessions/{chat.session}/events?channel={channel}"
        request = urllib.request.Request(url, headers={"Authorization": f"Bearer {chat.key}"})
        self._streams.append(urllib.request.urlopen(request, timeout=600))
        if result["snapshot"]["status"] == "faq":
            self.say(chat, "faq.answer", {"helped": False})
        return chat

    def rate(self, chat: Chat, stars: int) -> None:
        self.say(chat, "session.rate", {"rating": stars})
        self.say(chat, "session.leave", {})

    def say(self, chat: Chat, type: str, body: dict[str, Any]) -> None:
        """A command of the visitor's."""
        message = {"id": str(uuid4()), "channel": chat.channel, "type": type, "body": body}
        path = f"/api/sessions/{chat.session}/commands"
        answer = self._site.call("POST", path, message, {"Authorization": f"Bearer {chat.key}"})
        assert answer.status == 200, f"{type}: {answer.text}"

    def answer(self, agent: str, chat: Chat, text: str) -> None:
        """The agent takes the chat and writes."""
        self._agent(agent).ask("session.pickUp", {"session": chat.session}, chat.channel)
        self._agent(agent).ask("message.post", {"session": chat.session, "text": text}, chat.channel)

    def end(self, agent: str, chat: Chat) -> None:
        self._agent(agent).ask("session.close", {"session": chat.session}, chat.channel)

    def close(self) -> None:
        for stream in self._streams:
            stream.close()

    def _agent(self, agent: str) -> Client:
        if agent not in self._agents:
            self._agents[agent] = self._company.client(agent)
        return self._agents[agent]
