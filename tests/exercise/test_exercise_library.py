"""The library: files are found and read, exercises are found by any of their names."""

import re

import pytest

from matside.errors import ExerciseError, UsageError
from matside.exercise import library as library_module
from matside.exercise.library import (
    MOST_TOLD,
    ORDER,
    find_exercise,
    load_exercise,
    load_exercises,
    load_library,
    with_own_files,
)


def test_matsides_own_exercises_come_in_a_fixed_order_under_the_name_of_their_file(repository):
    found = [exercise.id for exercise in load_library()]
    files = {path.stem for path in (repository / "exercises").glob("*.toml")}
    assert found[:4] == ["knees_to_chest", "childs_pose", "cat_cow", "thoracic_rotation"]
    assert set(found) == files
    assert len(found) == len(files)


def test_library_is_read_once():
    assert load_library() is load_library()


def test_exercises_beyond_the_known_ones_follow_by_id(exercise_file, monkeypatch, tmp_path):
    exercise_file(('"nod"', '"zebra"'), name="a.toml")
    exercise_file(('"nod"', '"apple"'), name="b.toml")
    exercise_file(('"nod"', f'"{ORDER[2]}"'), name="c.toml")
    monkeypatch.setattr(library_module, "data_folder", lambda _: tmp_path)
    found = load_library.__wrapped__()
    assert [exercise.id for exercise in found] == [ORDER[2], "apple", "zebra"]


def test_empty_library_is_an_error(monkeypatch, tmp_path):
    monkeypatch.setattr(library_module, "data_folder", lambda _: tmp_path)
    with pytest.raises(ExerciseError, match="found none: reinstall matside"):
        load_library.__wrapped__()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("cat_cow", "cat_cow"),
        ("Cat-Cow", "cat_cow"),
        ("CAT COW", "cat_cow"),
        ("catcow", "cat_cow"),
        ("Child's pose", "childs_pose"),
        ("childs pose", "childs_pose"),
        ("Balasana", "childs_pose"),
        (" knees  to chest ", "knees_to_chest"),
        ("Single-Knee to Chest", "knees_to_chest"),
        ("Thread the needle", "thoracic_rotation"),
    ],
)
def test_exercise_is_found_however_its_name_is_written(asked, expected):
    assert find_exercise(asked, load_library()).id == expected


def test_every_name_leads_to_its_own_exercise():
    for exercise in load_library():
        for name in (exercise.id, exercise.name, *exercise.also):
            assert find_exercise(name, load_library()).id == exercise.id


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("cat_cwo", "cat_cow"),
        ("knee to chset", "knees_to_chest"),
        ("thread needle", "thoracic_rotation"),
    ],
)
def test_misspelt_exercise_is_offered_by_its_id(asked, offered):
    with pytest.raises(UsageError, match=f"found '{asked}': did you mean '{offered}'"):
        find_exercise(asked, load_library())


@pytest.mark.parametrize("asked", ["", " - ", "bicycle crunch"])
def test_unknown_exercise_lists_what_there_is(asked):
    with pytest.raises(UsageError, match="there are knees_to_chest, childs_pose, cat_cow, th"):
        find_exercise(asked, load_library())


def test_an_id_goes_before_another_exercises_other_name(exercise_file):
    first = exercise_file(('"head nod"', '"second"'), name="a.toml")
    second = exercise_file(('"nod"', '"second"'), ('"head nod"', '"other"'), name="b.toml")
    assert find_exercise("second", load_exercises([first, second])).id == "second"


def test_own_file_takes_the_place_of_the_exercise_with_its_id(exercise_file):
    adapted = exercise_file(('"nod"', '"childs_pose"'), name="a.toml")
    new = exercise_file(name="b.toml")
    known = [exercise.id for exercise in load_library()]
    library = with_own_files(load_library(), [new, adapted])
    assert [exercise.id for exercise in library] == [*known, "nod"]
    assert library[1].name == "Nod"


def test_two_own_files_with_one_id_are_an_error(exercise_file):
    first, second = exercise_file(name="a.toml"), exercise_file(name="b.toml")
    with pytest.raises(ExerciseError, match=r"b\.toml: expected an id of its own, found 'nod'"):
        load_exercises([first, second])


def test_all_wrong_files_are_told_at_once(exercise_file, tmp_path):
    wrong = exercise_file(("reps = 3", "reps = 0"), name="a.toml")
    fine = exercise_file(name="b.toml")
    with pytest.raises(ExerciseError) as caught:
        load_exercises([wrong, fine, tmp_path / "c.toml"])
    message = str(caught.value)
    assert "a.toml: 1 problem:" in message
    assert "b.toml" not in message
    assert "c.toml: expected a TOML file, found no such file" in message


def test_folder_is_not_readable_as_a_file(tmp_path):
    with pytest.raises(ExerciseError, match="expected a readable TOML file"):
        load_exercise(tmp_path)


def test_bytes_that_are_no_text_are_said_to_be_none(tmp_path):
    path = tmp_path / "clip.toml"
    path.write_bytes(b'id = "\xff"')
    with pytest.raises(ExerciseError, match=r"expected text in UTF-8, found .* at position 6"):
        load_exercise(path)


def test_mistake_in_toml_is_told_with_its_line(exercise_file):
    path = exercise_file(('name = "A few"', 'name "A few"'))
    with pytest.raises(ExerciseError, match=r"nod\.toml, line 25, column 6: expected TOML, found"):
        load_exercise(path)


NEST = "a = " + "[" * 900 + "]" * 900 + "\n"
MANY = "".join(f"key_{number} = 1\n" for number in range(5000))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (NEST, "expected tables and lists at most 12 deep, found deeper ones"),
        ("a = " + "{b = " * 900 + "1" + "}" * 900, "at most 12 deep"),
        ("[" + ".".join("a" * 900) + "]\n", "at most 12 deep"),
        ("[" + ".".join("a" * 14) + "]\n", "at most 12 deep"),
        ("priority = " + "1" * 5000, "expected numbers of a few digits"),
        (MANY, "top level: expected at most 100 of them, found 5000"),
        ("phase = [" + "{}, " * 5000 + "]", "phase: expected at most 100 of them, found 5000"),
        ("#" * 300_000, "expected a TOML file of at most 200000 bytes"),
        ('name = "\\u001b[31mRed"', "name: expected letters that can be seen"),
        ('name = "\\u202egnp.exe"', "name: expected letters that can be seen"),
    ],
)
def test_file_without_bounds_is_refused_before_anything_grows(tmp_path, content, says):
    path = tmp_path / "bomb.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(ExerciseError, match=re.escape(says)) as caught:
        load_exercise(path)
    assert len(str(caught.value)) < 500


def test_no_more_problems_are_told_than_can_be_read(tmp_path):
    path = tmp_path / "wrong.toml"
    path.write_text("".join(f"key_{number} = 1\n" for number in range(90)), "utf-8")
    with pytest.raises(ExerciseError) as caught:
        load_exercise(path)
    lines = str(caught.value).splitlines()
    assert len(lines) == 1 + MOST_TOLD + 1
    assert re.fullmatch(r"  and \d+ more", lines[-1])


def test_byte_order_mark_and_windows_line_ends_are_read(exercise_file):
    path = exercise_file()
    expected = load_exercise(path)
    text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert load_exercise(path) == expected


def test_example_for_contributors_is_a_whole_exercise(repository, tmp_path):
    guide = (repository / "CONTRIBUTING.md").read_text(encoding="utf-8")
    path = tmp_path / "bridge.toml"
    path.write_text(guide.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    assert load_exercise(path).id == "bridge"
