"""The command line in the language in use: help of every command, mistakes, errors, answers."""

import io
import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import joblib
import pytest
import typer
from tests.app.live_stand_ins import Camera, Ear, Model, frames
from tests.app.plan_sessions import cats, practised
from tests.app.test_app_compare import cats_and_cows, write_trace
from tests.page.page_sessions import counted, held, store
from tests.pseudo_language import CODE, foreign, pseudo_language, shown_text, untranslated

from matside.app.history import export_history
from matside.app.people import begin_person
from matside.app.practice_setting import Devices
from matside.app.practise import run_practise
from matside.app.prescribed import follow
from matside.app.screening import set_limits
from matside.app.voices import choose_voice, list_voices, try_voice
from matside.capture.camera_list import CameraInfo
from matside.cli import app, main
from matside.data import data_folder
from matside.errors import MatsideError, UsageError
from matside.exercise.limits import LimitName
from matside.record.history.exchange import FORMAT, VERSION
from matside.record.people import use_person
from matside.sound.voices import SpeechVoice
from matside.translation import languages, use_language
from matside.wording.conventions import own_name
from matside.wording.formatting import capitalised

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
    yield from ("matside", "OPTIONS", "COMMAND", "ARGS", ", ".join(languages()), ".ics")
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
        "a camera",
        "a model",
        *(capitalised(own_name(code)) for code in languages()),
        *(own_name(code) for code in languages()),
        "python",
        "opencv",
        "mediapipe",
    ),
    *("BlazePose GHUM 3D, lite", "BlazePose GHUM 3D, full", "BlazePose GHUM 3D, heavy", "DISPLAY"),
    *("uPlot", "MIT", "pip install", "CSV", "Parquet"),
    *sorted(strings_of(tomllib.loads(Path(EXAMPLE).read_text("utf-8"))), key=len, reverse=True),
)
"""What stands in commands' answers as it was given, or is called the same in every language."""


NAMED = r"'matside [^']*'|\S*[/_.:]\S*\w|--?[a-z][a-z-]*|\b[0-9a-f]{12}\b"
"""What is typed or found on the disk: commands, paths, options, digests."""


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


def begins():
    """Yield the path of every command that does something by itself, hidden ones too, once."""
    for path, command in COMMANDS.items():
        alias = (command.help or "").startswith("The same as")
        if getattr(command, "invoke_without_command", True) and not alias:
            yield path


RUNS = {
    "": "",
    "page --no-browser": "",
    "safety": "",
    "shortcut": "",
    "doctor": "",
    "cameras": "",
    "demo -o results": "",
    "practise cat-cow --no-window": "\n" * 30 + "5\n",
    "practise plan:desk --no-window --pain 4 --breath 4-6": "\n" * 30 + "11\n6\n",
    "analyse 1/trace.jsonl.gz -o results --export trc,mot": "",
    "analyse 1/trace.jsonl.gz 2/trace.jsonl.gz -o results --study all --jobs 1 --no-report": "",
    "report ./1 -o report.html": "",
    "compare ./1 ./2 --html both.html": "",
    "language": "",
    "language fr": "",
    "voices": "",
    "voices 2 --speed 1.2 --try": "",
    "screening": "\n0\n1\n2\nhm\ny\n",
    "profile": "",
    "profile show": "",
    "profile set sore_knees": "",
    "profile delete": "",
    "people": "",
    "people list": "",
    "people rename xyz zyx": "",
    "people delete xyz": "y\n",
    "history": "",
    "history show 1": "",
    "history progress": "",
    "history adherence -o adherence.html": "",
    "history export history.csv": "",
    "history import all.json": "",
    "history note 1 123": "",
    "history correct 2 cat-cow 8": "",
    "history delete 1": "\n",
    "history delete all": "y\n",
    "history path": "",
    f"plan check {EXAMPLE}": "",
    f"plan use {EXAMPLE}": "",
    "plan show": "",
    "plan calendar -o plan.ics": "",
    "plan accept cat-cow": "",
    "plan forget": "",
    "plan forget --doses": "",
    "plan schema": "",
    "exercises list": "",
    "exercises programmes": "",
    "exercises show cat_cow": "",
    f"exercises check {data_folder('exercises') / 'cat_cow.toml'}": "",
    "exercises schema": "",
}
"""What is run of each command, and what is answered to its questions."""
FOR_PROGRAMS = ("plan schema", "exercises schema")
"""What these print is for editors."""


def path_of(run):
    return max((path for path in ALL if run.split()[: len(path)] == list(path)), key=len)


def test_every_command_is_run():
    assert {path_of(run) for run in RUNS} == set(begins())


@pytest.fixture(scope="module")
def recordings(tmp_path_factory):
    """The traces of two sessions of cat-cow."""
    folder = tmp_path_factory.mktemp("recordings")
    for name, rounds in (("1", 2), ("2", 1)):
        (folder / name).mkdir()
        write_trace(folder / name, cats_and_cows(rounds, 60.0), f"{name}.mp4")
    return folder


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """Sessions in the history, a plan that is followed, a limit, and somebody else."""
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    store(held(), before=3, after=2)
    store(counted(), day=8)
    follow(Path(EXAMPLE))
    set_limits([LimitName.SORE_WRISTS])


