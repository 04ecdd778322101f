"""Texts of the screening and of limits: questions in matside's own words, names, and clearances."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from matside.exercise.limits import LimitName
from matside.guidance.screening import Clearance, Flag, Screening
from matside.translation import Text
from matside.wording.formatting import listing

INTRODUCTION: Final = Text(
    "A few questions before you begin. The answers stay on this computer; you can see, change and "
    "delete them at any time."
)
RECENT_HEADING: Final = Text("Which of these have been true in the last weeks?")
EVER_HEADING: Final = Text("Which of these are true of you?")
LIMITS_HEADING: Final = Text("What should the exercises spare or mind?")
NO_DIAGNOSIS: Final = Text("This informs; it is not a diagnosis.")

_ASKED: Final[Mapping[Flag | LimitName, tuple[Text, Text]]] = {
    Flag.BACK_PAIN: (Text("My back hurts."), Text("back pain")),
    Flag.SADDLE_NUMBNESS: (
        Text("It is numb or tingles between my legs or around the buttocks."),
        Text("numbness between the legs"),
    ),
    Flag.BLADDER_BOWEL: (
        Text("I have lost control over bladder or bowel, or cannot pass water."),
        Text("trouble with bladder or bowel"),
    ),
    Flag.LEG_WEAKNESS: (
        Text("A leg or foot is getting weaker."),
        Text("a leg that is getting weaker"),
    ),
    Flag.FEVER: (Text("I have a fever, or feel ill all over."), Text("fever")),
    Flag.ACCIDENT: (Text("I had a fall, a blow or an accident."), Text("a fall or an accident")),
    Flag.WEIGHT_LOSS: (Text("I lost weight without meaning to."), Text("weight loss")),
    Flag.SCIATICA: (Text("Strong pain runs from my back down a leg."), Text("pain down a leg")),
    Flag.SURGERY: (
        Text("I had an operation or broke a bone in the last three months."),
        Text("an operation or a broken bone"),
    ),
    Flag.CANCER: (Text("I have or had cancer."), Text("cancer")),
    Flag.STEROIDS: (Text("I take or took cortisone tablets for months."), Text("cortisone")),
    Flag.SPINE_CONDITION: (
        Text("A doctor found a narrowing, an infection or an inflammation of my spine."),
        Text("a condition of the spine"),
    ),
    LimitName.SORE_WRISTS: (Text("My wrists hurt when I lean on them."), Text("sore wrists")),
    LimitName.SORE_SHOULDERS: (
        Text("My shoulders hurt when I stretch the arms forward."),
        Text("sore shoulders"),
    ),
    LimitName.SORE_NECK: (Text("My neck is sore."), Text("a sore neck")),
    LimitName.SORE_KNEES: (
        Text("My knees hurt, and can kneel on something soft."),
        Text("sore knees"),
    ),
    LimitName.NO_KNEELING: (Text("I cannot kneel."), Text("knees that cannot kneel")),
    LimitName.HERNIATION: (
        Text("I have a slipped disc (a herniation), or had one lately."),
        Text("a slipped disc"),
    ),
    LimitName.OSTEOPOROSIS: (Text("I have severe osteoporosis."), Text("severe osteoporosis")),
    LimitName.PREGNANCY: (Text("I am pregnant."), Text("pregnancy")),
}
"""The sentence that a person says yes or no to, and the name within another sentence."""
_CLEARANCES: Final[Mapping[Clearance, Text]] = {
    Clearance.GO: Text("Nothing that you said speaks against gentle stretches: stop if it hurts."),
    Clearance.ASK_FIRST: Text(
        "Ask a doctor or physiotherapist before you practise, because of {reasons}."
    ),
    Clearance.SEE_SOMEONE_NOW: Text(
        "Do not practise now: get medical help today, because of {reasons}. Go to an emergency "
        "department at once if you are numb between the legs, lose control over bladder or bowel, "
        "or a leg is getting weaker."
    ),
}
CLEARED: Final = Text("I have asked a doctor or physiotherapist, and may practise.")
WITHHELD: Final = Text("{exercise} is left out: {reason}")
ALL_WITHHELD: Final = Text(
    "With what you said about yourself, nothing is left to practise here. {reasons} "
    "'matside profile' shows what you said, and changes it."
)


def question(one: Flag | LimitName) -> str:
    """Return the sentence that a person says yes or no to."""
    return str(_ASKED[one][0])


def name_of(one: Flag | LimitName) -> str:
    """Return the name of a flag or limit for use within a sentence: ``sore wrists``."""
    return str(_ASKED[one][1])


def clearance_text(screening: Screening) -> str:
    """Return what to do, and because of what."""
    return _CLEARANCES[screening.clearance](
        reasons=listing([name_of(o) for o in screening.reasons])
    )
