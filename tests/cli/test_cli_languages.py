"""The command line in the language in use: help of every command, mistakes, errors, answers."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from tests.app.test_app_compare import cats_and_cows, write_trace
from tests.page.page_sessions import counted, held, store
from tests.pseudo_language import foreign, pseudo_language, shown_text, untranslated

from matside.cli import app, main
from matside.data import data_folder
from matside.errors import MatsideError, UsageError
from matside.translation import use_language

pytestmark = pytest.mark.usefixtures("own_account")


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every command with its path, those that are not listed too."""
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, (*path, name))


COMMANDS = dict(commands(typer.main.get_command(app)))
ALL = tuple(COMMANDS)


def typed():
    """Yield what is typed the same in every language: commands, options, placeholders, choices."""
    yield from ("matside", "OPTIONS", "COMMAND", "ARGS", "en, de, es, fr", ".ics")
    for path, command in COMMANDS.items():
        yield from path
        for param in command.params:
            yield from (opt.lstrip("-") for opt in (*param.opts, *param.secondary_opts))
            yield param.metavar or param.name.upper()
            yield str(param.default)


def strings_of(value):
    """Yield every text within a file of TOML."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings_of(inner)


KNOWN = tuple(dict.fromkeys(typed()))
EXAMPLE = str(Path(__file__).resolve().parents[2] / "docs" / "example-plan.toml")
GIVEN = (
    *(
        "matside",
        "camera 0",
        "English",
        "Deutsch",
        "Español",
        "Français",
        "python",
        "opencv",
        "mediapipe",
    ),
    *("BlazePose GHUM 3D, lite", "BlazePose GHUM 3D, full", "BlazePose GHUM 3D, heavy", "DISPLAY"),
    *sorted(strings_of(tomllib.loads(Path(EXAMPLE).read_text("utf-8"))), key=len, reverse=True),
)
"""What stands in commands' answers as it was given, or is called the same in every language."""


def left_in_english(text):
    words = re.sub(r"--?[a-z][a-z-]*", "", text)
    return [
        word for word in untranslated(words, *KNOWN)
        if not word.isupper()
    ]  # fmt: skip


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_help_is_in_the_language_in_use(path, capsys):
    with pseudo_language():
        assert main([*path, "--help"]) == 0
    told = capsys.readouterr().out
    assert foreign("Usage") in told
    assert foreign("Show this message and exit.").split()[0] in told
    assert left_in_english(told) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly"],
        ["report"],
        ["analyse", "a.mp4", "--fly"],
        ["history", "--limit", "x"],
        ["history", "--limit"],
        ["exercises", "list", "x"],
        ["report", "/nowhere"],
        ["exercises", "show", "xyz"],
        ["--lang", "klingon", "safety"],
    ],
    ids=" ".join,
)
def test_mistakes_are_told_in_the_language_in_use(arguments, capsys):
    with pseudo_language():
        assert main(arguments) != 0
    told = capsys.readouterr().err
    for given in (*arguments, "trace.jsonl.gz", "knees_to_chest", "childs_pose", "cat_cow",
                  "thoracic_rotation"):  # fmt: skip
        told = told.replace(given, "")
    assert left_in_english(told) == []


