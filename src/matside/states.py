"""Frozen states of which some fields are replaced with every frame."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, TypeVar

__all__ = ["replace"]
State = TypeVar("State")

if TYPE_CHECKING:
    from dataclasses import replace
else:

    def replace(state: State, /, **changes: object) -> State:
        """Return the state with other values in some fields, as ``dataclasses.replace`` does.

        That one passes each field through ``__init__``, which takes ten times as long for a state
        of forty. A state with slots is left to it: it has no dictionary that could be copied.

        Raises:
            TypeError: The state has no such field.
        """
        if not hasattr(state, "__dict__"):
            return dataclasses.replace(state, **changes)
        if not changes.keys() <= state.__dataclass_fields__.keys():
            msg = f"{type(state).__name__} has not all of the fields {', '.join(changes)}"
            raise TypeError(msg)
        after = object.__new__(type(state))
        vars(after).update(vars(state), **changes)
        return after
