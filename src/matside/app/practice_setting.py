"""What a live session is asked for: options and steps; and what it needs of the machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from matside.app.known_exercises import known_exercises
from matside.app.own_doses import own_steps
from matside.app.prescribed import (
    OF_PLAN,
    FollowedPlan,
    Now,
    followed,
    kept_limits,
    required_plan,
)
from matside.app.screen import Display, Screen, Shown, ask_pain, show_words, unwatched
from matside.app.settings import wanted_speech
from matside.capture.live import LiveSource, open_live
from matside.errors import ExerciseError, UsageError, WithheldError
from matside.exercise.adapting import adapted_library, withheld
from matside.exercise.library import find_exercise
from matside.exercise.limits import LimitName
from matside.exercise.programme import Programme, Step, step_problems
from matside.exercise.programmes import find_programme
from matside.exercise.schema import Exercise
from matside.guidance import screening_texts
from matside.guidance.outcome import Talk
from matside.guidance.pacer import BreathingPace
from matside.guidance.wishes import PAIN_STOP
from matside.overlay import texts as overlay_texts
from matside.overlay.privacy import Privacy
from matside.overlay.window import Window
from matside.pose.landmarker import PoseEstimator
from matside.pose.model import ModelChoice, Quality
from matside.sound.voice import Voice
from matside.terminal import texts
from matside.translation import _


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeOptions:
    """How to practise; what is left out is as most people want it.

    Attributes:
        exercises: Names of exercises or programmes, or paths of programmes, in order;
            none to recognise what is done.
        free: Whether nothing is asked for even where a plan has something for today.
        asked: What is asked for differently from the exercises' own doses.
        exercise_files: Exercise files of one's own.
        dose: Identifier of the dose to aim at.
        camera: Number of a camera, address of a stream, or a video.
        talk: How much is said.
        speak: Whether sentences are said; chimes are heard anyway.
        volume: 0..1.
        pace: Breathing pacer; ``None`` for none.
        window: Whether there is a window.
        full_screen: Whether it fills the screen.
        record: Whether to record from the start.
        output: Folder that gets the session's own folder; ``None`` for matside's.
        save: Whether to keep the session at all.
        model: Another pose model, or which of matside's own.
        limits: What limits the person.
        insist: Whether exercises that these limits withhold are practised all the same.
        pain_before: 0..10, if it was reported.
        heed_pain: Takes the pain before the session as the window asked for it, and may end the
            session by raising; ``None`` where the window does not ask.
        pictures: What of the person may be seen in what is kept.
        pain_after: Asks for the pain afterwards; ``None`` for nobody to ask.
        debug: Leave MediaPipe's messages on standard error.
    """

    exercises: Sequence[str] = ()
    free: bool = False
    asked: Mapping[str, object] = field(default_factory=dict)
    exercise_files: Sequence[Path] = ()
    dose: str | None = None
    camera: str = "0"
    talk: Talk = Talk.NORMAL
    speak: bool = True
    volume: float = 0.8
    pace: BreathingPace | None = None
    window: bool = True
    full_screen: bool = False
    record: bool = False
    output: Path | None = None
    save: bool = True
    model: ModelChoice = Quality.NORMAL
    limits: tuple[LimitName, ...] = ()
    insist: bool = False
    pain_before: int | None = None
    heed_pain: Callable[[int], object] | None = None
    pictures: Privacy = Privacy.NONE
    pain_after: Callable[[], int | None] | None = None
    debug: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Devices:
    """How to get at what a session needs of the machine; a test or a benchmark gives its own.

    Attributes:
        source: Opens the camera, given its name and the clock's reading at time 0.
        estimator: Opens the pose model.
        window: Opens the window, given whether it fills the screen.
        voice: Opens the voice, given time 0, whether it speaks, and its volume.
        watch: Called for each picture that was shown.
        screen: Shows the session in the window.
    """

    source: Callable[[str, float], LiveSource] = lambda spec, origin_s: open_live(
        spec, origin_s=origin_s
    )
    estimator: Callable[[ModelChoice, bool], PoseEstimator] = lambda model, debug: PoseEstimator(
        model, debug=debug
    )
    window: Callable[[bool], Display] = lambda full: Window("matside", full_screen=full)
    voice: Callable[[float, bool, float], Voice] = lambda origin_s, speak, volume: Voice(
        origin_s=origin_s, speak=speak, volume=volume, wanted=wanted_speech()
    )
    watch: Callable[[Shown], None] = unwatched
    screen: type[Screen] = Screen

    @classmethod
    def trusting(cls) -> Devices:
        """Return this machine's own, which accept any certificate of a camera over https."""
        return cls(source=lambda spec, origin_s: open_live(spec, origin_s=origin_s, insecure=True))


def with_plan(
    options: PracticeOptions, *, console: Console, when: datetime | None = None
) -> PracticeOptions:
    """Return the options with what the plan has for today, where nothing else is named.

    The limits that the plan names hold for every session, not for its own alone: they are the
    person's. A plan that is not right hinders nobody who asks for something else; it is told.

    Raises:
        MatsideError: The plan is asked for, and cannot be read, or the history cannot.
    """
    named, when = options.exercises, when or datetime.now().astimezone()
    try:
        plan = followed()
    except ExerciseError as error:
        if any(name.startswith(OF_PLAN) for name in named) or not (named or options.free):
            raise
        console.print(Text(str(error)), soft_wrap=True)
        return _limited(options, kept_limits())
    if plan is None:
        return options
    if not (named or options.free):
        named = _due_today(plan, when, console)
    return _limited(
        replace(options, exercises=named), plan.prescription.limits_on(when.toordinal())
    )


