"""What the form of a plan offers for an exercise and for the limits of a person."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from matside.exercise.limits import LimitName
from matside.exercise.programme import dose_named, has_sides, is_held
from matside.exercise.schema import Dose, Exercise
from matside.guidance.screening_texts import name_of
from matside.page import plan_form_texts as texts
from matside.page.plan_form import STEP, Content
from matside.page.texts import STEP as STEP_DOSE
from matside.translation import _
from matside.wording.formatting import capitalised, duration, listing
from matside.wording.labels import dose_text


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFields:
    """What the form offers for an exercise.

    Attributes:
        name: Name of the exercise.
        held: Whether its repetitions are holds.
        usual: The dose whose numbers count where none are given.
        doses: Doses to choose: value, and words.
        phases: Ways of doing it, where there are several.
        sides: Sides, where it has any.
        kept: What the form carries along without showing it, as JSON; empty for nothing.
        kept_words: The same in words.
    """

    name: str
    held: bool
    usual: Dose
    doses: tuple[tuple[str, str], ...]
    phases: tuple[tuple[str, str], ...]
    sides: tuple[tuple[str, str], ...]
    kept: str
    kept_words: str


def step_fields(step: Content, exercise: Exercise) -> StepFields:
    """Return what the form offers for a step."""
    rule, phase = exercise.repetition, step.get("phase")
    known = {one.id: _(one.name) for one in exercise.phase}
    ways = {way: known[way] for way in (*rule.cycle, *rule.or_cycle) if rule.or_cycle}
    ways |= {phase: known[phase]} if phase else {}
    doses = {one.id: STEP_DOSE(name=_(one.name), dose=dose_text(one)) for one in exercise.dose}
    sides = {name: words() for name, words in texts.SIDES.items()}
    sided = has_sides(exercise, phase)
    rest = {key: value for key, value in step.items() if key not in STEP}
    return StepFields(
        name=_(exercise.name),
        held=is_held(exercise),
        usual=dose_named(exercise, step.get("dose")),
        doses=_choices(doses, exercise.dose[0].id, step.get("dose")),
        phases=(("", texts.EITHER_WAY()), *ways.items()) if ways else (),
        sides=_choices(sides, "each" if sided else "any", step.get("side"))
        if sided or "side" in step
        else (),
        kept=json.dumps(rest) if rest else "",
        kept_words=listing(_kept_words(rest, known)),
    )


def _choices(
    words: Mapping[str, str], usual: str, given: str | None
) -> tuple[tuple[str, str], ...]:
    """Return values and their words, the usual first: it has no value, unless it is given."""
    ordered = sorted(words, key=lambda name: name != usual)
    return tuple(("" if name == usual != given else name, words[name]) for name in ordered)


def _kept_words(rest: Content, phases: Mapping[str, str]) -> list[str]:
    words: dict[str, Callable[[Any], str]] = {
        "rest_s": lambda value: texts.KEPT_REST(length=duration(value)),
        "switch_s": lambda value: texts.KEPT_SWITCH(length=duration(value)),
        "later": lambda value: texts.KEPT_LATER(value["days"], phase=phases[value["phase"]]),
    }
    return [words[key](value) for key, value in rest.items() if key in words]


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitFields:
    """A limit of the person: its identifier and name, whether it is ticked, and its days."""

    id: str
    name: str
    ticked: bool
    days: Mapping[str, str]


def limit_fields(content: Content) -> tuple[tuple[LimitFields, ...], str]:
    """Return a row for each limit there is, and what has no row, as JSON; empty for nothing."""
    always, dated = content.get("limits", ()), list(content.get("limit", ()))
    rows = []
    for name in LimitName:
        own = [one for one in dated if one.get("id") == name and len(one) > 1]
        days = own[0] if own and name not in always else {}
        if days:
            dated.remove(days)
        ticked = bool(days) or name in always
        rows.append(LimitFields(id=name, name=capitalised(name_of(name)), ticked=ticked, days=days))
    return tuple(rows), json.dumps({"limit": dated}) if dated else ""
