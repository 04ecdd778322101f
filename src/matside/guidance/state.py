"""State of the guide from one moment of a session to the next."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from matside.coach import events as ev
from matside.coach.result import FrameResult
from matside.exercise.schema import Exercise
from matside.guidance import phrases
from matside.guidance.correcting import Corrections, TimesSaid
from matside.guidance.holds import HoldWatch, is_hold
from matside.guidance.ledger import Ledger
from matside.guidance.messages import COACHING, INSTRUCTING, Messages, TopicKind
from matside.guidance.outcome import CameraTrouble, Stage, Talk
from matside.guidance.own_depth import OwnDepth, Reach
from matside.guidance.pacer import BreathingPace, Pacer
from matside.guidance.placement import Placement
from matside.guidance.plan import Item, Plan, PlannedStep, Rest, Switch, Work
from matside.guidance.speech import Speech, withdraw
from matside.states import replace

WORKING_S: Final = 0.25
"""Least time a phase must be active: the coach judges a first frame as a single picture."""


@dataclass(frozen=True, kw_only=True, eq=False)
class GuideState:
    """Everything the guide remembers.

    Attributes:
        exercises: The exercises by identifier.
        plan: What is asked for; without steps, what is recognised is followed.
        talk: How much is said.
        asks_pain: Whether the person is asked for the pain at the end.
        own_depths: How deep is usual for the person.
        reach: How deep the movement that is done has lately been.
        t_s: The latest moment; −inf before the first.
        stage: Where the session stands.
        at: Index of the plan's item that is due.
        ledger: What was done for the plan.
        step_from_s: When the step that is due began.
        pause_from_s: When the running rest or change of sides began.
        pause_ends_s: When it is over; NaN while there is none.
        stopped: Whether the session was stopped because it hurts.
        eased: Whether what is left of the plan was made easier.
        pains: The pain reported so far.
        pain_after: The pain reported at the end; ``None`` until it is.
        done_s: When the end was reached; NaN before.
        paused_s: When the person paused; NaN while they have not.
        busy_s: Since when a phase of the exercise that is coached is active; NaN while none is.
        worked_s: When one was last active.
        underway: Whether the present exercise, or any, has been begun.
        quiet: Whether the person has got up after an exercise and is left alone.
        credited: Whether a hold or a repetition was done since then.
        opened: Whether the opening sentence was offered.
        placement: What is known of the placement.
        lost: Why the person cannot be judged; ``None`` where all is well.
        found_s: When it was last said that the person is seen again.
        count_from_s: When the countdown began.
        counted: The number it has come to; 0 outside of it.
        instructed: Instructions that were said: when last and how often.
        trouble: The trouble with the camera that was reported.
        slow: Whether the computer was slow at any moment.
        slow_told: Whether that was announced.
        skips: Skips that were followed.
        redos: Sets that were begun again because the person asked.
        recognised: The exercise of the latest hold or repetition, where none was asked for.
        named: Exercises that were named when they were recognised.
        ready_s: Since when the person is ready to begin; NaN while not.
        elsewhere_s: Since when, near the end of a rest, the person is in no first position; NaN
            while they are in one.
        countdowns: How often a countdown was begun for the present exercise.
        hold: The running hold.
        corrections: Cues that were said.
        tips: Tips that were said, by exercise and number.
        pacer: The breathing pacer, if one is wanted.
        speech: What waits to be said.
    """

    exercises: Mapping[str, Exercise]
    plan: Plan
    talk: Talk
    asks_pain: bool = False
    own_depths: tuple[OwnDepth, ...] = ()
    reach: Reach = field(default_factory=Reach)
    t_s: float = -math.inf
    stage: Stage = Stage.WAITING
    at: int = 0
    ledger: Ledger = field(default_factory=Ledger)
    step_from_s: float = -math.inf
    pause_from_s: float = math.nan
    pause_ends_s: float = math.nan
    stopped: bool = False
    eased: bool = False
    pains: tuple[int, ...] = ()
    pain_after: int | None = None
    done_s: float = math.nan
    paused_s: float = math.nan
    busy_s: float = math.nan
    worked_s: float = -math.inf
    underway: bool = False
    quiet: bool = False
    credited: bool = False
    opened: bool = False
    placement: Placement = field(default_factory=Placement)
    lost: ev.LossReason | None = None
    found_s: float = -math.inf
    count_from_s: float = 0.0
    counted: int = 0
    instructed: Mapping[Messages, TimesSaid] = field(default_factory=dict)
    trouble: CameraTrouble | None = None
    slow: bool = False
    slow_told: bool = False
    skips: int = 0
    redos: int = 0
    recognised: str = ""
    named: frozenset[str] = frozenset()
    ready_s: float = math.nan
    elsewhere_s: float = math.nan
    countdowns: int = 0
    hold: HoldWatch = field(default_factory=HoldWatch)
    corrections: Corrections = field(default_factory=Corrections)
    tips: frozenset[tuple[str, int]] = frozenset()
    pacer: Pacer | None = None
    speech: Speech = field(default_factory=Speech)

    @property
    def item(self) -> Item | None:
        """The item of the plan that is due; ``None`` without a plan and at its end."""
        return self.plan.items[self.at] if self.at < len(self.plan.items) else None

    @property
    def work(self) -> Work | None:
        """The work that is due now or next."""
        items = self.plan.items[self.at :]
        return next((item for item in items if isinstance(item, Work)), None)

    @property
    def in_pause(self) -> bool:
        """Whether a rest or a change of sides is due."""
        return isinstance(self.item, Rest | Switch)

    @property
    def step(self) -> PlannedStep | None:
        """The step that is due; ``None`` without a plan and at its end."""
        return None if self.item is None else self.plan.steps[self.item.step]

    @property
    def target(self) -> str:
        """The exercise that is asked for now; empty if it is recognised or all is done."""
        return "" if self.step is None else self.step.exercise

    @property
    def finished(self) -> bool:
        """Whether the plan is at its end or the session was stopped."""
        return self.stopped or (bool(self.plan.items) and self.item is None)

    def wanted(self, result: FrameResult) -> Exercise | None:
        """Return the exercise that is coached now: the target, else the one that is recognised.

        Movements resemble each other (a rotation rounds the back like a cat):
        what was last counted stands until a hold or a repetition of another
        exercise is.
        """
        if self.finished:
            return None
        return self.exercises.get(self.target or self.recognised or result.exercise)

    def word(self, messages: Messages) -> str:
        """Return the text of messages."""
        return phrases.text_of(messages, self.exercises)


def begin(
    exercises: Iterable[Exercise],
    *,
    plan: Plan | None = None,
    talk: Talk = Talk.NORMAL,
    pacer: BreathingPace | None = None,
    asks_pain: bool = False,
    eased: bool = False,
) -> GuideState:
    """Return the state before the first moment.

    Args:
        exercises: The exercises that the coach looks for.
        plan: What is asked for; ``None`` to follow whatever is recognised.
        talk: How much is said.
        pacer: A pace to lead the breath at; ``None`` to leave it alone.
        asks_pain: Whether to ask for the pain at the end.
        eased: Whether less is asked for from the start, as it hurts already.

    Raises:
        ValueError: A step of the plan is none of the exercises.
    """
    known = {exercise.id: exercise for exercise in exercises}
    plan = plan or Plan()
    for step in plan.steps:
        if step.exercise not in known:
            msg = f"expected steps among {', '.join(sorted(known))}; found {step.exercise}"
            raise ValueError(msg)
    return GuideState(
        exercises=known,
        plan=plan.eased(0) if eased else plan,
        eased=eased,
        talk=talk,
        asks_pain=asks_pain,
        pacer=Pacer(pace=pacer) if pacer is not None else None,
    )


def note_work(state: GuideState, result: FrameResult) -> GuideState:
    """Return the state with the time since which the coached exercise is done, rests excluded."""
    exercise = state.wanted(result)
    if exercise is None or result.exercise != exercise.id or not result.phase:
        return replace(state, busy_s=math.nan)
    if exercise.phase_named(result.phase).kind == "rest":
        return replace(state, busy_s=math.nan)
    state = replace(state, worked_s=state.t_s)
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


def without_coaching(speech: Speech) -> Speech:
    """Return the speech without lines about an exercise that is over, or left for now."""
    stale = COACHING | INSTRUCTING | {TopicKind.REST}
    return withdraw(speech, lambda waiting: waiting.topic.kind in stale)
