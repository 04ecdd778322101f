"""What the schema refuses of an exercise, so that the coach need not ask."""

import pytest
from pydantic import ValidationError
from tests.coach.coach_samples import HIP, UP, condition, ends, exercise, fault, phase

OWN = condition(ends(100), measure=HIP, of="own")
ABOVE = condition(ends(1), relative_to="neutral")


@pytest.mark.parametrize(
    ("parts", "complaint"),
    [
        ({"phases": [phase("up", OWN)]}, "own or other needs sides = true"),
        ({"phases": [phase("up", passing="up")]}, "passing and passing_s belong together"),
        ({"phases": [phase("up", passing_s=3)]}, "passing and passing_s belong together"),
        ({"phases": [phase("up"), phase("up")]}, "expected an id of its own"),
        ({"phases": [phase("up", ABOVE)]}, "among the measures of \\[neutral\\]"),
        ({"phases": [phase("up", condition(ends(1), ends(2)))]}, "exit must contain enter"),
        (
            {"phases": [phase("up", condition(ends(1), linger_s=2.0))]},
            "linger_s needs the band exit beside it, found none",
        ),
        ({"phases": [phase("up", condition(ends(2, 1)))]}, "expected at_least up to at_most"),
        ({"phases": [phase("up", condition({}))]}, "expected at_least or at_most, found neither"),
        ({"cycle": ["down"]}, 'cycle.*found "down"'),
        ({"or_cycle": ["down"]}, 'or_cycle.*found "down"'),
        ({"faults": [fault(phases=["down"])]}, 'phases.*found "down"'),
        ({"faults": [fault(), fault()]}, "expected an id of its own"),
        ({"faults": [fault(when=[OWN])]}, "of: expected phases with sides = true"),
        ({"faults": [fault(when=[ABOVE])]}, "among the measures of \\[neutral\\]"),
        (
            {"faults": [fault("p", "peak", measure=HIP, of="other", range=ends(1))]},
            "of: expected phases with sides = true",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused(parts, complaint):
    phases = parts.pop("phases", [])
    with pytest.raises(ValidationError, match=complaint):
        exercise(*phases, **parts)


def test_every_condition_of_phases_and_faults_is_listed():
    made = exercise(
        phase("up", UP, condition(ends(1), measure="hip_height_ratio")),
        faults=[fault(), fault("pace", "pace", least_s=1)],
    )
    assert [c.measure for c in made.conditions] == [
        "head_height_ratio",
        "hip_height_ratio",
        "head_height_ratio",
    ]


def test_phase_is_found_by_its_name_only():
    made = exercise()
    assert made.phase_named("up") is made.phase[0]
    with pytest.raises(KeyError, match="down"):
        made.phase_named("down")
