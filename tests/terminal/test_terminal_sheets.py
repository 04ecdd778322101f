"""The page about an exercise: everything a person needs, nothing too wide for a terminal."""

from matside.exercise.library import load_library
from matside.terminal.sheets import WIDTH, dose_line, exercise_sheet
from matside.wording.formatting import plain


def test_sheet_holds_every_text_of_the_exercise():
    for exercise in load_library():
        sheet = exercise_sheet(exercise)
        bare = " ".join(sheet.split())
        told = [exercise.says, exercise.view, *exercise.steps, *exercise.tips, *exercise.safety]
        told += [*exercise.sources, *(fault.name for fault in exercise.fault)]
        told += [plain(dose_line(dose)) for dose in exercise.dose]
        assert [text for text in told if " ".join(text.split()) not in bare] == []
        assert max(map(len, sheet.splitlines())) <= WIDTH
