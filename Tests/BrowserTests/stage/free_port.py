"""Ports of a test's own."""

import socket


def free_port() -> int:
    """A port on loopback that nothing listens on; it stays the same over restarts of who takes it."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
