"""Content of the overlay for one frame, decided before anything is drawn."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from matside.body.landmark import Side
from matside.coach.result import DoseProgress, FrameResult
from matside.coach.summary import Section, Summary
from matside.overlay import texts
from matside.wording.formatting import capitalised, duration, side, timer, with_side
from matside.wording.labels import Labels, paused


class BannerKind(Enum):
    """What the sentence at the foot of the picture is; each has a sign of its own."""

    CUE = "cue"
    PAUSED = "paused"
    INSTRUCTION = "instruction"
    SPEECH = "speech"


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """The one sentence at the foot of the picture.

    Attributes:
        kind: Why it is there.
        text: The sentence.
        posture: Posture whose pictogram takes the place of the sign; empty for none.
    """

    kind: BannerKind
    text: str
    posture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """The ring in the corner.

    Attributes:
        share: How much of it is filled, 0..1.
        figure: The number in its middle.
        unit: The word under the number.
        paused: Whether its clock stands still.
        done: Whether it is full, which a tick says as well.
        timed: Whether the number is seconds.
        large: Whether it is to be read from the mat, three metres away.
    """

    share: float
    figure: str
    unit: str
    paused: bool = False
    done: bool = False
    timed: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PacerCircle:
    """The circle that grows with the breath in and shrinks with the breath out.

    Attributes:
        word: ``In`` or ``Out``.
        share: How large it is between its least and its greatest size, 0..1.
    """

    word: str
    share: float


class CardKind(Enum):
    """What a card is about; each has a sign or a form of its own."""

    COUNTDOWN = "countdown"
    PAUSED = "paused"
    CAMERA = "camera"
    DONE = "done"
    PAIN = "pain"
    HELP = "help"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card over the picture, for the moments when nothing is being judged.

    Attributes:
        kind: What it is about.
        headline: The large words, or the number of the countdown.
        lines: What stands below in smaller letters.
        choices: Keys that are shown as large buttons, by what is written on them: the first
            letter is the key.
    """

    kind: CardKind
    headline: str
    lines: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


class BadgeKind(Enum):
    """Small badges on the state of the program."""

    RECORDING = "recording"
    MUTED = "muted"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """One small badge: a word, with a sign unless it is plain."""

    kind: BadgeKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hud:
    """All words and figures of one frame; empty or ``None`` is not shown.

    Attributes:
        title: What is being done: the exercise.
        headline: What is going on now: the phase, or the posture before one begins.
        ring: Timer of the hold, or the progress of the repetition.
        tally: Repetitions that the ring does not show, in words.
        banner: What to change now, or why nothing is judged.
        pacer: Where the breath should be.
        card: What is said instead of judging.
        badges: Small badges on the state of the program.
        ghost: Posture that is drawn large where the body should be.
        frame: Whether corners show where the body should be.
        dimmed: Whether the picture steps back behind the words.
    """

    title: str = ""
    headline: str = ""
    ring: Ring | None = None
    tally: str = ""
    banner: Banner | None = None
    pacer: PacerCircle | None = None
    card: Card | None = None
    badges: tuple[Badge, ...] = ()
    ghost: str = ""
    frame: bool = False
    dimmed: bool = False


_TOLD_POSTURES: Final = frozenset({"on_the_back", "hands_and_knees", "folded"})


def hud(result: FrameResult, labels: Labels) -> Hud:
    """Return what to show of one frame.

    While nothing can be judged the reason takes the place of the cue: advice on
    what is not seen would be a guess.
    """
    holding = result.hold_target_s > 0.0 or result.held_s > 0.0
    return Hud(
        title=labels.exercise(result.exercise) if result.exercise else "",
        headline=_headline(result, labels),
        ring=_hold_ring(result) if holding else _rep_ring(result),
        tally=_tally(result, holding=holding),
        banner=_banner(result, labels),
    )


def _headline(result: FrameResult, labels: Labels) -> str:
    if not (result.exercise and result.phase):
        known = result.posture in _TOLD_POSTURES and not result.exercise
        return labels.posture(result.posture) if known else ""
    return with_side(labels.phase(result.exercise, result.phase), result.side)


