"""Waiting for a condition, never for a time."""

import time
from typing import Callable, TypeVar

Value = TypeVar("Value")

#: How long anything may take on two busy cores before a test gives up, in seconds.
PATIENCE = 60.0


def until(what: str, condition: Callable[[], Value], seconds: float = PATIENCE) -> Value:
    """The first true value of the condition; AssertionError with what was waited for after that many seconds."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"within {seconds:.0f} s there was not: {what} (last: {value!r})")
        time.sleep(0.05)
