"""Waiting for what another process does."""

import time
from collections.abc import Callable
from typing import TypeVar

WAIT_S = 60.0
"""Nothing takes so long unless it hangs, however busy the machine is."""
Found = TypeVar("Found")


def wait_for(look: Callable[[], Found], what: str, timeout_s: float = WAIT_S) -> Found:
    """Return what ``look`` returns as soon as that is something."""
    end_s = time.monotonic() + timeout_s
    while not (found := look()):
        if time.monotonic() > end_s:
            raise AssertionError(f"waited in vain for {what}")
        time.sleep(0.01)
    return found