@pytest.mark.parametrize(
    "arguments",
    [["safety"], ["exercises", "list"], ["exercises", "programmes"], ["exercises", "show", "cat"],
     ["history"], ["people"]],
    ids=" ".join,
)  # fmt: skip
def test_answers_are_in_the_language_in_use(arguments, capsys):
    with pseudo_language():
        assert main(arguments) in (0, 1, 2)
    printed = capsys.readouterr()
    told = re.sub(r"^\w+ |\b[a-z]+_[a-z_]+\b", "", printed.out, flags=re.MULTILINE)
    assert untranslated(told, "matside") == []


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """Two sessions in the history, a plan that is followed, a limit, and somebody else."""
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    store(held(), before=3, after=2)
    store(counted(), day=8)
    for arguments in (["plan", "use", EXAMPLE], ["profile", "set", "sore_wrists"]):
        assert main(arguments) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["history"],
        ["history", "show", "1"],
        ["history", "progress"],
        ["history", "adherence"],
        ["history", "adherence", "-o", "x.html"],
        ["history", "export", "x.csv"],
        ["history", "note", "1", "123"],
        ["history", "correct", "2", "cat-cow", "8"],
        ["history", "delete", "1", "--yes"],
        ["history", "path"],
        ["shortcut"],
        ["plan", "check", EXAMPLE],
        ["plan", "use", EXAMPLE],
        ["plan", "show"],
        ["plan", "calendar", "-o", "x.ics"],
        ["plan", "accept"],
        ["plan", "forget"],
        ["profile"],
        ["profile", "delete"],
        ["people"],
        ["people", "rename", "nobody", "who"],
        ["screening"],
        ["voices"],
        ["language"],
        ["cameras"],
        ["doctor"],
        ["exercises", "check", str(data_folder("exercises") / "cat_cow.toml")],
        ["practise", "cat-cow", "--camera", "/nowhere.mp4", "--no-window"],
        ["analyse", "/nowhere.mp4"],
        ["compare", "1", "2"],
        ["report", "1"],
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("kept")
def test_what_a_command_says_of_what_is_kept_is_in_the_language_in_use(arguments, capsys):
    capsys.readouterr()
    with pseudo_language():
        main(arguments)
    printed = capsys.readouterr()
    given = r"'matside [^']*'|\S*[/_.]\S*\w|--?[a-z][a-z-]*|\b(en|de|es|fr)\b|\b[0-9a-f]{12}\b"
    told = re.sub(given, "", " ".join((printed.out + printed.err).split()))
    assert untranslated(told, *GIVEN, *arguments) == []


@pytest.mark.usefixtures("kept")
def test_what_is_said_of_a_recording_is_in_the_language_in_use(tmp_path, capsys):
    """Analysed, reported and compared: what is printed, and what stands in the pages."""
    first, second = tmp_path / "1", tmp_path / "2"
    for folder, cats in ((first, 3), (second, 2)):
        folder.mkdir()
        write_trace(folder, cats_and_cows(cats, 60.0), f"{folder.name}.mp4")
    with pseudo_language():
        assert (
            main(["analyse", str(first / "trace.jsonl.gz"), "-o", "out.1", "--study", "all.1"]) == 0
        )
        assert main(["report", str(first), "-o", "report.html"]) == 0
        assert main(["compare", str(first), str(second), "--html", "both.html"]) == 0
    printed = capsys.readouterr()
    pages = [shown_text(Path(name).read_text("utf-8")) for name in ("report.html", "both.html")]
    for told in (printed.out + printed.err, *pages):
        assert len(told) > 500
        words = re.sub(r"\S*[/_.]\S*\w|--?[a-z][a-z-]*", "", told)
        assert untranslated(words, *GIVEN, "uPlot", "MIT", "pip install", "CSV", "Parquet") == []


def test_the_no_break_spaces_of_a_language_are_printed_as_they_are(capsys):
    assert main(["--lang", "fr", "exercises", "show", "xyz"]) == 2
    told = capsys.readouterr().err
    assert "\N{NO-BREAK SPACE}" in told
    assert "\N{REPLACEMENT CHARACTER}" not in told


def test_an_error_is_told_in_the_language_of_the_moment_it_is_told():
    inner = UsageError("'{name}' is missing.", name="abc")
    error = MatsideError("{inner} Try again, {who}.", inner=inner, who="you")
    assert str(error) == "'abc' is missing. Try again, you."
    with pseudo_language():
        expected = f"'abc' {foreign('is missing.')} {foreign('Try again,')} you."
        assert str(error) == expected
    assert str(MatsideError("100 {percent}")) == "100 {percent}", "nothing to fill in"


@pytest.mark.parametrize(("language", "usage"), [("fr", "Utilis"), ("de", "Auf"), ("es", "Uso")])
def test_each_language_has_its_own_help(language, usage, capsys):
    assert main(["--lang", language, "--help"]) == 0
    told = capsys.readouterr().out
    assert usage in told.split("\n")[0]
    assert "Usage" not in told
    use_language("en")
