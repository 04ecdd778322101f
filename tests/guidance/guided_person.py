"""A person who follows a guide: does what it asks for, and what a test says besides.

The results are those that a coach would give, so that a whole programme takes
milliseconds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from tests.coach.coach_figure import FOLDED, LYING, TABLETOP, Figure
from tests.guidance.guidance_moments import LEFT, LIBRARY, POSTURES, RIGHT, STANDING, seen
from tests.typed import there

from matside.coach import events as ev
from matside.exercise.programme import has_sides, is_held
from matside.guidance.guide import begin, guide
from matside.guidance.instructing import is_set_up
from matside.guidance.outcome import Chime, Moment, Stage

STEP_S = 0.1
FIRST = {"knees_to_chest": LYING, "childs_pose": FOLDED}
"""The posture in which an exercise is set up; hands and knees for the others."""


@dataclass
class Habits:
    """How a person differs from one who does all that is asked.

    Attributes:
        first: The side that is taken first.
        stubborn: Holds that are done on the same side again, though the other one is due.
        early: Numbers of the holds (from 1) that are left after a third of their time.
        away: From when to when nobody is seen.
        skips: When the person asks to go on.
        redos: When the person asks for the set again.
        pains: When which pain is told.
        impatient: Whether the person goes on while a rest is running.
        rep_s: How long a repetition takes.
        moving_s: How long it takes to get into a first position once that was asked for; with
            0 the person is there by magic.
        resting: The figure in which a rest is spent; ``None`` for staying in place.
    """

    first: object = LEFT
    stubborn: frozenset[int] = frozenset()
    early: frozenset[int] = frozenset()
    away: tuple[tuple[float, float], ...] = ()
    skips: tuple[float, ...] = ()
    redos: tuple[float, ...] = ()
    pains: tuple[tuple[float, int], ...] = ()
    impatient: bool = False
    rep_s: float = 5.0
    moving_s: float = 0.0
    resting: Figure | None = None


@dataclass
class Session:
    """What came of a session."""

    said: list = field(default_factory=list)
    stages: list = field(default_factory=list)
    chimes: list = field(default_factory=list)
    guidances: list = field(default_factory=list)
    seen_full: dict = field(default_factory=dict)
    """Holds and repetitions that were truly done, by step and side."""
    states: list = field(default_factory=list)
    ended_s: float | None = None

    @property
    def state(self):
        return self.states[-1]

    @property
    def texts(self):
        return [text for _, text in self.said]

    def transcript(self):
        """What is heard, a line for each sentence, with its minute and second."""
        return "\n".join(f"{int(t) // 60}:{int(t) % 60:02} {text}" for t, text in self.said)


def there_or(value, other):
    """The value, or another one in the place of NaN."""
    return other if math.isnan(value) else value


class Person:
    """Someone on the mat, at 10 frames a second."""

    def __init__(self, habits):
        self.habits = habits
        self.exercise = ""
        self.since_s = None
        self.side = None
        self.holds = 0
        self.counts = {}
        self.released_s = None
        self.rested_s = None
        self.done = []
        self.gone = False
        self.figure = STANDING
        self.asked_s = None
        self.turned = False

    def begin(self, exercise):
        self.exercise, self.counts, self.since_s, self.rested_s = exercise, {}, None, None
        self.released_s = None

    def result(self, t_s, guidance, state):
        """What the coach says at a moment, given what the guide said before it."""
        if any(start <= t_s < end for start, end in self.habits.away):
            self.gone = True
            return self._away(t_s)
        if self.gone:
            self.gone = False
            back = ev.TrackingBack(t_s=t_s, exercise="", gap_s=1.0)
            result = self._there(t_s, guidance, state)
            return replace(result, events=(back, *result.events))
        return self._there(t_s, guidance, state)

    def _there(self, t_s, guidance, state):
        exercise = LIBRARY.get(guidance.target if guidance else "")
        if exercise is None:
            return seen(t_s, STANDING)
        figure = FIRST.get(exercise.id, TABLETOP)
        if self.exercise != exercise.id or state.step_from_s > (self.since_s or t_s):
            self.begin(exercise.id)
        at_work = guidance.stage is Stage.COACHING or self.since_s is not None
        if not at_work:
            figure = self._first_position(t_s, guidance, state, figure)
        if self.habits.impatient and guidance.stage is Stage.RESTING:
            self.rested_s = t_s if self.rested_s is None else self.rested_s
            at_work = at_work or t_s - self.rested_s > 3.0
        if not at_work:
            return seen(t_s, figure, exercise=exercise.id)
        self.rested_s = None
        self.figure = figure
        work = self._hold if is_held(exercise) else self._move
        return work(t_s, guidance, state, exercise, figure)

    def _first_position(self, t_s, guidance, state, figure):
        """The figure on the way to the first position: the one before, until it was asked for."""
        rests = guidance.stage is Stage.RESTING and not guidance.pause.switch
        since_s = max(state.step_from_s, there_or(state.pause_from_s, -math.inf))
        asked = any(is_set_up(m) and n.last_s >= since_s for m, n in state.instructed.items())
        if rests and self.habits.resting is not None and not asked:
            self.figure = self.habits.resting
        if self.habits.moving_s == 0.0 and self.habits.resting is None:
            return figure
        set_up = there(state.exercises[guidance.target].set_up)
        if POSTURES[self.figure] in set_up.postures:
            return self.figure
        if not asked:
            self.asked_s = None
        elif self.asked_s is None:
            self.asked_s = t_s
        elif t_s - self.asked_s >= self.habits.moving_s:
            self.figure, self.asked_s = figure, None
        return self.figure

    def _away(self, t_s):
        lost = ev.TrackingLost(t_s=t_s, exercise="", reason=ev.LossReason.NOBODY)
        first = any(start <= t_s < start + STEP_S for start, _ in self.habits.away)
        self.since_s = None
        return seen(t_s, None, events=[lost] if first else [])

    def _next_side(self, guidance, state, exercise):
        if not has_sides(exercise):
            return None
        due = guidance.work.side if guidance.work else None
        if due is None or not state.ledger.of_step(state.item.step if state.item else 0):
            return self.habits.first
        again = is_held(exercise) and self.holds + 1 in self.habits.stubborn
        return due.other if again else due

    def _hold(self, t_s, guidance, state, exercise, figure):
        phase = exercise.repetition.cycle[0]
        target_s = state.step.dose.hold_s if state.step else 0.0
        more = {"exercise": exercise.id, "phase": phase, "hold_target_s": target_s}
        if self.since_s is None:
            self.since_s, self.released_s = t_s, None
            self.side = self._next_side(guidance, state, exercise)
            self.holds += 1
            began = ev.HoldStarted(t_s=t_s, exercise=exercise.id, phase=phase, side=self.side)
            return seen(t_s, figure, side=self.side, events=[began], **more)
        held_s = t_s - self.since_s
        if self.released_s is None and Chime.HOLD_DONE in guidance.chimes:
            self.released_s = t_s
        early = self.holds in self.habits.early and held_s >= target_s / 3.0
        late = self.released_s is not None and t_s - self.released_s >= 1.5
        if not (early or late):
            return seen(t_s, figure, side=self.side, held_s=held_s, **more)
        events = [
            ev.HoldDone(
                t_s=t_s,
                exercise=exercise.id,
                phase=phase,
                side=self.side,
                start_s=self.since_s,
                held_s=held_s,
            )
        ]
        if held_s >= 0.9 * target_s:
            self.done.append((state.item.step if state.item else -1, self.side))
        self.since_s = None
        return seen(t_s, figure, exercise=exercise.id, events=events)

    def _move(self, t_s, guidance, state, exercise, figure):
        first, *rest = exercise.repetition.cycle
        if self.since_s is None:
            self.since_s, self.turned = t_s, not rest
            self.side = self._next_side(guidance, state, exercise)
            phase = first
            began = ev.PhaseEntered(t_s=t_s, exercise=exercise.id, phase=phase, side=self.side)
            return seen(
                t_s,
                figure,
                exercise=exercise.id,
                phase=phase,
                side=self.side,
                reps=dict(self.counts),
                events=[began],
            )
        phase = rest[0] if rest and self.turned else first
        if t_s - self.since_s < self.habits.rep_s:
            events = []
            if not self.turned and t_s - self.since_s >= self.habits.rep_s / 2.0:
                self.turned, phase = True, rest[0]
                events.append(
                    ev.PhaseEntered(t_s=t_s, exercise=exercise.id, phase=phase, side=self.side)
                )
            return seen(
                t_s,
                figure,
                exercise=exercise.id,
                phase=phase,
                side=self.side,
                reps=dict(self.counts),
                events=events,
            )
        count = self.counts[self.side] = self.counts.get(self.side, 0) + 1
        done = ev.RepDone(
            t_s=t_s, exercise=exercise.id, side=self.side, count=count, start_s=self.since_s
        )
        self.done.append((state.item.step if state.item else -1, self.side))
        self.since_s = None
        reps = {self.side: count}
        return seen(t_s, figure, exercise=exercise.id, events=[done], reps=reps, side=self.side)


def practise(plan, habits=None, *, longest_s=900.0, **options):
    """Run a session until it ends by itself; return what came of it."""
    habits = habits or Habits()
    state = begin(LIBRARY.values(), plan=plan, **options)
    person, session, guidance = Person(habits), Session(), None
    t_s = 0.0
    while t_s < longest_s:
        result = person.result(t_s, guidance, state)
        moment = Moment(
            t_s=t_s,
            result=result,
            light=140.0,
            skips=sum(at <= t_s for at in habits.skips),
            redos=sum(at <= t_s for at in habits.redos),
            pains=tuple(value for at, value in habits.pains if at <= t_s),
        )
        state, guidance = guide(state, moment)
        session.said += [(t_s, utterance.text) for utterance in guidance.utterances]
        session.chimes += [(t_s, chime) for chime in guidance.chimes]
        if not session.stages or session.stages[-1] is not guidance.stage:
            session.stages.append(guidance.stage)
        session.guidances.append(guidance)
        session.states.append(state)
        if guidance.over:
            session.ended_s = t_s
            break
        t_s = round(t_s + STEP_S, 6)
    session.seen_full = {key: person.done.count(key) for key in set(person.done)}
    return session


__all__ = ["LEFT", "RIGHT", "Habits", "Session", "practise", "replace"]
