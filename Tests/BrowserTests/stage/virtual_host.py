"""A virtual host of a test's own on a RabbitMQ node."""

import base64
import json
import urllib.request
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import uuid4

from .until import PATIENCE, until


class VirtualHost:
    """Made through the node's management API; `uri` is the AMQP URI of its administrator."""

    def __init__(self, broker_uri: str, api: str) -> None:
        self.name = f"browser-{uuid4()}"
        broker = urlsplit(broker_uri)
        self.uri = urlunsplit(broker._replace(path=f"/{self.name}"))
        self._user = broker.username or "guest"
        address = urlsplit(api)
        self._api = f"{address.scheme}://{address.hostname}:{address.port}/api/"
        login = f"{address.username}:{address.password}".encode()
        self._authorization = "Basic " + base64.b64encode(login).decode()

    def create(self) -> None:
        self._call("PUT", f"vhosts/{self.name}")
        rights = b'{"configure": ".*", "write": ".*", "read": ".*"}'
        self._call("PUT", f"permissions/{self.name}/{quote(self._user, safe='')}", rights)

    def delete(self) -> None:
        self._call("DELETE", f"vhosts/{self.name}")

    def command(self, type: str, actor: str, body: dict[str, Any]) -> Any:
        """A command to the worker as a gateway sends one, past all gateways; its result."""
        replies = f"reply.{self.name}"
        self._call("PUT", f"queues/{self.name}/{replies}", b'{"auto_delete": false, "durable": true}')
        # A worker that has just started may not have bound its queues yet.
        until(
            f"a queue for {type}",
            lambda: self.publish(f"control.{type}", type, actor, json.dumps(body), reply_to=replies),
        )
        take = b'{"count": 1, "ackmode": "ack_requeue_false", "encoding": "auto"}'
        taken = until(
            f"an answer to {type}", lambda: json.loads(self._call("POST", f"queues/{self.name}/{replies}/get", take))
        )
        answer = json.loads(taken[0]["payload"])
        assert answer["ok"], f"{type}: {answer}"
        return answer.get("result")

    def publish(self, key: str, type: str, actor: str, payload: str, *, id: str = "", reply_to: str = "") -> bool:
        """What a gateway would send, or what it never would; whether it came into a queue."""
        id = id or str(uuid4())
        message = {
            "routing_key": key,
            "payload": payload,
            "payload_encoding": "string",
            "properties": {
                "message_id": id,
                "correlation_id": id,
                "type": type,
                "content_type": "application/json",
                "delivery_mode": 2,
                "user_id": self._user,
                "headers": {"actor": actor},
            }
            | ({"reply_to": reply_to} if reply_to else {}),
        }
        path = f"exchanges/{self.name}/chat.commands/publish"
        return bool(json.loads(self._call("POST", path, json.dumps(message).encode()))["routed"])

    def _call(self, method: str, path: str, body: bytes | None = None) -> bytes:
        request = urllib.request.Request(self._api + path, data=body, method=method)
        request.add_header("Authorization", self._authorization)
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return bytes(answer.read())
