"""The commands about exercises: list, show, check and schema."""

import json

import pytest

from matside.cli import main
from matside.exercise.json_schema import schema_text
from matside.exercise.library import load_library
from matside.exercise.programmes import load_programmes
from matside.exercise.schema import Exercise


def test_list_names_every_exercise_and_programme(capsys):
    assert main(["exercises", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    library = load_library()
    wanted = [one.id for one in library] + [one.id for one in load_programmes(library)]
    assert [line.split()[0] for line in lines if line] == wanted


def test_list_holds_own_files_too(capsys, repository, tmp_path):
    own = tmp_path / "own.toml"
    text = (repository / "exercises" / "cat_cow.toml").read_text(encoding="utf-8")
    own.write_text(text.replace('id = "cat_cow"', 'id = "my_own"'), encoding="utf-8")
    assert main(["exercises", "list", "--exercise-file", str(own)]) == 0
    assert "\nmy_own " in capsys.readouterr().out
    assert main(["exercises", "show", "My own", "--exercise-file", str(own)]) == 0
    assert capsys.readouterr().out.startswith("Cat-cow (my_own)\n")


@pytest.mark.parametrize("command", ["list", "show cat-cow", "programmes"])
def test_exercises_are_told_as_json_and_nothing_else(capsys, command):
    assert main(["exercises", *command.split(), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    first = told if command.startswith("show") else next(iter(told.values()))[0]
    assert {"id", "name"} <= set(first)


def test_show_prints_the_sheet(capsys):
    assert main(["exercises", "show", "Child's pose"]) == 0
    assert capsys.readouterr().out.startswith("Child's pose (childs_pose)\n")


def test_show_offers_the_nearest_name(capsys):
    assert main(["exercises", "show", "cat_cwo"]) == 2
    assert "did you mean 'cat_cow'?" in capsys.readouterr().err


def test_check_says_what_is_fine(capsys, repository):
    files = [str(path) for path in (repository / "exercises").glob("*.toml")]
    assert main(["exercises", "check", *files]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": fine, ")[0] for line in lines] == files


def test_check_ends_with_2_and_tells_all_problems(capsys, tmp_path):
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("schema_version = 1\nnam = 3\n", encoding="utf-8")
    assert main(["exercises", "check", str(wrong), str(tmp_path / "none.toml")]) == 2
    err = capsys.readouterr().err
    assert 'found the key "nam"; did you mean "name"?' in err
    assert 'expected the key "phase"' in err
    assert "none.toml: expected a TOML file" in err


@pytest.mark.parametrize(
    ("command", "name", "told"),
    [
        (
            "exercises",
            "docs/example-plan.toml",
            "expected an exercise or a programme, found a plan: 'matside plan check' checks it.",
        ),
        (
            "plan",
            "exercises/cat_cow.toml",
            "expected a plan, found an exercise: 'matside exercises check' checks it.",
        ),
        (
            "plan",
            "exercises/programmes/desk_break.toml",
            "expected a plan, found a programme: 'matside exercises check' checks it.",
        ),
    ],
)
def test_check_says_at_once_where_a_file_is_of_another_kind(
    capsys, repository, command, name, told
):
    path = str(repository / name)
    assert main([command, "check", path]) == 2
    err = " ".join(capsys.readouterr().err.split())
    assert err.endswith(f"{path}: {told}")


def test_a_programme_with_an_exercise_of_ones_own_is_checked_together_with_it(
    capsys, repository, tmp_path
):
    mine, programme = tmp_path / "mine.toml", tmp_path / "programme.toml"
    for path, source in ((mine, "cat_cow.toml"), (programme, "programmes/desk_break.toml")):
        text = (repository / "exercises" / source).read_text("utf-8")
        path.write_text(text.replace('"cat_cow"', '"my_cat"'), "utf-8")
    assert main(["exercises", "check", str(programme)]) == 2
    told = "found 'my_cat'; check an exercise of your own together with it"
    assert told in " ".join(capsys.readouterr().err.split())
    assert main(["exercises", "check", str(programme), str(mine)]) == 0


def test_schema_is_printed_bare(capsys):
    assert main(["exercises", "schema"]) == 0
    captured = capsys.readouterr()
    assert captured.out == schema_text(Exercise)
    assert captured.err == ""