def _hold_ring(result: FrameResult) -> Ring:
    target_s = result.hold_target_s
    return Ring(
        share=clipped(result.held_s / target_s) if target_s > 0.0 else 0.0,
        figure=timer(result.held_s),
        unit=texts.OF_SECONDS(target=timer(target_s)) if target_s > 0.0 else str(texts.SECONDS),
        paused=not result.judged,
        done=0.0 < target_s <= result.held_s,
        timed=True,
    )


def _rep_ring(result: FrameResult) -> Ring | None:
    dose = result.dose
    if dose is not None:
        count, target = _dosed(dose, result.side)
        return Ring(
            share=1.0 if dose.done else clipped(result.progress),
            figure=str(count),
            unit=texts.OF(target=target),
            paused=not result.judged,
            done=dose.done,
        )
    if not result.reps:
        return None
    if result.side in result.reps:
        count = result.reps[result.side]
        unit = str(texts.ON_SIDE[result.side])  # "4 left" would be a riddle
    else:
        count, unit = sum(result.reps.values()), str(texts.IN_ALL)
    return Ring(
        share=clipped(result.progress), figure=str(count), unit=unit, paused=not result.judged
    )


def _dosed(dose: DoseProgress, side: Side | None) -> tuple[int, int]:
    """Return how many are done and asked for: of the side at work, or of both between phases.

    Where nothing was done on one side only, both are the same and count once.
    """
    if side is not None and dose.each_side:
        return dose.done_on(side), dose.reps_target
    if not dose.each_side or set(dose.sides) == {None}:
        return dose.reps, dose.reps_target
    return sum(dose.done_on(each) for each in Side), 2 * dose.reps_target


def _tally(result: FrameResult, *, holding: bool) -> str:
    """Return repetitions by side, those a hold's ring has no room for, and which set it is.

    With a dose only what counts towards it is shown: a hold left early would be a riddle.
    """
    dose = result.dose
    counts = result.reps if dose is None else dose.sides
    sides = [which for which in Side if which in result.reps or which in counts]
    words = side_counts({which: counts.get(which, 0) for which in sides})
    if dose is None:
        if holding and not sides and counts.get(None, 0):
            words.append(texts.DONE(count=counts[None]))
        return " · ".join(words)
    if not any(counts.values()):
        words.clear()
    count, target = _dosed(dose, result.side)
    if holding and target > 1:
        words.append(texts.DONE_OF(count=count, target=target))
    if dose.reps_target > dose.set_reps:
        sets = dose.reps_target // dose.set_reps
        number = min(dose.reps // dose.set_reps + 1, sets)
        words.append(texts.SET(number=number, sets=sets))
    return " · ".join(words)


def side_counts(counts: Mapping[Side, int]) -> list[str]:
    """Return counts by side, a text each: ``left 3``."""
    return [texts.SIDE_COUNT(side=side(which), count=count) for which, count in counts.items()]


def _banner(result: FrameResult, labels: Labels) -> Banner | None:
    if not result.judged:
        return Banner(kind=BannerKind.PAUSED, text=paused(result.reason))
    if result.cue is not None:
        text = labels.cue(result.exercise, result.cue.fault)
        return Banner(kind=BannerKind.CUE, text=capitalised(text))
    return None


def clipped(value: float) -> float:
    """Return a share within 0..1; 0 for what is not known."""
    return min(max(value, 0.0), 1.0) if math.isfinite(value) else 0.0


def totals(summary: Summary, labels: Labels) -> tuple[str, ...]:
    """Return what was done, one line for each exercise in the order of its first section."""
    return tuple(
        texts.TOTAL(exercise=labels.exercise(name), done=done)
        for name, sections in summary.by_exercise().items()
        if (done := _done_in(sections))
    )


def _done_in(sections: Iterable[Section]) -> str:
    held_s, reps = 0.0, Counter[Side | None]()
    for section in sections:
        held_s += sum(hold.held_s for hold in section.holds)
        reps.update(section.counted)
    if held_s > 0.0:
        return texts.HELD(duration=duration(held_s))
    if sides := side_counts({side: reps[side] for side in Side if side in reps}):
        return ", ".join(sides)
    return texts.REPETITIONS(reps[None]) if reps[None] else ""
