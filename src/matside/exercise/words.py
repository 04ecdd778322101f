"""The names of measures in an exercise file, and whether a side has to be chosen."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import AfterValidator, WithJsonSchema

from matside.body.catalogue import BY_NAME, MEASURES
from matside.translation import _

_SIDED: Final = tuple(measure.name for measure in MEASURES if measure.sided)
_WHOLE: Final = tuple(measure.name for measure in MEASURES if not measure.sided)


class UnknownWord(ValueError):  # noqa: N818 (pydantic reports it as a problem of the file)
    """A word that the vocabulary does not hold.

    Attributes:
        word: What was found.
        known: What may stand there.
        kind: What it should have named, such as ``measure``.
    """

    def __init__(self, word: str, known: tuple[str, ...], kind: str) -> None:
        self.word, self.known, self.kind = word, known, kind
        super().__init__(f"unknown {kind} '{word}'")


def _any(name: str) -> str:
    return _among(name, tuple(BY_NAME))


def _sided(name: str) -> str:
    return _among(name, _SIDED)


def _whole(name: str) -> str:
    return _among(name, _WHOLE)


def _among(name: str, known: tuple[str, ...]) -> str:
    if name not in known:
        raise UnknownWord(name, known, "measure")
    return name


def _for_editors(known: tuple[str, ...]) -> WithJsonSchema:
    schema: dict[str, Any] = {"type": "string", "enum": list(known)}
    return WithJsonSchema(schema)


MeasureName = Annotated[str, AfterValidator(_any), _for_editors(tuple(BY_NAME))]
"""The name of any measure."""
SidedMeasureName = Annotated[str, AfterValidator(_sided), _for_editors(_SIDED)]
"""The name of a measure that exists for each side of the body."""
WholeMeasureName = Annotated[str, AfterValidator(_whole), _for_editors(_WHOLE)]
"""The name of a measure that has no sides."""


def check_of(measure: str, of: str) -> None:
    """Raise ``ValueError`` unless ``of`` says which side is meant exactly where there are sides."""
    sided = BY_NAME[measure].sided
    if sided and of == "whole":
        msg = _(
            '{measure} exists for each side: expected "of" to say which, found none or "whole"',
            measure=measure,
        )
        raise ValueError(msg)
    if not sided and of != "whole":
        msg = _(
            '{measure} has no sides: expected no key "of", found "{of}"', measure=measure, of=of
        )
        raise ValueError(msg)
