"""The catalogue of what is said and shown in a live session: the sentence of each message.

Short and calm, to be understood with the eyes closed. Every sentence is whole,
so that it can be translated; what an exercise or a programme says itself comes
from its file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from matside.body.landmark import Side
from matside.exercise.programme import set_up_of
from matside.exercise.schema import Exercise, Phase, SetUp
from matside.guidance.messages import Message, Messages, Region, Say, Shift, said
from matside.guidance.outcome import CameraTrouble, TroubleKind
from matside.guidance.texts import trouble_text
from matside.translation import Plural, Text, _
from matside.wording.formatting import capitalised, spoken_duration, spoken_number

Exercises = Mapping[str, Exercise]
_Sentence = Text | Plural | Callable[[Message, Exercises], Text | Plural | str]
"""The text of a message, its placeholders named as in ``_values``, or what chooses or makes it."""


def text_of(messages: Messages, exercises: Exercises) -> str:
    """Return the text of messages that are said one after the other."""
    sentences = (_sentence(message, exercises) for message in messages)
    return " ".join(sentence for sentence in sentences if sentence)


def _sentence(message: Message, exercises: Exercises) -> str:
    """Return the sentence of one message."""
    made = _SENTENCES[message.say]
    sentence: Text | Plural | str
    sentence = made if isinstance(made, Text | Plural) else made(message, exercises)
    if isinstance(sentence, Text):
        sentence = sentence(**_values(message, exercises))
    elif isinstance(sentence, Plural):
        sentence = sentence(message.count, **_values(message, exercises))
    return capitalised(sentence)


def _values(message: Message, exercises: Exercises) -> dict[str, str]:
    """Return what a message says by its placeholders' names, as it is spoken."""
    exercise = exercises.get(message.exercise)
    count, of = spoken_number(message.count), spoken_number(message.of)
    values = {"number": count, "done": count, "planned": of, "sets": of}
    name = "" if exercise is None else _(exercise.name)
    return values | {"exercise": name, "length": spoken_duration(message.seconds)}


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


_OPENING: Final = (
    Text("Move gently, and stop if it hurts."),
    Text("{exercise}. Stop if it hurts."),
)


def _set_up(message: Message, exercises: Exercises) -> SetUp:
    return set_up_of(exercises[message.exercise])


def _phase(message: Message, exercises: Exercises) -> Phase:
    return exercises[message.exercise].phase_named(message.name)


def _begin(message: Message, exercises: Exercises) -> str:
    lead_in = _phase(message, exercises).begin if message.name else None
    return _(lead_in or _set_up(message, exercises).begin)


def _cue(message: Message, exercises: Exercises) -> str:
    fault = next(f for f in exercises[message.exercise].fault if f.id == message.name)
    return _(fault.spoken or fault.cue)


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


def _step_dose(message: Message, exercises: Exercises) -> Plural | str:
    dose = _DOSES[message.seconds > 0.0, message.name == "each"]
    if message.of <= 1:
        return dose
    values = _values(message, exercises)
    return _("{sets} times {dose}", sets=values["sets"], dose=dose(message.count, **values))


_OUT_OF_VIEW: Final = {
    Region.HIPS: Text("Your hips are out of view."),
    Region.LEGS: Text("Your legs are out of view."),
    Region.FEET: Text("Your feet are out of view."),
    Region.HEAD: Text("Your head is out of view."),
    Region.HANDS: Text("Your hands are out of view."),
}
_MOVE: Final = {
    Shift.TO_HEAD: Text("Move a little towards your head."),
    Shift.TO_FEET: Text("Move a little towards your feet."),
    Shift.BACK: Text("Move back from the camera."),
}
_HIDDEN: Final = {
    Region.HIPS: Text("I can't see your hips. Is something in front?"),
    Region.LEGS: Text("I can't see your legs. Is something in front?"),
    Region.FEET: Text("I can't see your feet. Is something in front?"),
    Region.HEAD: Text("I can't see your head. Is something in front?"),
    Region.HANDS: Text("I can't see your hands. Is something in front?"),
}


