"""What the overlay says of one frame, decided before anything is drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import Final

from matside.body.landmark import Side
from matside.coach.result import FrameResult
from matside.present.labels import Labels, side_name


class BandKind(Enum):
    """Why there is a band at the foot of the picture; each has a sign of its own."""

    CUE = "cue"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The one sentence at the foot of the picture."""

    kind: BandKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """The ring in the corner.

    Attributes:
        share: How much of it is filled, 0..1.
        figure: The number in its middle.
        unit: The word under the number.
        paused: Whether its clock stands still.
        done: Whether it is full, which a tick says as well.
    """

    share: float
    figure: str
    unit: str
    paused: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hud:
    """All words and figures of one frame; empty or ``None`` is not shown.

    Attributes:
        title: What is being done: the exercise.
        headline: What is going on now: the phase, or the posture before one begins.
        ring: Timer of the hold, or the progress of the repetition.
        tally: Repetitions that the ring does not show, in words.
        band: What to change now, or why nothing is judged.
    """

    title: str = ""
    headline: str = ""
    ring: Ring | None = None
    tally: str = ""
    band: Band | None = None


_TOLD_POSTURES: Final = frozenset({"on_the_back", "hands_and_knees", "folded"})


def hud(result: FrameResult, labels: Labels) -> Hud:
    """Return what to show of one frame.

    While nothing can be judged the notice takes the place of the cue: advice on
    what is not seen would be a guess.
    """
    holding = result.hold_target_s > 0.0 or result.held_s > 0.0
    return Hud(
        title=labels.exercise(result.exercise) if result.exercise else "",
        headline=_headline(result, labels),
        ring=_hold_ring(result) if holding else _rep_ring(result),
        tally=_tally(result, holding=holding),
        band=_band(result),
    )


def _headline(result: FrameResult, labels: Labels) -> str:
    if not (result.exercise and result.phase):
        known = result.posture in _TOLD_POSTURES and not result.exercise
        return labels.posture(result.posture) if known else ""
    phase = labels.phase(result.exercise, result.phase)
    side = side_name(result.side)
    if not side or side in phase.lower().split():
        return phase
    return f"{phase}, {side}"


def _hold_ring(result: FrameResult) -> Ring:
    target_s = result.hold_target_s
    return Ring(
        share=_share(result.held_s / target_s) if target_s > 0.0 else 0.0,
        figure=_seconds(result.held_s),
        unit=f"of {_seconds(target_s)} s" if target_s > 0.0 else "s",
        paused=bool(result.notice),
        done=0.0 < target_s <= result.held_s,
    )


def _rep_ring(result: FrameResult) -> Ring | None:
    if not result.reps:
        return None
    if result.side in result.reps:
        count = result.reps[result.side]
        unit = f"{result.side} side" if result.side else "done"  # "4 left" would be a riddle
    else:
        count, unit = sum(result.reps.values()), "in all"
    return Ring(
        share=_share(result.progress), figure=str(count), unit=unit, paused=bool(result.notice)
    )


def _tally(result: FrameResult, *, holding: bool) -> str:
    """Return repetitions by side; those without a side only where the ring shows a hold."""
    sides = [side for side in Side if side in result.reps]
    if sides:
        return " · ".join(f"{side_name(side)} {result.reps[side]}" for side in sides)
    count = result.reps.get(None, 0)
    return f"{count} done" if holding and count else ""


def _band(result: FrameResult) -> Band | None:
    if result.notice:
        return Band(kind=BandKind.PAUSED, text=_sentence(result.notice))
    if result.cue:
        return Band(kind=BandKind.CUE, text=_sentence(result.cue))
    return None


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:]


def _seconds(value: float) -> str:
    """Return whole seconds that have passed: 29.9 is still 29."""
    whole = math.floor(value + 1e-6) if math.isfinite(value) else 0
    return str(whole) if whole < 100 else f"{whole // 60}:{whole % 60:02}"


def _share(value: float) -> float:
    return min(max(value, 0.0), 1.0) if math.isfinite(value) else 0.0
