"""What a guide remembers from one moment of a session to the next."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from matside.coach import events as ev
from matside.coach.events import LossReason
from matside.coach.result import FrameResult
from matside.exercise.schema import Exercise
from matside.guidance.correcting import Corrections, Told
from matside.guidance.holds import HoldWatch, is_hold
from matside.guidance.outcome import Stage, Talk, Utterance
from matside.guidance.pacer import Pace, Pacer
from matside.guidance.placement import Placement
from matside.guidance.speech import NOTHING, Line, Rank, Said, Speech, withdraw

WORKING_S: Final = 0.25
"""A phase must be active for this long: of a first frame the coach judges as of a picture."""
INSTRUCT_AGAIN_S: Final = 8.0
"""An instruction is repeated after this time, then after twice as long, and so on."""
INSTRUCT_TIMES: Final = 4
"""And no more often than this: who does not follow it has a reason."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GuideState:
    """Everything the guide remembers.

    Attributes:
        exercises: The exercises by identifier.
        targets: Those that were asked for, in order; empty to follow what is recognised.
        talk: How much is said.
        t_s: The latest moment; −inf before the first.
        stage: Where the session stands.
        finished: Targets that were done or skipped.
        busy_s: Since when a phase of the exercise that is coached is active; NaN while none is.
        underway: Whether the present target, or any exercise, has been begun.
        quiet: Whether the person has got up after an exercise and is left alone.
        credited: Whether a hold or a repetition was done since then.
        opened: Whether the opening sentence was offered.
        placement: What is known of the placement.
        lost: Why the person cannot be judged; ``None`` where all is well.
        found_s: When it was last said that the person is seen again.
        count_from_s: When the countdown began.
        counted: The number it has come to; 0 outside of it.
        instructed: Instructions that were said, by name: when last and how often.
        trouble: The trouble with the camera that was told.
        skips: Skips that were followed.
        recognised: The exercise of the latest hold or repetition, where none was asked for.
        named: Exercises that were named when they were recognised.
        ready_s: Since when the person is ready to begin; NaN while not.
        countdowns: How often a countdown was begun for the present target.
        hold: The running hold.
        corrections: Cues that were said.
        tips: Tips that were said, of all exercises.
        pacer: The breathing pacer, if one is wanted.
        speech: What waits to be said.
    """

    exercises: Mapping[str, Exercise]
    targets: tuple[str, ...]
    talk: Talk
    t_s: float = -math.inf
    stage: Stage = Stage.WAITING
    finished: frozenset[str] = frozenset()
    busy_s: float = math.nan
    underway: bool = False
    quiet: bool = False
    credited: bool = False
    opened: bool = False
    placement: Placement = field(default_factory=Placement)
    lost: LossReason | None = None
    found_s: float = -math.inf
    count_from_s: float = 0.0
    counted: int = 0
    instructed: Mapping[str, Told] = field(default_factory=dict)
    trouble: str = ""
    skips: int = 0
    recognised: str = ""
    named: frozenset[str] = frozenset()
    ready_s: float = math.nan
    countdowns: int = 0
    hold: HoldWatch = field(default_factory=HoldWatch)
    corrections: Corrections = field(default_factory=Corrections)
    tips: frozenset[str] = frozenset()
    pacer: Pacer | None = None
    speech: Speech = field(default_factory=Speech)

    @property
    def target(self) -> str:
        """The exercise that is asked for now; empty if it is recognised or all are done."""
        return next((name for name in self.targets if name not in self.finished), "")

    @property
    def all_done(self) -> bool:
        """Whether there were targets and none is left."""
        return bool(self.targets) and not self.target

    def wanted(self, result: FrameResult) -> Exercise | None:
        """Return the exercise that is coached now: the target, else the one that is recognised.

        Movements resemble each other (a rotation rounds the back like a cat):
        what was last counted stands until a hold or a repetition of another
        exercise is.
        """
        if self.all_done:
            return None
        return self.exercises.get(self.target or self.recognised or result.exercise)


def begin(
    exercises: Iterable[Exercise],
    *,
    targets: Iterable[str] = (),
    talk: Talk = Talk.NORMAL,
    pacer: Pace | None = None,
) -> GuideState:
    """Return the state before the first moment.

    Args:
        exercises: The exercises that the coach looks for.
        targets: Identifiers of those that are asked for, in order; each once.
            Empty to follow whatever is recognised.
        talk: How much is said.
        pacer: A pace to lead the breath at; ``None`` to leave it alone.

    Raises:
        ValueError: A target is none of the exercises.
    """
    known = {exercise.id: exercise for exercise in exercises}
    wanted = tuple(dict.fromkeys(targets))
    for name in wanted:
        if name not in known:
            msg = f"expected targets among {', '.join(sorted(known))}; found {name}"
            raise ValueError(msg)
    return GuideState(
        exercises=known,
        targets=wanted,
        talk=talk,
        pacer=Pacer(pace=pacer) if pacer is not None else None,
    )


def note_work(state: GuideState, result: FrameResult) -> GuideState:
    """Return the state with since when the exercise that is coached is done; a rest is not."""
    exercise = state.wanted(result)
    if exercise is None or result.exercise != exercise.id or not result.phase:
        return replace(state, busy_s=math.nan)
    if exercise.phase_named(result.phase).kind == "rest":
        return replace(state, busy_s=math.nan)
    began = (ev.PhaseEntered, ev.HoldStarted)
    if any(isinstance(e, began) and e.phase == result.phase for e in result.events):
        return replace(state, busy_s=state.t_s - WORKING_S)
    return replace(state, busy_s=state.t_s) if math.isnan(state.busy_s) else state


def working(state: GuideState) -> bool:
    """Return whether the exercise that is coached is being done, for some frames already."""
    return state.t_s - state.busy_s >= WORKING_S


def going_on(state: GuideState, exercise: Exercise, result: FrameResult) -> bool:
    """Return whether a phase of the exercise goes on; a hold does while its clock does."""
    if result.exercise != exercise.id or not result.phase or not result.judged:
        return False
    return state.hold.running or not is_hold(exercise, result.phase)


def instruct(
    state: GuideState, name: str, text: str, spoken: str = ""
) -> tuple[GuideState, Said, str]:
    """Return the state, what to say, and the instruction to show.

    It is offered at every moment until it is said, and again later, ever more
    seldom. What waits under another name is withdrawn.
    """
    about = f"place:{name}"
    speech = withdraw(state.speech, lambda a: a.startswith("place:") and a != about)
    state = replace(state, speech=speech)
    told = state.instructed.get(name)
    if told is not None:
        gap_s = INSTRUCT_AGAIN_S * 2.0 ** (told.times - 1)
        if told.times >= INSTRUCT_TIMES or state.t_s - told.last_s < gap_s:
            return state, NOTHING, text
    if any(line.about == about and line.expires_s >= state.t_s for line in speech.waiting):
        return state, NOTHING, text
    words = spoken if told is None and spoken else text
    line = Line(text=words, about=about, rank=Rank.PLACE, expires_s=state.t_s + 6.0)
    return state, Said(lines=(line,)), text


def note_instruction(state: GuideState, utterance: Utterance) -> GuideState:
    """Return the state after something was said, if that was an instruction."""
    kind, _, name = utterance.about.partition(":")
    if kind not in ("place", "next"):
        return state
    name = name if kind == "place" else f"setup:{name}"
    before = state.instructed.get(name)
    told = Told(last_s=utterance.t_s, times=before.times + 1 if before else 1)
    return replace(state, instructed={**state.instructed, name: told})
