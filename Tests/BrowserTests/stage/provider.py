"""A provider of OpenID Connect: people choose who they are, and go back with a token behind the "#"."""

import base64
import html
import json
import subprocess
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

NAME = "Example AS"
CLIENT = "samtale-at-the-shop"


class Provider:
    """
    Signs by RS256 with a key of its own, whose public half is in the file `keys`. What it was asked at /authorize is in
    `asked`, the newest last.
    """

    def __init__(self, folder: Path) -> None:
        self._key = folder / "provider.pem"
        _openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", str(self._key))
        modulus = _openssl("rsa", "-in", str(self._key), "-noout", "-modulus").decode().strip().partition("=")[2]
        self.keys = folder / "keys.json"
        key = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "one", "n": _coded(bytes.fromhex(modulus)), "e": "AQAB"}
        self.keys.write_text(json.dumps({"keys": [key]}))
        self.people: dict[str, str] = {}
        self.asked: list[dict[str, str]] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                address = urlsplit(self.path)
                known = address.path == "/authorize"
                body = provider._choice(address.query).encode() if known else b""
                self.send_response(200 if known else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *_: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.issuer = f"http://localhost:{self._server.server_port}"
        Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def settings(self) -> dict[str, str]:
        """What a gateway is told of it."""
        return {
            "SAMTALE_OIDC_ISSUER": self.issuer,
            "SAMTALE_OIDC_AUDIENCE": CLIENT,
            "SAMTALE_OIDC_KEYS": str(self.keys),
            "SAMTALE_OIDC_AUTHORIZE": f"{self.issuer}/authorize",
            "SAMTALE_OIDC_NAME": NAME,
        }

    def knows(self, name: str, subject: str) -> None:
        """Somebody who may be chosen on its page."""
        self.people[name] = subject

    def token(self, subject: str, **claims: Any) -> str:
        """A token that lets its subject in for five minutes; `claims` are put over what else it has."""
        now = int(time.time())
        content = {"iss": self.issuer, "aud": CLIENT, "sub": subject, "iat": now, "exp": now + 300} | claims
        head = {"alg": "RS256", "typ": "JWT", "kid": "one"}
        signed = ".".join(_coded(json.dumps(each).encode()) for each in (head, content))
        return signed + "." + _coded(_openssl("dgst", "-sha256", "-sign", str(self._key), input=signed.encode()))

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _choice(self, query: str) -> str:
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        self.asked.append(asked)
        ways = [
            (name, {"id_token": self.token(subject, nonce=asked.get("nonce", "")), "state": asked.get("state", "")})
            for name, subject in self.people.items()
        ]
        refusal = {"error": "access_denied", "error_description": "You said no.", "state": asked.get("state", "")}
        ways.append(("Nobody", refusal))
        links = "".join(
            f'<li><a href="{html.escape(asked.get("redirect_uri", "") + "#" + urlencode(told))}">{html.escape(name)}</a></li>'
            for name, told in ways
        )
        return f'<!doctype html><title>Who are you?</title><link rel="icon" href="data:,"><h1>Who are you?</h1><ul>{links}</ul>'


def _coded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _openssl(*arguments: str, input: bytes = b"") -> bytes:
    return subprocess.run(["openssl", *arguments], input=input, capture_output=True, check=True, timeout=60).stdout
