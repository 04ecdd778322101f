"""Every exercise file of the repository, for every test that asks for one or for a part of one."""

from typing import Any

import pytest
from tests.every_exercise.exercise_values import LIBRARY

from matside.exercise.adapting import adapted


def pytest_generate_tests(metafunc):
    """Run a test for each exercise, phase, condition of a phase, or fault of a kind it asks for."""
    asked = metafunc.fixturenames
    rows: list[tuple[Any, ...]]
    kind = next((name for name in asked if name.endswith("_fault")), "")
    if "wanted" in asked:
        names = "exercise, phase, wanted"
        whole = [(e, p, c) for e in LIBRARY for p in e.phase for c in p.when]
        rows = [row for row in whole if row[2].relative_to != "visit"]
    elif "phase" in asked:
        names = "exercise, phase"
        rows = [(e, p) for e in LIBRARY for p in e.phase]
    elif kind:
        names = f"exercise, {kind}"
        wanted = kind.removesuffix("_fault")
        rows = [(e, f) for e in LIBRARY for f in e.fault if wanted in (f.kind, "any")]
        for exercise, limit in [(e, limit) for e in LIBRARY for limit in e.limit if limit.fault]:
            limited = adapted(exercise, {limit.id})
            rows += [(limited, f) for f in limit.fault if wanted in (f.kind, "any")]
    elif "exercise" in asked:
        names = "exercise"
        rows = [(e,) for e in LIBRARY]
    else:
        return
    ids = ["-".join(map(_label, row)) for row in rows]
    metafunc.parametrize(names, rows if "," in names else [row[0] for row in rows], ids=ids)


def _label(part):
    if hasattr(part, "id"):
        return part.id
    return f"{part.measure}{'-speed' if part.speed else ''}-{part.of}"


@pytest.fixture(scope="session")
def library():
    """All exercises."""
    return LIBRARY
