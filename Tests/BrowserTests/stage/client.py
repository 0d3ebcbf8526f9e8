"""The gateway's HTTP side, spoken without a browser."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import Any
from uuid import uuid4

from .until import PATIENCE


@dataclass
class Answer:
    """What came back, whatever its status."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def code(self) -> str | None:
        """The contract's error code of a refusal."""
        return self.json["error"]["code"] if self.text.startswith("{") and "error" in self.json else None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass
class Client:
    """Keeps cookies and the CSRF token of one log-in; follows no redirect."""

    url: str
    csrf: str | None = None
    _jar: CookieJar = field(default_factory=CookieJar)

    def __post_init__(self) -> None:
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar), _NoRedirect)

    def call(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, timeout: float = PATIENCE
    ) -> Answer:
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method)
        if data is not None:
            request.add_header("Content-Type", "application/json")
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        try:
            with self._opener.open(request, timeout=timeout) as answer:
                return Answer(answer.status, dict(answer.headers), answer.read().decode())
        except urllib.error.HTTPError as error:
            return Answer(error.code, dict(error.headers), error.read().decode())

    def log_in(self, agent: str, password: str) -> None:
        answer = self.call("POST", "/api/login", {"name": agent, "password": password})
        assert answer.status == 200, f"log-in of {agent}: {answer.status} {answer.text}"
        result = answer.json.get("result", answer.json)
        self.csrf = result["csrf"]

    def cookies(self) -> list[dict[str, str]]:
        """For a browser's context."""
        return [{"name": each.name, "value": each.value or "", "url": self.url} for each in self._jar]

    def ask(self, type: str, body: dict[str, Any], channel: str | None = None) -> Any:
        """A command or query that must succeed; its result."""
        answer = self.command(type, body, channel)
        assert answer.status == 200 and answer.json.get("ok"), f"{type}: {answer.status} {answer.text}"
        return answer.json.get("result") or {}

    def command(self, type: str, body: dict[str, Any], channel: str | None = None) -> Answer:
        """A command or query, whatever comes of it."""
        message = {"id": str(uuid4()), "type": type, "body": body}
        if channel is not None:
            message["channel"] = channel
        return self.call("POST", "/api/agent", message, {"X-CSRF-Token": self.csrf or ""})
