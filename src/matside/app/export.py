"""Files for other programs, besides matside's own: chosen by name, written together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from matside.coach.result import FrameResult
from matside.errors import UsageError
from matside.record.evenly import EvenlySpacedWriter
from matside.record.files import MOT, TRC
from matside.record.mot import MotWriter
from matside.record.trc import TrcWriter

_WRITERS: Final[Mapping[str, tuple[str, type[MotWriter] | type[TrcWriter]]]] = {
    "trc": (TRC, TrcWriter),
    "mot": (MOT, MotWriter),
}

EXPORTS: Final = tuple(_WRITERS)
"""Names of the formats."""


def chosen_exports(text: str) -> tuple[str, ...]:
    """Return the formats that a list such as ``trc,mot`` names, each once; none for no text.

    Raises:
        UsageError: One of them does not exist.
    """
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in _WRITERS:
            raise UsageError(
                "There is no export called '{name}': choose from {known}, several "
                "separated by commas.",
                name=name,
                known=", ".join(EXPORTS),
            )
    return tuple(dict.fromkeys(names))


class Exports:
    """Writes the chosen files frame by frame; use it as a context manager.

    Args:
        folder: Where to write them; it has to exist.
        names: The formats, from ``EXPORTS``.

    Raises:
        OutputError: On entering or leaving, or from ``write``.
    """

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        self._folder = folder
        self._names = names
        self._writers: list[EvenlySpacedWriter] = []
        self._stack = ExitStack()

    def write(self, result: FrameResult) -> None:
        """Add one frame to each file."""
        for writer in self._writers:
            writer.write(result)

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            for name in self._names:
                file, writer = _WRITERS[name]
                self._writers.append(stack.enter_context(writer(self._folder / file)))
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)
