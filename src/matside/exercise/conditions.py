"""A measure in a band: the condition that phases and faults of an exercise are made of.

With it the words that a file may use for measures, and whether a side has to be chosen.
"""

from __future__ import annotations

import math
from typing import Annotated, Final, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from matside.body.catalogue import BY_NAME, MEASURES
from matside.body.parts import Part
from matside.translation import _

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Duration = Annotated[float, Field(gt=0, le=3600)]
FileText = Annotated[str, Field(min_length=1, max_length=400)]

Of = Literal["whole", "own", "other", "near", "larger", "smaller", "mean"]
Reference = Literal["absolute", "neutral", "best", "rest", "visit"]


_ALL: Final = tuple(BY_NAME)
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


def _among(known: tuple[str, ...]) -> AfterValidator:
    def check(name: str) -> str:
        if name not in known:
            raise UnknownWord(name, known, "measure")
        return name

    return AfterValidator(check)


def _for_editors(known: tuple[str, ...]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": list(known)})


MeasureName = Annotated[str, _among(_ALL), _for_editors(_ALL)]
"""The name of any measure."""
SidedMeasureName = Annotated[str, _among(_SIDED), _for_editors(_SIDED)]
"""The name of a measure that exists for each side of the body."""
WholeMeasureName = Annotated[str, _among(_WHOLE), _for_editors(_WHOLE)]
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


class Strict(BaseModel):
    """A frozen model that knows no other keys than its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Band(Strict):
    """An interval of a measure; an end that is left out is open."""

    at_least: float = -math.inf
    at_most: float = math.inf

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.at_least > self.at_most:
            msg = _(
                "expected at_least up to at_most, found {at_least} and {at_most}",
                at_least=f"{self.at_least:g}",
                at_most=f"{self.at_most:g}",
            )
            raise ValueError(msg)
        if math.isinf(self.at_least) and math.isinf(self.at_most):
            msg = _("expected at_least or at_most, found neither")
            raise ValueError(msg)
        return self

    def holds(self, value: float) -> bool:
        """Return whether ``value`` lies inside; never true of NaN."""
        return self.at_least <= value <= self.at_most

    def contains(self, other: Band) -> bool:
        """Return whether every value of ``other`` lies inside this band."""
        return self.at_least <= other.at_least and other.at_most <= self.at_most


_ANYTHING: Final = Band.model_construct()
"""A band that holds every number: of a condition that is passed over."""


class Condition(Strict):
    """One measure that has to lie in a band.

    ``enter`` must be met to begin and ``exit`` to go on; ``exit`` contains
    ``enter`` and is ``enter`` where it is left out. ``relative_to`` neutral
    takes the person's neutral off first; ``best`` divides by the person's own
    best; ``rest`` (in faults) takes off what the same side read in the phases
    of kind rest that have no sides; ``visit`` (in phases) takes off the greatest
    value of this visit so far, 0 before it begins. With ``speed`` it is the
    absolute rate of change a second.
    A value that stays within ``exit`` for ``linger_s`` is enough to begin, too.
    ``turned`` takes the place of both bands while the body is seen from the
    front or half from the front; from the head end a condition with it is passed over.
    """

    measure: MeasureName
    of: Of = "whole"
    relative_to: Reference = "absolute"
    speed: bool = False
    enter: Band
    exit: Band | None = None
    linger_s: Duration | None = None
    turned: Band | None = None
    source: FileText

    @model_validator(mode="after")
    def _fits(self) -> Self:
        check_of(self.measure, self.of)
        if self.exit is not None and not self.exit.contains(self.enter):
            msg = _("exit must contain enter")
            raise ValueError(msg)
        if self.linger_s is not None and self.exit is None:
            msg = _(
                "linger_s needs the band exit beside it, found none: add exit, or drop linger_s"
            )
            raise ValueError(msg)
        return self

    @property
    def leave(self) -> Band:
        """The band that has to be left for the condition to end."""
        return self.exit or self.enter

    def bands(self, *, turned: bool, head_end: bool = False) -> tuple[Band, Band]:
        """Return the bands to begin and to go on, as the body is seen."""
        if head_end and self.turned is not None:
            return _ANYTHING, _ANYTHING
        if turned and self.turned is not None:
            return self.turned, self.turned
        return self.enter, self.leave

    @property
    def way(self) -> Literal["high", "low"] | None:
        """Which way goes deeper; ``None`` where no end of the band is open, and of speeds.

        None of a band against the visit either: it is about keeping still.
        """
        if self.speed or self.relative_to == "visit":
            return None
        if math.isinf(self.enter.at_least) == math.isinf(self.enter.at_most):
            return None
        return "high" if math.isinf(self.enter.at_most) else "low"


class Stillness(Strict):
    """The parts of the body that have to come to rest for a hold to begin.

    What is compared is the speed of the fastest of them in the picture, in
    torso lengths a second; with ``of`` "first" that of the first one named that
    can be seen, where it holds the others and its rest is theirs. They have
    come to rest below ``enter`` and set out above ``exit``. Of a part that both
    sides have the one near to the camera counts, of the knees in a phase with
    sides the phase's own. A part that cannot be seen is passed over.

    With ``way_in`` "down" a body arrives downwards: what rises before the hold has begun
    has arrived before, and is settling; once it has begun, every motion sets out.
    """

    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    of: Literal["fastest", "first"] = "fastest"
    way_in: Literal["any", "down"] = "any"
    enter: Band
    exit: Band
    source: FileText

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not self.exit.contains(self.enter):
            msg = _("exit must contain enter")
            raise ValueError(msg)
        return self

    @property
    def leave(self) -> Band:
        """The band that has to be left for the parts to have set out."""
        return self.exit

    def bands(self, *, turned: bool, head_end: bool = False) -> tuple[Band, Band]:  # noqa: ARG002 (as a condition's)
        """Return the bands to come to rest and to set out: rest is the same from everywhere."""
        return self.enter, self.exit

    @property
    def speed(self) -> bool:
        """Always: it tells when a body arrives and sets out, and by itself ends nothing."""
        return True

    @property
    def linger_s(self) -> None:
        """There is no lingering in motion that would count as rest."""
        return None


Criterion = Condition | Stillness
"""What a phase waits for."""
