"""What is said of a wrong file: where, what was expected, what was found, what may be meant."""

import pytest
from tests.pseudo_language import pseudo_language, untranslated

from matside.errors import ExerciseError
from matside.exercise.library import load_exercise
from matside.exercise.problems import LONGEST_FOUND, mismatch, nearest_word, place, shown


def _complaints(path) -> list[str]:
    with pytest.raises(ExerciseError) as caught:
        load_exercise(path)
    head, *lines = str(caught.value).split("\n  ")
    count = "1 problem" if len(lines) == 1 else f"{len(lines)} problems"
    assert head == f"{path}: {count}:"
    return lines


def test_the_small_exercise_is_fine(exercise_file):
    assert load_exercise(exercise_file()).id == "nod"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            'name = "Nod"\n',
            "",
            'top level: expected the key "name" (a text of 1 to 400 characters), found none',
        ),
        (
            "reps = 3",
            "",
            'dose[0] "few": expected the key "reps" (a whole number from 1 to 100), found none',
        ),
        (
            "reps = 3",
            "reps = 3\neach_side = true",
            "dose few: each_side needs a cycle of phases with sides = true",
        ),
        (
            "reps = 3",
            "reps = 3\nholds_s = 4",
            'dose[0] "few": expected a known key, found the key "holds_s"; did you mean "hold_s"?',
        ),
        (
            "enter = { at_most = -20 }",
            "enter = { at_most = -20, zzz = 1 }",
            (
                'phase[0] "up" › when[0] › enter: expected one of the keys "at_least", "at_most", '
                'found the key "zzz"'
            ),
        ),
        (
            'kind = "hold"',
            'kind = "Held"',
            (
                'phase[1] "down" › kind: expected one of "hold", "move", "rest", found "Held"; '
                'did you mean "hold"?'
            ),
        ),
        (
            'postures = ["hands_and_knees"]\nsettle_s',
            'postures = ["hands_and_kneess"]\nsettle_s',
            (
                'phase[0] "up" › postures[0]: expected one of "on_the_back", "hands_and_knees", '
                '"folded", "other", "unseen", found "hands_and_kneess"; '
                'did you mean "hands_and_knees"?'
            ),
        ),
        (
            'measure = "elbow_height_ratio"',
            'measure = "elbow_hight_ratio"',
            (
                'phase[1] "down" › when[0] › measure: expected a known measure, '
                'found "elbow_hight_ratio"; did you mean "elbow_height_ratio"?'
            ),
        ),
        (
            'kind = "pace"',
            'kind = "pacing"',
            (
                'fault[0] "quick": expected the key "kind" (one of "balance", "band", "lead", '
                '"oscillation", "pace", "peak", "together", "travel"), found "pacing"; '
                'did you mean "pace"?'
            ),
        ),
        (
            'kind = "pace"\n',
            "",
            (
                'fault[0] "quick": expected the key "kind" (one of "balance", "band", "lead", '
                '"oscillation", "pace", "peak", "together", "travel"), found none'
            ),
        ),
        (
            "least_s = 2.5",
            "least_s = 0",
            (
                'fault[0] "quick" › least_s: expected a number greater than 0 and at most 3600, '
                "found 0"
            ),
        ),
        (
            "reps = 3",
            'reps = "3"',
            'dose[0] "few" › reps: expected a whole number from 1 to 100, found "3"',
        ),
        (
            "reps = 3",
            "reps = 3\neach_side = 1",
            'dose[0] "few" › each_side: expected true or false, found 1',
        ),
        (
            "typical = 0",
            "typical = nan",
            "neutral › typical: expected a number, found NaN",
        ),
        (
            'steps = ["Nod."]',
            "steps = []",
            "steps: expected a list of at least 1, found a list of 0",
        ),
        (
            "enter = { at_least = 48 }",
            "enter = 48",
            'fault[1] "bent" › when[0] › enter: expected a table, found 48',
        ),
        (
            "enter = { at_least = 48 }",
            "enter = { at_least = 48, at_most = 40 }",
            'fault[1] "bent" › when[0] › enter: expected at_least up to at_most, found 48 and 40',
        ),
        (
            'of = "near"\n',
            "",
            (
                'fault[1] "bent" › when[0]: elbow_flexion_deg exists for each side: '
                'expected "of" to say which, found none or "whole"'
            ),
        ),
        (
            'relative_to = "neutral"',
            'of = "near"',
            (
                'phase[0] "up" › when[0]: head_angle_deg has no sides: expected no key "of", '
                'found "near"'
            ),
        ),
        (
            'id = "nod"',
            'id = "Head nod"',
            (
                "id: expected a text of 1 to 40 characters in small letters, digits and "
                'underscores, beginning with a letter, found "Head nod"'
            ),
        ),
        (
            "schema_version = 1",
            "schema_version = 2",
            "schema_version: expected 1, found 2",
        ),
    ],
)
def test_one_mistake_is_one_complaint(exercise_file, old, new, complaint):
    assert _complaints(exercise_file((old, new))) == [complaint]


