"""A virtual host of a test's own on a RabbitMQ node."""

import base64
import urllib.request
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import uuid4


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

    def _call(self, method: str, path: str, body: bytes | None = None) -> None:
        request = urllib.request.Request(self._api + path, data=body, method=method)
        request.add_header("Authorization", self._authorization)
        request.add_header("Content-Type", "application/json")
        urllib.request.urlopen(request, timeout=20).close()