def _cut_off(message: Message, _exercises: Exercises) -> str:
    move = _MOVE.get(message.shift or Shift.UNKNOWN, "")
    return f"{_OUT_OF_VIEW[message.region or Region.FEET]} {move}".rstrip()


_BY_SIDE: Final[Mapping[tuple[Say, Side], Text | Plural]] = {
    (Say.SWITCH_TO, Side.LEFT): Text("Now the left side."),
    (Say.SWITCH_TO, Side.RIGHT): Text("Now the right side."),
    (Say.NOT_THIS_SIDE, Side.LEFT): Text("The left side is next."),
    (Say.NOT_THIS_SIDE, Side.RIGHT): Text("The right side is next."),
    # What remains may have a gender in other languages, and then one has a form of its own.
    (Say.MORE_SIDE, Side.LEFT): Plural("{number} more on the left.", "{number} more on the left."),
    (Say.MORE_SIDE, Side.RIGHT): Plural(
        "{number} more on the right.", "{number} more on the right."
    ),
}
_LAST_TIME: Final = {
    Side.LEFT: Text("Now the left side, for the last time."),
    Side.RIGHT: Text("Now the right side, for the last time."),
}
_NUMBER: Final = Text("{number}.")


def _by_side(message: Message, _exercises: Exercises) -> Text | Plural:
    side = message.side or Side.RIGHT
    last = message.say is Say.SWITCH_TO and message.count == 1
    return _LAST_TIME[side] if last else _BY_SIDE[message.say, side]


_PART_DONE: Final = {
    "holds": Text("You did {done} of {planned} holds."),
    "reps": Text("You did {done} of {planned} repetitions."),
    "exercises": Text("You finished {done} of {planned} exercises."),
}
_ALL_DONE: Final = {
    "holds": Plural("Well done. That was the hold.", "Well done. Those were all {number} holds."),
    "reps": Plural(
        "Well done. That was the repetition.", "Well done. Those were all {number} repetitions."
    ),
    "exercises": Plural(
        "Well done. That was the exercise.", "Well done. All {number} exercises are done."
    ),
}


def _all_done(message: Message, _exercises: Exercises) -> Text | Plural:
    both = message.name == "exercises" and message.count == 2
    return Text("Well done. Both exercises are done.") if both else _ALL_DONE[message.name]


