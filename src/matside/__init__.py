"""matside: a coach at the side of the exercise mat.

``analyse`` judges a recording, ``Coach`` frames as they come; both raise
``MatsideError``. They are loaded when they are first asked for, so importing
matside loads neither OpenCV nor MediaPipe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from matside.errors import MatsideError

if TYPE_CHECKING:
    from matside.app.analysis import Analysis
    from matside.app.api import Coach, analyse

__version__ = "0.1.0"

__all__ = ["Analysis", "Coach", "MatsideError", "__version__", "analyse"]


_LATER = {
    "Analysis": "matside.app.analysis",
    "Coach": "matside.app.api",
    "analyse": "matside.app.api",
}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(_LATER[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
