"""Names within a file: all that lead nowhere are told, and the schema itself refuses them too."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from matside.errors import ExerciseError
from matside.exercise.library import load_exercise
from matside.exercise.references import reference_problems
from matside.exercise.schema import Exercise

UP = 'id = "up"\nname = "Looking up"\nkind = "move"\n'
LIMIT = """\
[[limit]]
id = "sore_knees"
says = "Less."
source = "Test"

[[limit.fault]]
id = "uneven"
name = "Uneven"
cue = "Both."
phases = ["up"]
kind = "balance"
priority = 9
least = 2
source = "Test"

"""
BALANCE = 'kind = "balance"\npriority = 9\nleast = 2', 'kind = "pace"\npriority = 9\nleast_s = 2'
WRONG = [
    (
        [('cycle = ["up", "down"]', 'cycle = ["up", "dwn"]')],
        ['repetition › cycle[1]: expected a known phase, found "dwn"; did you mean "down"?'],
    ),
    (
        [('cycle = ["up", "down"]', 'cycle = ["up"]\nor_cycle = ["xx"]')],
        ['repetition › or_cycle[0]: expected one of "up", "down", found "xx"'],
    ),
    (
        [('phases = ["up", "down"]', 'phases = ["u", "donw", "up"]')],
        [
            'fault[0] "quick" › phases[0]: expected a known phase, found "u"; did you mean "up"?',
            (
                'fault[0] "quick" › phases[1]: expected a known phase, found "donw"; '
                'did you mean "down"?'
            ),
        ],
    ),
    (
        [(UP, f'{UP}passing = "dawn"\npassing_s = 2\n')],
        ['phase[0] "up" › passing: expected a known phase, found "dawn"; did you mean "down"?'],
    ),
    (
        [
            (
                'kind = "pace"\nleast_s = 2.5',
                (
                    'kind = "peak"\nmeasure = "head_angle_deg"\nrange = { at_most = 3 }\n'
                    'due_in = "dawn"\ndue_s = 4'
                ),
            )
        ],
        ['fault[0] "quick" › due_in: expected a known phase, found "dawn"; did you mean "down"?'],
    ),
    (
        [('id = "bent"', 'id = "quick"')],
        ['fault[1] "quick" › id: expected an id of its own, found that of fault[0] again'],
    ),
    (
        [('measures = ["head_angle_deg"]', 'measures = ["hip_shift_ratio"]')],
        [
            (
                'phase[0] "up" › when[0] › relative_to: expected head_angle_deg among the measures '
                "of [neutral], found hip_shift_ratio"
            )
        ],
    ),
    (
        [('of = "near"', 'of = "near"\nrelative_to = "neutral"')],
        [
            (
                'fault[1] "bent" › when[0] › relative_to: expected elbow_flexion_deg among the '
                "measures of [neutral], found head_angle_deg"
            )
        ],
    ),
    (
        [('of = "near"', 'of = "own"')],
        [
            (
                'fault[1] "bent" › when[0] › of: expected phases with sides = true, '
                'found "own" in down, which has no sides'
            )
        ],
    ),
    (
        [
            (
                'kind = "pace"\nleast_s = 2.5',
                'kind = "peak"\nmeasure = "hip_flexion_deg"\nof = "other"\nrange = { at_most = 3 }',
            )
        ],
        [
            (
                'fault[0] "quick" › of: expected phases with sides = true, '
                'found "other" in up, down, which has no sides'
            )
        ],
    ),
    (
        [('kind = "pace"\nleast_s = 2.5', 'kind = "balance"\nleast = 2')],
        [
            (
                'fault[0] "quick" › phases: expected phases with sides = true, '
                "found up, down, which has no sides"
            )
        ],
    ),
    (
        [
            (
                "[[dose]]\n",
                f"{LIMIT}[[dose]]\n",
            )
        ],
        [
            (
                'limit[0] "sore_knees" › fault[0] "uneven" › phases: expected phases with '
                "sides = true, found up, which has no sides"
            )
        ],
    ),
    (
        [("[[dose]]\n", LIMIT.replace("uneven", "quick").replace(*BALANCE) + "[[dose]]\n")],
        [
            (
                'limit[0] "sore_knees" › fault[0] "quick" › id: expected an id of its own, '
                "found that of fault[0] again"
            )
        ],
    ),
    (
        [("[[dose]]\n", LIMIT.replace(*BALANCE).replace('"up"', '"upp"') + "[[dose]]\n")],
        [
            (
                'limit[0] "sore_knees" › fault[0] "uneven" › phases[0]: expected a known phase, '
                'found "upp"; did you mean "up"?'
            )
        ],
    ),
    (
        [
            ('cycle = ["up", "down"]', 'cycle = ["up"]'),
            (
                "[[dose]]\n",
                LIMIT.partition("[[limit.fault]]")[0] + 'cycle = ["down"]\n\n[[dose]]\n',
            ),
        ],
        ['limit[0] "sore_knees" › cycle[0]: expected one of "up", found "down"'],
    ),
]


@pytest.mark.parametrize(("changes", "complaints"), WRONG)
def test_name_that_leads_nowhere_is_told_with_its_place(exercise_file, changes, complaints):
    path = exercise_file(*changes)
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    assert [str(problem) for problem in reference_problems(data)] == complaints
    with pytest.raises(ValidationError):
        Exercise.model_validate(data)
    with pytest.raises(ExerciseError) as caught:
        load_exercise(path)
    assert str(caught.value).split("\n  ")[1:] == complaints


def test_small_exercise_has_no_such_problem(exercise_file):
    data = tomllib.loads(exercise_file().read_text(encoding="utf-8"))
    assert list(reference_problems(data)) == []


def test_without_phases_their_names_are_not_judged(exercise_file):
    data = tomllib.loads(exercise_file().read_text(encoding="utf-8"))
    del data["phase"]
    assert list(reference_problems(data)) == []


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "when", "phases", "of", "measures", "measure", "cycle"]), inner
        )
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from(["phase", "fault", "dose", "neutral", "repetition"]), _VALUES)
)
def test_content_of_any_shape_is_passed_over(data):
    for problem in reference_problems(data):
        assert problem.where
