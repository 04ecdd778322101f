"""The catalogue of what is said and shown in a live session: the sentence of each message.

Short and calm, to be understood with the eyes closed. Every sentence is whole,
so that it can be translated; what an exercise or a programme says itself comes
from its file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from matside.body.landmark import Side
from matside.exercise.schema import Exercise, SetUp
from matside.guidance.messages import Message, Messages, Part, Say, Shift, said
from matside.guidance.outcome import CameraTrouble, TroubleKind
from matside.translation import N_, Plural, _, ngettext
from matside.wording.formatting import capitalised, spoken_duration, spoken_number

Exercises = Mapping[str, Exercise]
_Sentence = Callable[[Message, Exercises], str]


def text_of(messages: Messages, exercises: Exercises) -> str:
    """Return the text of messages that are said one after the other."""
    sentences = (sentence_of(message, exercises) for message in messages)
    return " ".join(sentence for sentence in sentences if sentence)


def sentence_of(message: Message, exercises: Exercises) -> str:
    """Return the sentence of one message."""
    return _SENTENCES[message.say](message, exercises)


def at_a_moments_notice(exercises: Iterable[Exercise]) -> tuple[str, ...]:
    """Return sentences that would be stale if a slow voice took its time over them.

    Counts up to ten, the marks of a hold, and the corrections of the exercises;
    what is needed first comes first.
    """
    known = {exercise.id: exercise for exercise in exercises}
    counts = [said(Say.NUMBER, count=count) for count in (3, 2, 1, *range(4, 11))]
    marks = [said(say) for say in (Say.HOLD, Say.HALF_WAY, Say.TEN_LEFT, Say.BREATHE, Say.GOOD)]
    cues = [
        said(Say.CUE, exercise=exercise.id, name=fault.id)
        for exercise in known.values()
        for fault in exercise.fault
    ]
    return tuple(dict.fromkeys(text_of(one, known) for one in (*counts, *marks, *cues)))


def starting() -> str:
    """Return what is shown while the model is loaded and the camera is opened."""
    return _("Starting …")


def set_up_of(exercise: Exercise) -> SetUp:
    """Return how an exercise is begun: as its file says, or else by its first step."""
    if exercise.set_up is not None:
        return exercise.set_up
    postures = {p for phase in exercise.phase for p in phase.postures} - {"other", "unseen"}
    known = tuple(sorted(postures)) or exercise.phase[0].postures
    return SetUp(say=exercise.steps[0], postures=known, begin=N_("Begin."))


def trouble_text(trouble: CameraTrouble) -> str:
    """Return what is wrong with the camera and what to do."""
    match trouble.kind:
        case TroubleKind.GONE:
            return _(
                "The camera gives no picture: plug it in, or close other programs that use it; "
                "it goes on by itself."
            )
        case TroubleKind.FROZEN:
            return _(
                "The picture stands still: open the camera's shutter if it has one, "
                "or unplug the camera and plug it in again."
            )
        case TroubleKind.BLACK:
            return _("The picture is black: uncover the lens, or turn on a light.")
        case TroubleKind.STREAM_SILENT:
            return _(
                "{host} sends no picture: check the camera and the network; it goes on by itself.",
                host=trouble.host,
            )
        case TroubleKind.STREAM_FROZEN:
            return _(
                "{host} sends no new picture: start its camera anew; it goes on by itself.",
                host=trouble.host,
            )


def _plain(text: Callable[[], str]) -> _Sentence:
    """Return the sentence of a message without parameters; looked up when it is said."""
    return lambda _message, _exercises: text()


def _number(message: Message, _exercises: Exercises) -> str:
    return _("{number}.", number=capitalised(spoken_number(message.count)))


def _exercise(message: Message, exercises: Exercises) -> Exercise:
    return exercises[message.exercise]


def _name(message: Message, exercises: Exercises) -> str:
    return _("{exercise}.", exercise=_(_exercise(message, exercises).name))


def _opening(message: Message, exercises: Exercises) -> str:
    if not message.exercise:
        return _("Move gently, and stop if it hurts.")
    return _("{exercise}. Stop if it hurts.", exercise=_(_exercise(message, exercises).name))


def _next(message: Message, exercises: Exercises) -> str:
    return _("Next: {exercise}.", exercise=_(_exercise(message, exercises).name))


def _begin(message: Message, exercises: Exercises) -> str:
    exercise = _exercise(message, exercises)
    if message.name and (lead_in := exercise.phase_named(message.name).begin):
        return _(lead_in)
    return _(set_up_of(exercise).begin)


def _cue(message: Message, exercises: Exercises) -> str:
    fault = next(f for f in _exercise(message, exercises).fault if f.id == message.name)
    return _(fault.spoken or fault.cue)


def _tip(message: Message, exercises: Exercises) -> str:
    return _(_exercise(message, exercises).tips[message.count])


def _phase(message: Message, exercises: Exercises) -> str:
    return _(_exercise(message, exercises).phase_named(message.name).say or "")


def _how(message: Message, exercises: Exercises) -> str:
    return _(set_up_of(_exercise(message, exercises)).how or "")


# By whether it is held, and for so long on each side.
_DOSES: Final = {
    (False, False): Plural("{number} repetition.", "{number} repetitions."),
    (False, True): Plural(
        "{number} repetition on each side.", "{number} repetitions on each side."
    ),
    (True, False): Plural("{number} hold of {length}.", "{number} holds of {length}."),
    (True, True): Plural(
        "{number} hold of {length} on each side.", "{number} holds of {length} on each side."
    ),
}


def dose_text(*, count: int, hold_s: float = 0.0, sets: int = 1, each_side: bool = False) -> str:
    """Return how much is asked for, as it is spoken: holds or repetitions, by set and side."""
    told = _DOSES[hold_s > 0.0, each_side](
        count, number=spoken_number(count), length=spoken_duration(hold_s or 1.0)
    )
    if sets > 1:
        told = _("{sets} times {dose}", sets=spoken_number(sets), dose=told)
    return capitalised(told)


def _step_dose(message: Message, _exercises: Exercises) -> str:
    return dose_text(
        count=message.count,
        hold_s=message.seconds,
        sets=max(1, message.of),
        each_side=message.name == "each",
    )


def _cut_off(message: Message, _exercises: Exercises) -> str:
    part = message.part or Part.FEET
    where = {
        Part.HIPS: _("Your hips are out of view."),
        Part.LEGS: _("Your legs are out of view."),
        Part.FEET: _("Your feet are out of view."),
        Part.HEAD: _("Your head is out of view."),
        Part.HANDS: _("Your hands are out of view."),
    }[part]
    move = {
        Shift.TO_HEAD: _("Move a little towards your head."),
        Shift.TO_FEET: _("Move a little towards your feet."),
        Shift.BACK: _("Move back from the camera."),
    }.get(message.shift or Shift.UNKNOWN, "")
    return f"{where} {move}".rstrip()


def _hidden(message: Message, _exercises: Exercises) -> str:
    return {
        Part.HIPS: _("I can't see your hips. Is something in front?"),
        Part.LEGS: _("I can't see your legs. Is something in front?"),
        Part.FEET: _("I can't see your feet. Is something in front?"),
        Part.HEAD: _("I can't see your head. Is something in front?"),
        Part.HANDS: _("I can't see your hands. Is something in front?"),
    }[message.part or Part.FEET]


def _switch_to(message: Message, _exercises: Exercises) -> str:
    if message.count == 1:
        return (
            _("Now the left side, for the last time.")
            if message.side is Side.LEFT
            else _("Now the right side, for the last time.")
        )
    return _("Now the left side.") if message.side is Side.LEFT else _("Now the right side.")


def _not_this_side(message: Message, _exercises: Exercises) -> str:
    return (
        _("The left side is next.") if message.side is Side.LEFT else _("The right side is next.")
    )


# What remains may have a gender in other languages, and then one has a form of its own.
_MORE: Final = Plural("{number} more.", "{number} more.")
_MORE_LEFT: Final = Plural("{number} more on the left.", "{number} more on the left.")
_MORE_RIGHT: Final = Plural("{number} more on the right.", "{number} more on the right.")
_TO_GO: Final = Plural("{number} to go.", "{number} to go.")
_SO_FAR: Final = Plural("{number} so far.", "{number} so far.")


def _more_side(message: Message, _exercises: Exercises) -> str:
    number = capitalised(spoken_number(message.count))
    if message.side is Side.LEFT:
        return _MORE_LEFT(message.count, number=number)
    return _MORE_RIGHT(message.count, number=number)


def _held(message: Message, _exercises: Exercises) -> str:
    return _("{length}.", length=capitalised(spoken_duration(message.seconds)))


def _minutes(message: Message, _exercises: Exercises) -> str:
    return _("{length}.", length=capitalised(spoken_duration(60.0 * message.count)))


def _rest(message: Message, _exercises: Exercises) -> str:
    return _("Rest for {length}.", length=spoken_duration(message.seconds))


def _next_set(message: Message, _exercises: Exercises) -> str:
    return _(
        "Then set {number} of {sets}.",
        number=spoken_number(message.count),
        sets=spoken_number(message.of),
    )


def _set_done(message: Message, _exercises: Exercises) -> str:
    return _("Set {number} done. Rest a moment.", number=spoken_number(message.count))


def _now_other_side(message: Message, exercises: Exercises) -> str:
    return _("{count} Now the other side.", count=_number(message, exercises))


def _to_go(message: Message, _exercises: Exercises) -> str:
    return _TO_GO(message.count, number=capitalised(spoken_number(message.count)))


def _more(message: Message, _exercises: Exercises) -> str:
    return _MORE(message.count, number=capitalised(spoken_number(message.count)))


def _so_far(message: Message, _exercises: Exercises) -> str:
    return _SO_FAR(message.count, number=capitalised(spoken_number(message.count)))


def _part_done(message: Message, _exercises: Exercises) -> str:
    done, planned = spoken_number(message.count), spoken_number(message.of)
    match message.name:
        case "holds":
            return _("You did {done} of {planned} holds.", done=done, planned=planned)
        case "reps":
            return _("You did {done} of {planned} repetitions.", done=done, planned=planned)
        case _other:
            return _("You finished {done} of {planned} exercises.", done=done, planned=planned)


def _all_done(message: Message, _exercises: Exercises) -> str:
    number = spoken_number(message.count)
    match message.name:
        case "holds":
            return ngettext(
                "Well done. That was the hold.",
                "Well done. Those were all {number} holds.",
                message.count,
                number=number,
            )
        case "reps":
            return ngettext(
                "Well done. That was the repetition.",
                "Well done. Those were all {number} repetitions.",
                message.count,
                number=number,
            )
        case _other if message.count == 2:
            return _("Well done. Both exercises are done.")
        case _other:
            return ngettext(
                "Well done. That was the exercise.",
                "Well done. All {number} exercises are done.",
                message.count,
                number=number,
            )


_SENTENCES: Final[Mapping[Say, _Sentence]] = {
    Say.PICTURE_BACK: _plain(lambda: _("The camera is back.")),
    Say.TROUBLE: lambda message, _exercises: trouble_text(
        CameraTrouble(kind=TroubleKind(message.name), host=message.host)
    ),
    Say.NOT_SEEN: _plain(lambda: _("I can't see you.")),
    Say.COME_INTO_VIEW: _plain(lambda: _("I can't see you. Come into view.")),
    Say.CAMERA_PLACE: _plain(
        lambda: _(
            "Put the camera at the side of the mat, no higher than your knee, three metres away."
        )
    ),
    Say.TRUNK_NOT_SEEN: _plain(lambda: _("I can't see your body well.")),
    Say.LEGS_NOT_SEEN: _plain(lambda: _("I can't see your legs.")),
    Say.FOUND: _plain(lambda: _("I see you again.")),
    Say.SLOW: _plain(
        lambda: _(
            "This computer is slow, so I look less often. Counts and holds stay right. Closing "
            "other programs helps."
        )
    ),
    Say.TOO_DARK: _plain(lambda: _("It is too dark for me. Please switch on a light.")),
    Say.STEP_BACK: _plain(lambda: _("Step back from the camera, until your feet are in view.")),
    Say.CUT_OFF: _cut_off,
    Say.HIDDEN: _hidden,
    Say.TURN: _plain(lambda: _("Turn, so that your side faces the camera.")),
    Say.NOT_ALL_SEEN: _plain(lambda: _("From here I cannot see every fault.")),
    Say.TOO_FAR: _plain(lambda: _("You are too far away. Come closer to the camera.")),
    Say.TURN_MAT: _plain(lambda: _("Turn the mat a little, so that I see both legs.")),
    Say.PAUSED: _plain(lambda: _("Paused.")),
    Say.RESUMED: _plain(lambda: _("Going on.")),
    Say.OPENING: _opening,
    Say.PROGRAMME: lambda message, _exercises: _(
        "{programme}. Stop if it hurts.", programme=_(message.name)
    ),
    Say.NAME: _name,
    Say.STEP_DOSE: _step_dose,
    Say.STEP_NOTE: lambda message, _exercises: _(message.name),
    Say.HOW: _how,
    Say.QUIET_BREATHS: _plain(lambda: _("Stay still for two quiet breaths.")),
    Say.SET_UP: lambda message, exercises: _(set_up_of(_exercise(message, exercises)).say),
    Say.ANYWHERE: _plain(lambda: _("Lie on your back, or come onto hands and knees.")),
    Say.NUMBER: _number,
    Say.COUNT: _number,
    Say.BEGIN: _begin,
    Say.BEGIN_READY: _plain(lambda: _("Begin when you are ready.")),
    Say.NEXT: _next,
    Say.REST: _rest,
    Say.REST_TEN: _plain(lambda: _("Ten seconds.")),
    Say.NEXT_SET: _next_set,
    Say.GET_UP: _plain(lambda: _("Come up slowly.")),
    Say.SWITCH: _plain(lambda: _("Change sides.")),
    Say.SWITCH_TO: _switch_to,
    Say.NOT_THIS_SIDE: _not_this_side,
    Say.SET_AGAIN: _plain(lambda: _("This set again, from its beginning.")),
    Say.GOOD: _plain(lambda: _("Good.")),
    Say.WELL_DONE: _plain(lambda: _("Well done.")),
    Say.NO_MORE: _plain(lambda: _("That was the last exercise.")),
    Say.ALL_DONE: _all_done,
    Say.PART_DONE: _part_done,
    Say.NOTHING_DONE: _plain(lambda: _("Nothing of the plan was done this time.")),
    Say.HOLD: _plain(lambda: _("Hold.")),
    Say.PHASE: _phase,
    Say.HALF_WAY: _plain(lambda: _("Half-way.")),
    Say.TEN_LEFT: _plain(lambda: _("Ten seconds left.")),
    Say.MINUTES: _minutes,
    Say.BREATHE: _plain(lambda: _("Breathe slowly.")),
    Say.BREATHE_IN: _plain(lambda: _("Breathe in.")),
    Say.BREATHE_OUT: _plain(lambda: _("Breathe out.")),
    Say.TIP: _tip,
    Say.RELEASE: _plain(lambda: _("And release slowly.")),
    Say.LAST_ONE: _plain(lambda: _("That was the last one.")),
    Say.OTHER_SIDE: _plain(lambda: _("Then the other side.")),
    Say.MORE: _more,
    Say.MORE_SIDE: _more_side,
    Say.HELD: _held,
    Say.AGAIN: _plain(lambda: _("Again when you are ready.")),
    Say.TO_GO: _to_go,
    Say.SO_FAR: _so_far,
    Say.SET_DONE: _set_done,
    Say.NOW_OTHER_SIDE: _now_other_side,
    Say.CUE: _cue,
    Say.ASK_PAIN: _plain(
        lambda: _("How much does it hurt now? Press a number from zero, not at all, to nine.")
    ),
    Say.PAIN_GO_ON: _plain(lambda: _("Thank you. Go on gently.")),
    Say.PAIN_EASE: _plain(
        lambda: _("Go easier: smaller movements, shorter and fewer. Stop if it gets worse.")
    ),
    Say.PAIN_STOP: _plain(lambda: _("Stop here, and come into a position that feels good.")),
    Say.PAIN_THANKS: _plain(lambda: _("Thank you.")),
    Say.PAIN_LESS_NEXT: _plain(lambda: _("Do less next time.")),
    Say.PAIN_ASK_SOMEONE: _plain(
        lambda: _("If it stays or you are worried, ask a doctor or physiotherapist.")
    ),
}
