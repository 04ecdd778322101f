"""Words to the type checker that a test's own assertions say to the reader."""

from __future__ import annotations

from typing import Any, TypeVar

import pytest

Value = TypeVar("Value")


def there(value: Value | None) -> Value:
    """Return what has to be there; the test fails if it is not."""
    assert value is not None
    return value


def near(value: float, **tolerance: Any) -> Any:
    """Return a number that equals those near it, to stand in a dataclass that holds numbers."""
    return pytest.approx(value, **tolerance)
