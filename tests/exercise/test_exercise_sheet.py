"""The page about an exercise: everything a person needs, nothing too wide for a terminal."""

import pytest

from matside.exercise.library import load_library
from matside.exercise.schema import Dose
from matside.exercise.sheet import WIDTH, dose_words, exercise_sheet


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"reps": 3, "hold_s": 30}, "d: Name, 3 holds of 30 s"),
        ({"reps": 1, "hold_s": 2.5}, "d: Name, 1 hold of 2.5 s"),
        ({"reps": 8, "each_side": True}, "d: Name, 8 repetitions on each side"),
        ({"reps": 1, "sets": 2}, "d: Name, 1 repetition, 2 sets"),
    ],
)
def test_dose_in_words(keys, expected):
    assert dose_words(Dose(id="d", name="Name", source="s", **keys)) == expected


def test_sheet_holds_every_text_of_the_exercise():
    for exercise in load_library():
        sheet = exercise_sheet(exercise)
        bare = " ".join(sheet.split())
        told = [exercise.says, exercise.view, *exercise.steps, *exercise.tips, *exercise.safety]
        told += [*exercise.sources, *(fault.name for fault in exercise.fault)]
        told += [dose_words(dose) for dose in exercise.dose]
        assert [text for text in told if " ".join(text.split()) not in bare] == []
        assert max(map(len, sheet.splitlines())) <= WIDTH
