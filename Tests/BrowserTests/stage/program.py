"""A running samtale process."""

import signal
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

from .until import PATIENCE, until


class Program:
    """One samtale command that runs on, in a session of its own, with its output in a file."""

    def __init__(self, arguments: list[str], environment: dict[str, str], log: Path, ready: str) -> None:
        """`ready` is the URL that answers 200 once it works."""
        self._arguments = arguments
        self._environment = environment
        self._log = log
        self._ready = ready
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def name(self) -> str:
        return self._arguments[1]

    @property
    def output(self) -> str:
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def start(self) -> None:
        self.launch()
        self.await_ready()

    def launch(self) -> None:
        """Starts it and returns at once."""
        assert self._process is None or self._process.poll() is not None, f"{self.name} runs already"
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._arguments,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def await_ready(self) -> None:
        until(f"{self.name} answering at {self._ready}", self._answers, seconds=2 * PATIENCE)

    def kill(self) -> None:
        """As a crash would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As an operator would."""
        self._end(signal.SIGTERM)

    def _answers(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise AssertionError(f"{self.name} ended with {self._process.returncode}:\n{self.output[-3000:]}")
        try:
            with urllib.request.urlopen(self._ready, timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _end(self, how: signal.Signals) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(timeout=PATIENCE)
            if how == signal.SIGTERM:
                raise AssertionError(f"{self.name} did not stop within {PATIENCE:.0f} s:\n{self.output[-3000:]}") from None
