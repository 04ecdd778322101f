"""Cross-references within an exercise file: reports all undefined and duplicate names at once.

It looks at the bare content, so it also works where other parts of the file are wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from matside.body.catalogue import BY_NAME
from matside.exercise.fault_kinds import Fault
from matside.exercise.fault_kinds.base import FaultKind
from matside.exercise.problems import NOTHING, Location, Problem, mismatch, place, unknown_word
from matside.translation import _

Content = Mapping[str, Any]
_FAULT: Final[TypeAdapter[FaultKind]] = TypeAdapter(Fault)


def reference_problems(data: Content) -> Iterator[Problem]:
    """Yield names that nothing defines, names defined twice, and neutrals that are not found.

    Parts of the exercise file's content that are of a wrong type are ignored.
    """
    yield from _unknown(data)
    yield from _defined_twice(data)
    yield from _missing_neutrals(data)
    yield from _missing_sides(data)


def _unknown(data: Content) -> Iterator[Problem]:
    """Yield phases and faults that are mentioned and not there."""
    known = {
        kind: tuple(str(table["id"]) for _, table in _tables(data, kind) if "id" in table)
        for kind in ("phase", "fault")
    }
    known["cycle"] = tuple(word for _, word in _cycle_names(data))
    phases = ((location, "phase", word) for location, word in _phase_names(data))
    for location, kind, word in (*phases, *_limit_names(data)):
        if known[kind] and word not in known[kind]:
            says = unknown_word(word, known[kind], "fault" if kind == "fault" else "phase")
            yield Problem(where=place(location, data), says=says)


def _phase_names(data: Content) -> Iterator[tuple[Location, str]]:
    """Yield every mention of a phase, but for those that limits change."""
    yield from _cycle_names(data)
    for index, phase in _tables(data, "phase"):
        if isinstance(phase.get("passing"), str):
            yield ("phase", index, "passing"), phase["passing"]
    for here, fault in _faults(data):
        yield from _watched(here, fault)


def _cycle_names(data: Content) -> Iterator[tuple[Location, str]]:
    """Yield the phases that make a repetition, in either way of doing it."""
    for key in ("cycle", "or_cycle"):
        yield from _words(data.get("repetition"), key, ("repetition",))


def _watched(here: Location, fault: Content) -> Iterator[tuple[Location, str]]:
    """Yield the phases during which a fault is watched."""
    yield from _words(fault, "phases", here)
    if isinstance(fault.get("due_in"), str):
        yield (*here, "due_in"), fault["due_in"]


def _limit_names(data: Content) -> Iterator[tuple[Location, str, str]]:
    """Yield every mention of a phase or fault that a limit changes, with its kind."""
    for index, limit in _tables(data, "limit"):
        here: Location = ("limit", index)
        for key, kind in (("without", "fault"), ("cycle", "cycle")):
            yield from ((at, kind, word) for at, word in _words(limit, key, here))
        for table, key, kind in (("cue", "fault", "fault"), ("phase", "id", "phase")):
            for row, change in _tables(limit, table):
                if isinstance(change.get(key), str):
                    yield (*here, table, row, key), kind, change[key]


def _words(table: object, key: str, location: Location) -> Iterator[tuple[Location, str]]:
    """Yield the texts in the list ``key`` of a table, with the place of each."""
    words = table.get(key) if isinstance(table, dict) else None
    for index, word in enumerate(words if isinstance(words, list) else ()):
        if isinstance(word, str):
            yield (*location, key, index), word


def _defined_twice(data: Content) -> Iterator[Problem]:
    """Yield ids that stand before; a fault of a limit needs one beside the exercise's own."""
    first: dict[tuple[str | int, ...], Location] = {}
    tables: list[tuple[Location, Content]] = [
        ((kind, index), table)
        for kind in ("phase", "dose", "limit")
        for index, table in _tables(data, kind)
    ]
    for here, table in (*tables, *_faults(data)):
        name = table.get("id")
        if not isinstance(name, str):
            continue
        *among, _index = here
        before = first.get(("fault", name)) or first.setdefault((*among, name), here)
        if before != here:
            *kind, index = before
            again = _("that of {kind}[{index}] again", kind=place(kind, {}), index=index)
            says = mismatch(_("an id of its own"), again)
            yield Problem(where=place((*here, "id"), data), says=says)


def _missing_neutrals(data: Content) -> Iterator[Problem]:
    neutral = {word for _, word in _words(data.get("neutral"), "measures", ())}
    phases: Iterator[tuple[Location, Content]]
    phases = ((("phase", index), phase) for index, phase in _tables(data, "phase"))
    for here, table in (*phases, *_faults(data)):
        for row, condition in _tables(table, "when"):
            measure = condition.get("measure")
            if condition.get("relative_to") != "neutral" or measure not in BY_NAME:
                continue
            if measure not in neutral:
                expected = _("{measure} among the measures of [neutral]", measure=measure)
                says = mismatch(expected, ", ".join(sorted(neutral)) or NOTHING())
                where = place((*here, "when", row, "relative_to"), data)
                yield Problem(where=where, says=says)


def _missing_sides(data: Content) -> Iterator[Problem]:
    """Yield faults that are about one side in phases that have none."""
    whole = {phase.get("id") for _, phase in _tables(data, "phase") if not phase.get("sides")}
    for here, fault in _faults(data):
        phases = [word for _, word in _watched(here, fault) if word in whole]
        if phases and _kind_needs_sides(fault):
            found = _("{phases}, which has no sides", phases=", ".join(phases))
            says = mismatch(_("phases with sides = true"), found)
            yield Problem(where=place((*here, "phases"), data), says=says)
        for location, of in _selectors(here, fault):
            if phases and of in ("own", "other"):
                found = _('"{of}" in {phases}, which has no sides', of=of, phases=", ".join(phases))
                says = mismatch(_("phases with sides = true"), found)
                yield Problem(where=place(location, data), says=says)


def _faults(data: Content) -> Iterator[tuple[Location, dict[str, Any]]]:
    """Yield every fault with its place: the exercise's own, and those that come with a limit."""
    for index, fault in _tables(data, "fault"):
        yield ("fault", index), fault
    for row, limit in _tables(data, "limit"):
        for index, fault in _tables(limit, "fault"):
            yield ("limit", row, "fault", index), fault


def _kind_needs_sides(fault: Content) -> bool:
    """Return whether a fault is about one side by its kind, whatever it measures.

    One that is not well formed has no traits yet; its problems are reported elsewhere.
    """
    try:
        formed: FaultKind = _FAULT.validate_json(json.dumps(fault), strict=True)
    except ValidationError:
        return False
    return formed.needs_sides and not formed.selectors & {"own", "other"}


def _selectors(here: Location, fault: Content) -> Iterator[tuple[Location, object]]:
    """Yield every ``of`` of a fault."""
    yield (*here, "of"), fault.get("of")
    for row, condition in _tables(fault, "when"):
        yield (*here, "when", row, "of"), condition.get("of")


def _tables(data: Content, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the tables of the list ``key``, with their index."""
    tables = data.get(key)
    for index, table in enumerate(tables if isinstance(tables, list) else ()):
        if isinstance(table, dict):
            yield index, table
