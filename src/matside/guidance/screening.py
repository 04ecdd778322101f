"""Screening: whether a person goes ahead, asks a professional first, or gets help now.

Pure: answers in, clearance out. Red flags count in combination, as single ones
hardly change how likely anything serious is behind a back that hurts (Downie and
others, BMJ 2013;347:f7095). Age is not asked for: alone it means nothing. What
concerns single exercises only does not count here; their files say
what a limit changes. It informs, it does not diagnose.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from matside.exercise.limits import LimitName


class Flag(StrEnum):
    """Something to be asked about before exercises; each is a yes or a no."""

    BACK_PAIN = "back_pain"
    SADDLE_NUMBNESS = "saddle_numbness"
    BLADDER_BOWEL = "bladder_bowel"
    LEG_WEAKNESS = "leg_weakness"
    FEVER = "fever"
    ACCIDENT = "accident"
    WEIGHT_LOSS = "weight_loss"
    SCIATICA = "sciatica"
    SURGERY = "surgery"
    CANCER = "cancer"
    STEROIDS = "steroids"
    SPINE_CONDITION = "spine_condition"


RECENT: Final = (
    *(Flag.BACK_PAIN, Flag.SADDLE_NUMBNESS, Flag.BLADDER_BOWEL, Flag.LEG_WEAKNESS, Flag.FEVER),
    *(Flag.ACCIDENT, Flag.WEIGHT_LOSS, Flag.SCIATICA),
)
"""Asked of the last weeks; the other flags of any time."""


class Clearance(IntEnum):
    """Clearance to exercise: what to do; a greater one is the graver one."""

    GO = 0
    ASK_FIRST = 1
    SEE_SOMEONE_NOW = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """What follows where all of these are true together.

    Attributes:
        clearance: What to do.
        together: Flags and limits.
        source: Where it comes from.
    """

    clearance: Clearance
    together: frozenset[Flag | LimitName]
    source: str


def _rules(
    clearance: Clearance, source: str, *groups: tuple[Flag | LimitName, ...]
) -> Iterable[Rule]:
    return (Rule(clearance, frozenset(group), source) for group in groups)


RULES: Final = (
    *_rules(
        Clearance.SEE_SOMEONE_NOW,
        "NHS, Back pain: emergency department for numbness around genitals or buttocks, loss of "
        "control over bladder or bowel, weakness in the legs: the nerves of the cauda equina",
        (Flag.SADDLE_NUMBNESS,),
        (Flag.BLADDER_BOWEL,),
        (Flag.LEG_WEAKNESS,),
    ),
    *_rules(
        Clearance.SEE_SOMEONE_NOW,
        "NHS, Back pain: urgent help for back pain with a high temperature, with weight loss, or "
        "after an accident; Downie 2013: of cancer, a history of it tells most",
        (Flag.BACK_PAIN, Flag.FEVER),
        (Flag.BACK_PAIN, Flag.ACCIDENT),
        (Flag.BACK_PAIN, Flag.CANCER, Flag.WEIGHT_LOSS),
    ),
    *_rules(
        Clearance.ASK_FIRST,
        "Downie 2013: long use of steroids makes a fracture, a history of cancer a tumour more "
        "likely where the back hurts; brittle bones and a fall too",
        (Flag.BACK_PAIN, Flag.STEROIDS),
        (Flag.BACK_PAIN, Flag.CANCER),
        (Flag.BACK_PAIN, Flag.WEIGHT_LOSS),
        (Flag.CANCER, Flag.WEIGHT_LOSS),
        (Flag.BACK_PAIN, LimitName.OSTEOPOROSIS),
        (Flag.ACCIDENT, LimitName.OSTEOPOROSIS),
        (Flag.ACCIDENT, Flag.STEROIDS),
    ),
    *_rules(
        Clearance.ASK_FIRST,
        "NCT04290078, a trial of exercises from an app, left out fracture, surgery, tumour, "
        "infection and stenosis; source C: acute injury, herniation, severe sciatica, pregnancy",
        (Flag.FEVER,),
        (Flag.SCIATICA,),
        (Flag.SURGERY,),
        (Flag.SPINE_CONDITION,),
        (LimitName.HERNIATION,),
        (LimitName.PREGNANCY,),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """The clearance after a person's answers, and its reasons.

    Attributes:
        clearance: What to do.
        reasons: The flags and limits that led to it, in the order of their questions.
    """

    clearance: Clearance
    reasons: tuple[Flag | LimitName, ...] = ()


def screen(
    flags: Collection[Flag], limits: Collection[LimitName] = (), *, cleared: bool = False
) -> Screening:
    """Return the clearance after a person's answers.

    Args:
        flags: What the person said yes to.
        limits: What limits the person.
        cleared: Whether a professional was asked and agreed: then what is to be
            asked first has been asked. It never changes that help is needed now.
    """
    true = {*flags, *limits}
    met = [rule for rule in RULES if rule.together <= true]
    clearance = max((rule.clearance for rule in met), default=Clearance.GO)
    if clearance is Clearance.GO or (cleared and clearance is Clearance.ASK_FIRST):
        return Screening(clearance=Clearance.GO)
    reasons = {one for rule in met if rule.clearance is clearance for one in rule.together}
    asked = (*Flag, *LimitName)
    return Screening(clearance=clearance, reasons=tuple(one for one in asked if one in reasons))
