"""Content of a report as plain values, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from matside.analysis.outline import Outline
from matside.body.catalogue import Measure
from matside.body.landmark import Side
from matside.coach.summary import Hold, Summary
from matside.exercise.limits import LimitName

Span = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What was analysed and how it came about.

    Attributes:
        source: Name of the clip or camera, without its folder.
        created: When it was practised live or analysed; has its time zone. ``None`` if not known.
        practised: Whether it was practised live.
        matside: Version of matside.
        model: Name of the pose model.
        dose: Identifier of the dose that was aimed at; empty for the first.
        limits: Limits of the person that the exercises were adapted to.
        video: Address of the annotated video from the report's folder; empty for none.
        remarks: What the person said of the session, in sentences.
        depths: How deep it went against what is usual for the person: a sentence by exercise.
    """

    source: str
    created: datetime | None = None
    practised: bool = False
    matside: str = ""
    model: str = ""
    dose: str = ""
    limits: tuple[LimitName, ...] = ()
    video: str = ""
    remarks: tuple[str, ...] = ()
    depths: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseResult:
    """What was done of the dose.

    Attributes:
        says: What was asked for, in a sentence.
        asked: The same in words.
        of: How many it asks for, in words that follow what is done.
        done: How many count towards it; with sides, of the side with fewer.
        target: How many it asks for.
        remaining: What is left of it, in words; empty where it is done.
        details: What else there is to say of it, in sentences.
    """

    says: str
    asked: str
    of: str
    done: int
    target: int
    remaining: str
    details: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the whole dose was done."""
        return self.done >= self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class CommittedFault:
    """One fault of form over the whole exercise.

    Attributes:
        key: Identifier of the fault.
        name: What it is called.
        cue: What mends it.
        side: Whose side it is on.
        priority: 1 is the most important.
        spans: When it was committed.
    """

    key: str
    name: str
    cue: str
    side: Side | None
    priority: int
    spans: tuple[Span, ...]

    @property
    def total_s(self) -> float:
        """Seconds in all."""
        return sum(end - start for start, end in self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One row of the timeline.

    Attributes:
        name: What it shows.
        kind: ``hold``, ``move``, ``rest``, ``fault`` or ``unseen``.
        tone: Which of its kind it is, from 0 on.
        spans: When.
    """

    name: str
    kind: str
    tone: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """One line of a chart.

    Attributes:
        side: Its side; ``None`` for a measure without sides.
        column: Its place among the columns of the outline.
        low: Least value while the exercise was being done.
        high: Greatest value.
        known: Share of the frames, 0..1, in which it could be measured.
        shift: What is taken off every value: the person's own neutral.
    """

    side: Side | None
    column: int
    low: float
    high: float
    known: float
    shift: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMeasure:
    """One measure over time.

    Attributes:
        measure: Which one.
        lines: One line, or one for each side.
        from_neutral: Of a curve of the back, whether zero is the person's own neutral;
            else it is the middle of the values.
    """

    measure: Measure
    lines: tuple[ShownLine, ...]
    from_neutral: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A still picture.

    Attributes:
        title: What it is of.
        t_s: When.
        alt: What it shows, in words.
        jpeg: The picture.
        size_px: Width and height.
        good: Whether it is the best rather than the most faulty moment.
    """

    title: str
    t_s: float
    alt: str
    jpeg: bytes
    size_px: tuple[int, int]
    good: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SideRow:
    """One line of left against right, in words."""

    name: str
    left: str
    right: str
    difference: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """All that is shown of one exercise.

    Attributes:
        exercise: Its identifier.
        name: Its name.
        says: What it is.
        parts: When it was done.
        timed: Whether anything could be timed: not in single pictures.
        dose: What was done of the dose.
        clean: Share of its time, 0..1, without a fault of form; NaN where nothing was timed.
        holds: Every hold, as the summary has it.
        phase_names: Name of each phase by its identifier.
        faults: Every fault, the most important one first.
        lanes: The timeline.
        sides: Left against right.
        measures: What the charts show.
        outline: Their values.
        depth: How deep it went against what is usual for the person; empty where not known.
        looked_for: The faults that are looked for, in words.
        safety: What to mind with this exercise.
        pictures: The stills.
    """

    exercise: str
    name: str
    says: str
    parts: tuple[Span, ...]
    timed: bool
    dose: DoseResult
    clean: float
    holds: tuple[Hold, ...]
    phase_names: Mapping[str, str]
    faults: tuple[CommittedFault, ...]
    lanes: tuple[Lane, ...]
    sides: tuple[SideRow, ...]
    measures: tuple[ShownMeasure, ...]
    outline: Outline
    depth: str = ""
    looked_for: str = ""
    safety: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()

    @property
    def extent(self) -> Span:
        """From the first part's start to the last one's end."""
        return self.parts[0][0], max(end for _, end in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Report:
    """Everything that the page says."""

    about: About
    summary: Summary
    blocks: tuple[Block, ...]
    notices: tuple[str, ...] = ()
    """What a reader should know of besides, in sentences."""
