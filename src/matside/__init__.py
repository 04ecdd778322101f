"""matside: a coach at the side of the exercise mat.

``analyse`` judges a recording, ``Coach`` frames as they come; both raise
``MatsideError``. They are loaded when they are first asked for, so importing
matside loads neither OpenCV nor MediaPipe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from matside.errors import MatsideError

if TYPE_CHECKING:
    from matside.app.api import Analysis, Coach, analyse

__version__ = "0.1.0"

__all__ = ["Analysis", "Coach", "MatsideError", "__version__", "analyse"]


def __getattr__(name: str) -> object:
    if name not in ("Analysis", "Coach", "analyse"):
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module("matside.app.api"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