_SENTENCES: Final[Mapping[Say, _Sentence]] = {
    Say.PICTURE_BACK: Text("The camera is back."),
    Say.TROUBLE: lambda message, _exercises: trouble_text(
        CameraTrouble(kind=TroubleKind(message.name), host=message.host)
    ),
    Say.NOT_SEEN: Text("I can't see you."),
    Say.COME_INTO_VIEW: Text("I can't see you. Come into view."),
    Say.CAMERA_PLACE: Text(
        "Put the camera at the side of the mat, no higher than your knee, three metres away."
    ),
    Say.TRUNK_NOT_SEEN: Text("I can't see your body well."),
    Say.LEGS_NOT_SEEN: Text("I can't see your legs."),
    Say.FOUND: Text("I see you again."),
    Say.SLOW: Text(
        "This computer is slow, so I look less often. Counts and holds stay right. Closing "
        "other programs helps."
    ),
    Say.TOO_DARK: Text("It is too dark for me. Please switch on a light."),
    Say.STEP_BACK: Text("Step back from the camera, until your feet are in view."),
    Say.CUT_OFF: _cut_off,
    Say.HIDDEN: lambda message, _exercises: _HIDDEN[message.region or Region.FEET],
    Say.TURN: Text("Turn, so that your side faces the camera."),
    Say.NOT_ALL_SEEN: Text("From here I cannot see every fault."),
    Say.TOO_FAR: Text("You are too far away. Come closer to the camera."),
    Say.TURN_MAT: Text("Turn the mat a little, so that I see both legs."),
    Say.PAUSED: Text("Paused."),
    Say.RESUMED: Text("Going on."),
    Say.OPENING: lambda message, _exercises: _OPENING[bool(message.exercise)],
    Say.PROGRAMME: lambda message, _exercises: _(
        "{programme}. Stop if it hurts.", programme=_(message.name)
    ),
    Say.NAME: Text("{exercise}."),
    Say.STEP_DOSE: _step_dose,
    Say.STEP_NOTE: lambda message, _exercises: _(message.name),
    Say.HOW: lambda message, exercises: _(_set_up(message, exercises).how or ""),
    Say.QUIET_BREATHS: Text("Stay still for two quiet breaths."),
    Say.SET_UP: lambda message, exercises: _(_set_up(message, exercises).say),
    Say.ANYWHERE: Text("Lie on your back, or come onto hands and knees."),
    Say.NUMBER: _NUMBER,
    Say.COUNT: _NUMBER,
    Say.BEGIN: _begin,
    Say.BEGIN_READY: Text("Begin when you are ready."),
    Say.NEXT: Text("Next: {exercise}."),
    Say.REST: Text("Rest for {length}."),
    Say.REST_TEN: Text("Ten seconds."),
    Say.NEXT_SET: Text("Then set {number} of {sets}."),
    Say.GET_UP: Text("Come up slowly."),
    Say.SWITCH: Text("Change sides."),
    Say.SWITCH_TO: _by_side,
    Say.NOT_THIS_SIDE: _by_side,
    Say.SET_AGAIN: Text("This set again, from its beginning."),
    Say.GOOD: Text("Good."),
    Say.WELL_DONE: Text("Well done."),
    Say.NO_MORE: Text("That was the last exercise."),
    Say.ALL_DONE: _all_done,
    Say.PART_DONE: lambda message, _exercises: _PART_DONE[message.name],
    Say.NOTHING_DONE: Text("Nothing of the plan was done this time."),
    Say.HOLD: Text("Hold."),
    Say.PHASE: lambda message, exercises: _(_phase(message, exercises).say or ""),
    Say.HALF_WAY: Text("Half-way."),
    Say.TEN_LEFT: Text("Ten seconds left."),
    Say.MINUTES: Text("{length}."),
    Say.BREATHE: Text("Breathe slowly."),
    Say.BREATHE_IN: Text("Breathe in."),
    Say.BREATHE_OUT: Text("Breathe out."),
    Say.TIP: lambda message, exercises: _(exercises[message.exercise].tips[message.count]),
    Say.RELEASE: Text("And release slowly."),
    Say.LAST_ONE: Text("That was the last one."),
    Say.OTHER_SIDE: Text("Then the other side."),
    Say.MORE: Plural("{number} more.", "{number} more."),
    Say.MORE_SIDE: _by_side,
    Say.HELD: Text("{length}."),
    Say.AGAIN: Text("Again when you are ready."),
    Say.TO_GO: Plural("{number} to go.", "{number} to go."),
    Say.SO_FAR: Plural("{number} so far.", "{number} so far."),
    Say.SET_DONE: Text("Set {number} done. Rest a moment."),
    Say.NOW_OTHER_SIDE: lambda message, _exercises: _(
        "{count} Now the other side.", count=_NUMBER(number=spoken_number(message.count))
    ),
    Say.CUE: _cue,
    Say.ASK_PAIN: Text("How much does it hurt now? Press a number from zero, not at all, to nine."),
    Say.PAIN_GO_ON: Text("Thank you. Go on gently."),
    Say.PAIN_EASE: Text("Go easier: smaller movements, shorter and fewer. Stop if it gets worse."),
    Say.PAIN_STOP: Text("Stop here, and come into a position that feels good."),
    Say.PAIN_THANKS: Text("Thank you."),
    Say.PAIN_LESS_NEXT: Text("Do less next time."),
    Say.PAIN_ASK_SOMEONE: Text("If it stays or you are worried, ask a doctor or physiotherapist."),
}
