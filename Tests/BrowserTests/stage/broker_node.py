"""A RabbitMQ node of a test's own, for tests that break it."""

import os
import subprocess
from pathlib import Path


class BrokerNode:
    """Started by scripts/broker; a kill keeps its ports and its data."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._program = Path(os.environ["SAMTALE_SCRIPTS"]) / "broker"

    def start(self) -> None:
        self._do("start")

    def kill(self) -> None:
        self._do("kill")

    def stop(self) -> None:
        self._do("stop", "--now")

    @property
    def uri(self) -> str:
        return self._environment()["SAMTALE_BROKER_URI"]

    @property
    def api(self) -> str:
        return self._environment()["SAMTALE_BROKER_API"]

    def _environment(self) -> dict[str, str]:
        command = ["bash", "-c", f'set -a; . "{self._folder}/env"; env -0']
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return dict(line.split("=", 1) for line in output.split("\0") if "=" in line)

    def _do(self, action: str, *options: str) -> None:
        done = subprocess.run(
            [str(self._program), action, str(self._folder), *options], capture_output=True, text=True, timeout=180
        )
        assert done.returncode == 0, f"broker {action}: {done.stderr}"