@pytest.fixture(scope="module")
def poses():
    """Somebody who does a few cats and cows."""
    return cats_and_cows(2, 60.0)


@pytest.fixture
def machine(monkeypatch, kept, recordings, poses, tmp_path):
    """A camera, a voice and a window that are there, and somebody who answers."""
    shutil.copytree(recordings, tmp_path, dirs_exist_ok=True)
    stand_ins: dict[str, Any] = {
        "source": lambda *_: Camera(frames(poses)),
        "estimator": lambda *_: Model(poses),
        "voice": lambda *_: Ear(),
    }
    devices = Devices(**stand_ins)
    monkeypatch.setattr(
        "matside.app.practise.run_practise",
        lambda options, devices_=devices, **_: run_practise(options, devices=devices_),
    )
    camera = CameraInfo(number=0, name="", path=None, size_px=(640, 360), rate_hz=30.0, trouble="")
    monkeypatch.setattr("matside.capture.camera_list.list_cameras", lambda: [camera])
    monkeypatch.setattr("matside.app.page.serve", lambda *_: None)
    monkeypatch.setattr("webbrowser.open", lambda _url: True)
    monkeypatch.setattr("matside.app.analyse.SHOWN", ("1/trace.jsonl.gz",))
    monkeypatch.setattr("matside.app.analyse.data_folder", lambda _name: tmp_path)
    spoken = (SpeechVoice(name="1", locale=CODE), SpeechVoice(name="2", locale=CODE))
    for job in (list_voices, choose_voice):
        monkeypatch.setitem(job.__kwdefaults__, "listed", lambda: spoken)
    monkeypatch.setitem(try_voice.__kwdefaults__, "opened", lambda *_: Ear())
    monkeypatch.setattr("matside.cli.options.somebody_answers", lambda: True)


def prepare(run):
    """Do what has to be done before a run."""
    match run.split():
        case ["people", "rename" | "delete", name, *_]:
            begin_person(name)
            use_person(None)
        case ["history", "import", file]:
            export_history(Path(file))
        case ["plan", "accept", *_]:
            for day in range(3):
                practised(day, cats())


def written(folder):
    """Return the texts of the files for people: pages, calendars, entries of a menu."""
    for path in sorted(folder.rglob("*.html")):
        yield shown_text(path.read_text("utf-8"))
    for path in sorted(folder.rglob("*.ics")):
        lines = path.read_bytes().decode().replace("\r\n ", "").split("\r\n")
        yield "\n".join(
            line.partition(":")[2].replace("\\n", "\n").replace("\\", "")
            for line in lines
            if line.startswith(("SUMMARY", "DESCRIPTION"))
        )
    for path in sorted(folder.rglob("*.desktop")):
        yield "\n".join(
            line.partition("=")[2]
            for line in path.read_text("utf-8").split("\n")
            if line.startswith(("Name", "Comment"))
        )


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.usefixtures("machine")
def test_a_command_does_its_work_in_the_language_in_use(run, tmp_path, capsys, monkeypatch):
    """It succeeds, and what it prints, asks and writes for people is all in that language."""
    prepare(run)
    for page in tmp_path.rglob("*.html"):
        page.unlink()
    capsys.readouterr()
    monkeypatch.setattr("sys.stdin", io.StringIO(RUNS[run]))
    with pseudo_language(), joblib.parallel_config(backend="threading"):  # no processes to start
        code = main(run.split())
    printed = capsys.readouterr()
    assert code == 0 or run == "doctor", printed  # which finds what this machine lacks
    if run in FOR_PROGRAMS:
        return
    told = [printed.out + printed.err, *written(tmp_path)]
    assert all(text.strip() for text in told[1:]), "files with words"
    assert "".join(told).strip()
    for text in told:
        words = re.sub(r"^[ *]*[a-z]+ {2,}", "", text, flags=re.MULTILINE)  # names that are typed
        words = re.sub(NAMED, "", " ".join(words.split()))
        assert untranslated(words, *GIVEN, *run.split(), CODE) == [], text


@pytest.mark.parametrize(
    "arguments",
    [
        ["practise", "cat-cow", "--camera", "/nowhere.mp4", "--no-window"],
        ["analyse", "/nowhere.mp4"],
        ["history", "import", "/nowhere.json"],
        ["history", "import", "wrong.json"],
        ["report", "1"],
        ["people", "rename", "nobody", "who"],
        ["exercises", "check", "/"],
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("kept")
def test_what_hinders_a_command_is_told_in_the_language_in_use(arguments, capsys):
    """Among it what the system says, and what does not fit in a file."""
    wrong = {"format": FORMAT, "version": VERSION, "sessions": [{"id": 7}]}
    Path("wrong.json").write_text(json.dumps(wrong), "utf-8")
    with pseudo_language():
        assert main(arguments) != 0
    printed = capsys.readouterr()
    words = re.sub(NAMED, "", " ".join((printed.out + printed.err).split()))
    assert untranslated(words, *GIVEN, *arguments) == []


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
