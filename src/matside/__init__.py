"""matside: a coach at the side of the exercise mat.

``from matside import analyse`` is the way in from Python. It is loaded when it
is first asked for, so importing matside loads neither OpenCV nor MediaPipe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matside.app.analyse import Analysis, analyse

__version__ = "0.1.0"

__all__ = ["Analysis", "__version__", "analyse"]


def __getattr__(name: str) -> object:
    if name not in ("Analysis", "analyse"):
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module("matside.app.analyse"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
