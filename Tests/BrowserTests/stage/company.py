"""Everything that runs at a company: store, worker and gateway on a broker."""

import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from .client import Client
from .free_port import free_port
from .password_form import password_form
from .program import Program
from .virtual_host import VirtualHost

ROOT = Path(__file__).resolve().parents[3]

#: What all agents of the demo desk log in with here.
PASSWORD = "a long enough password"

DEMO_AGENTS = ("anna", "ben", "cleo", "david", "mia")


class Company:
    """config/demo.yaml, applied; one worker; one gateway at `url`."""

    def __init__(self, folder: Path, host: VirtualHost) -> None:
        self._host = host
        self._binary = os.environ.get("SAMTALE_BINARY", str(ROOT / ".build/debug/samtale"))
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("SAMTALE_")}
        self._store = folder / "samtale.db"
        #: What the urls of the directory's documents are below.
        self.documents = folder / "documents"
        self.documents.mkdir()
        self._environment = inherited | {
            "SAMTALE_BROKER_URI": host.uri,
            "SAMTALE_STORE_PATH": str(self._store),
            "SAMTALE_GATEWAY_SECRET": os.urandom(32).hex(),
            "SAMTALE_GATEWAY_FILES": str(folder / "files"),
            "SAMTALE_DOCUMENTS_FOLDER": str(self.documents),
            "SAMTALE_LOG_FORMAT": "text",
        }
        if pages := os.environ.get("SAMTALE_TEST_PAGES"):
            self._environment["SAMTALE_GATEWAY_PAGES"] = str(ROOT / pages)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.worker = self._program("worker", folder / "worker.log")
        self.gateway = self._program("gateway", folder / "gateway.log", "--gateway-port", str(self.port))

    def open(self) -> None:
        self.run("apply", str(ROOT / "config/demo.yaml"))
        self.worker.launch()
        self.gateway.launch()
        self.worker.await_ready()
        for agent in DEMO_AGENTS:
            self.let_in(agent)
        self.gateway.await_ready()

    def publish(self, key: str, type: str, actor: str, payload: str, *, id: str = "") -> None:
        """A command past all gateways, as it is, right or wrong."""
        assert self._host.publish(key, type, actor, payload, id=id), f"{key}: there is no queue for it"

    def leases(self, agent: str) -> set[str]:
        """The connections by which an agent is there, as the store has them."""
        with closing(sqlite3.connect(f"file:{self._store}?mode=ro", uri=True, timeout=20)) as store:
            row = store.execute("SELECT leases FROM agent WHERE agent = ?", [agent]).fetchone()
        return set(json.loads(row[0])) if row else set()

    def let_in(self, agent: str) -> None:
        """Gives an agent his password."""
        self._host.command("agent.save", "agent:mia", {"agent": agent, "scrypt": password_form(PASSWORD)})

    def close(self) -> None:
        self.gateway.stop()
        self.worker.stop()

    @contextmanager
    def another_gateway(self, log: Path, settings: dict[str, str]) -> Iterator[str]:
        """A gateway beside the first one, with settings of its own; its URL."""
        port = free_port()
        gateway = self._program("gateway", log, "--gateway-port", str(port), settings=settings)
        gateway.start()
        try:
            yield f"http://127.0.0.1:{port}"
            gateway.stop()
        finally:
            gateway.kill()

    @contextmanager
    def bot(self, handle: str, log: Path) -> Iterator[None]:
        """The bot that answers from the FAQ, as it runs beside worker and gateway."""
        bot = self._program("bot", log, "faq", "--bot", handle, "--site", self.url)
        bot.start()
        try:
            yield
            bot.stop()
        finally:
            bot.kill()

    def run(self, *arguments: str, standard_input: str = "") -> str:
        """Runs a samtale command to its end and returns what it printed."""
        done = subprocess.run(
            [self._binary, *arguments],
            env=self._environment,
            input=standard_input,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, f"samtale {' '.join(arguments)}: {done.stderr}{done.stdout}"
        return done.stdout

    def client(self, agent: str = "mia", password: str = PASSWORD) -> Client:
        """An agent's session with the gateway, without a browser."""
        client = Client(self.url)
        client.log_in(agent, password)
        return client

    def _program(self, command: str, log: Path, *arguments: str, settings: dict[str, str] | None = None) -> Program:
        port = free_port()
        return Program(
            [self._binary, command, *arguments, "--http-port", str(port)],
            self._environment | (settings or {}),
            log,
            ready=f"http://127.0.0.1:{port}/readyz",
        )


@contextmanager
def open_company(folder: Path) -> Iterator[Company]:
    """A company on the node that SAMTALE_TEST_BROKER names, with a virtual host of its own."""
    host = VirtualHost(os.environ["SAMTALE_TEST_BROKER"], os.environ["SAMTALE_TEST_BROKER_API"])
    host.create()
    company = Company(folder, host)
    try:
        company.open()
        yield company
        company.close()
    finally:
        company.gateway.kill()
        company.worker.kill()
        host.delete()