def test_list_of_measures_is_judged_word_by_word(exercise_file):
    path = exercise_file(
        ('sources = ["', 'shows = ["head_angel_deg", "hip_shift_ratio", "spin"]\nsources = ["')
    )
    first, second = _complaints(path)
    assert first == (
        'shows[0]: expected a known measure, found "head_angel_deg"; did you mean "head_angle_deg"?'
    )
    assert second.startswith('shows[2]: expected one of "hip_flexion_deg"')
    assert second.endswith('found "spin"')


@pytest.mark.parametrize(
    ("kind", "keys", "place"),
    [
        ("together", 'measure = "head_angle_deg"\nlevel = 1\nwithin_s = 1', "measure"),
        (
            "lead",
            'leader = "head_angle_deg"\nfollower = "hip_flexion_deg"\nearly_s = 1',
            "follower",
        ),
    ],
)
def test_measure_that_does_not_fit_is_told_from_an_unknown_one(exercise_file, kind, keys, place):
    path = exercise_file(('kind = "pace"\nleast_s = 2.5', f'kind = "{kind}"\n{keys}'))
    (complaint,) = _complaints(path)
    assert complaint.startswith(f'fault[0] "quick" › {place}: expected one of "')
    assert complaint.endswith('_deg", which does not fit here')


@pytest.mark.parametrize(
    "keys",
    [
        'kind = "oscillation"\namplitude = 4\nturns = 4\nwindow_s = 3',
        'kind = "travel"\nrange = { at_most = 3 }\nwindow_s = 3',
        'kind = "peak"\nrange = { at_most = 3 }',
    ],
)
def test_every_kind_of_fault_asks_which_side_is_meant(exercise_file, keys):
    sided = f'measure = "hip_flexion_deg"\n{keys}'
    (complaint,) = _complaints(exercise_file(('kind = "pace"\nleast_s = 2.5', sided)))
    assert complaint.startswith('fault[0] "quick": hip_flexion_deg exists for each side')
    load_exercise(exercise_file(('kind = "pace"\nleast_s = 2.5', f'{sided}\nof = "larger"')))


def test_all_mistakes_are_told_at_once(exercise_file):
    path = exercise_file(
        ('name = "Nod"', 'nam = "Nod"'),
        ('cycle = ["up", "down"]', 'cycle = ["upp", "down"]'),
        ("reps = 3", "reps = 1000"),
        ('kind = "move"', 'kind = "mov"'),
        ('measure = "elbow_height_ratio"', 'measure = "elbow_height"'),
        ('kind = "pace"', 'kind = "pac"'),
        ("priority = 20", ""),
    )
    places = [line.split(": ", 1)[0] for line in _complaints(path)]
    assert sorted(places) == sorted(
        [
            "top level",
            "top level",
            "repetition › cycle[0]",
            'dose[0] "few" › reps',
            'phase[0] "up" › kind',
            'phase[1] "down" › when[0] › measure',
            'fault[0] "quick"',
            'fault[1] "bent"',
        ]
    )


def test_a_list_whose_items_are_wrong_is_not_called_empty_too(exercise_file):
    path = exercise_file(('steps = ["Nod."]', "steps = [1]"))
    assert _complaints(path) == ["steps[0]: expected a text of 1 to 400 characters, found 1"]


def test_place_names_tables_by_their_id_and_survives_what_is_not_there():
    data = {"phase": [{"id": "up", "when": [{}]}, {"id": 3}]}
    assert place(("phase", 0, "when", 0, "measure"), data) == 'phase[0] "up" › when[0] › measure'
    assert place(("phase", 1, "kind"), data) == "phase[1] › kind"
    assert place(("phase", 9, "when", 4), data) == "phase[9] › when[4]"
    assert place((), data) == "top level"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("é", '"é"'),
        ("x" * 61, '"' + "x" * 60 + '"… (61 characters)'),
        ("x" * 60, '"' + "x" * 60 + '"'),
        (True, "true"),
        (2.5, "2.5"),
        ([1, 2], "a list of 2"),
        ({}, "a table"),
        (None, "none"),
    ],
)
def test_value_is_shown_as_a_file_would_write_it(value, expected):
    assert shown(value) == expected


def test_nearest_word_minds_no_capitals_and_no_other_types():
    assert nearest_word("HOLDS", ("hold", "move")) == "hold"
    assert nearest_word("zzz", ("hold", "move")) is None
    assert nearest_word(3, ("3",)) is None
    assert mismatch("a", "b") == "expected a, found b"


@pytest.mark.parametrize(
    "found", [None, {"a": 1}, [1, 2], "абв" * LONGEST_FOUND, 1.5, True], ids=repr
)
def test_what_was_found_is_shown_in_the_language_in_use(found):
    with pseudo_language():
        assert untranslated(shown(found), "true") == []