def with_pain(options: PracticeOptions, window: Display) -> PracticeOptions:
    """Return the options with the pain reported in the window, where it is asked there."""
    if options.heed_pain is None or options.pain_before is not None:
        return options
    pain = ask_pain(window)
    if pain is not None:
        if pain >= PAIN_STOP:
            show_words(window, overlay_texts.TOO_MUCH_PAIN(pain=pain))
        options.heed_pain(pain)
    return replace(options, pain_before=pain)


def _limited(options: PracticeOptions, limits: Iterable[LimitName]) -> PracticeOptions:
    return replace(options, limits=tuple(sorted({*options.limits, *limits})))


def asked_steps(
    options: PracticeOptions, library: tuple[Exercise, ...]
) -> tuple[tuple[Step, ...], str]:
    """Return the steps that were asked for, and the name of the programme if there is one alone.

    Doses that the person has accepted stand in the place of the files' own;
    what is asked for by an option stays as it is.

    Raises:
        UsageError: There is no such exercise or programme, or a dose that is
            asked for does not fit it.
    """
    known = {exercise.id: exercise for exercise in library}
    steps: list[Step] = []
    names: list[str] = []
    for name in options.exercises:
        programme = _programme_named(name, library)
        if programme is None:
            step = _own_step(_exercise_named(name, library), options)
            steps += [step] if options.asked or options.dose else own_steps([step], known)
            continue
        if options.asked or options.dose:
            raise UsageError(
                "{programme} has doses of its own: leave --dose, --hold and the "
                "like out, or name its exercises.",
                programme=_(programme.name),
            )
        steps += own_steps(programme.step, known)
        names.append(programme.name)
    alone = len(options.exercises) == 1 and len(names) == 1
    return tuple(steps), names[0] if alone else ""


def _programme_named(name: str, library: tuple[Exercise, ...]) -> Programme | None:
    """Return a programme, or a session of the plan; ``None`` where the name is of neither.

    Raises:
        MatsideError: A session of the plan is meant, and there is none of this name.
    """
    if not name.startswith(OF_PLAN):
        return find_programme(name, library)
    plan = required_plan()
    session = name.removeprefix(OF_PLAN)
    if session not in plan.programmes:
        raise UsageError(
            "The plan has no session '{session}': it has {sessions}.",
            session=session,
            sessions=", ".join(plan.programmes),
        )
    return plan.programmes[session]


def _due_today(plan: FollowedPlan, when: datetime, console: Console) -> tuple[str, ...]:
    slot = plan.next_slot(Now.of(when))
    if slot is None or slot.day != when.toordinal():
        return ()
    name = plan.programmes[slot.session].name
    console.print(Text(texts.PLAN_BEGINS(name=name)), soft_wrap=True)
    return (f"{OF_PLAN}{slot.session}",)


def _exercise_named(name: str, library: tuple[Exercise, ...]) -> Exercise:
    try:
        return find_exercise(name, library)
    except UsageError as error:
        raise UsageError(
            "{error} A programme may be named too: 'matside exercises list' shows both.",
            error=error,
        ) from error


def _own_step(exercise: Exercise, options: PracticeOptions) -> Step:
    known = any(dose.id == options.dose for dose in exercise.dose)
    asked = {"exercise": exercise.id, "dose": options.dose if known else None, **options.asked}
    step = Step.model_validate(asked)
    problems = step_problems(step, exercise)
    if problems:
        raise UsageError(
            "{exercise}: {problem}.", exercise=_(exercise.name), problem=problems[0][1]
        )
    return step


def planned(
    options: PracticeOptions, console: Console | None = None
) -> tuple[tuple[Exercise, ...], tuple[Step, ...], str]:
    """Return the exercises as this person does them, the steps, and the programme's name.

    Steps that the person's limits withhold are left out, and it is said.

    Raises:
        UsageError: There is no such exercise or programme, a dose does not fit
            it, or the person's limits leave nothing of it.
    """
    library = known_exercises(options.exercise_files)
    steps, name = asked_steps(options, library)
    known = {exercise.id: exercise for exercise in library}
    reasons = {step: withheld(known[step.exercise], options.limits, step.phase) for step in steps}
    withheld_reasons = dict.fromkeys(
        screening_texts.WITHHELD(exercise=_(known[step.exercise].name), reason=_(reason))
        for step, reason in reasons.items()
        if reason
    )
    if not options.insist:
        if steps and all(reasons.values()):
            raise WithheldError(screening_texts.ALL_WITHHELD(reasons=" ".join(withheld_reasons)))
        steps = tuple(step for step in steps if not reasons[step])
        for line in withheld_reasons:
            (console or Console()).print(Text(line), soft_wrap=True)
    return adapted_library(library, options.limits), steps, name
