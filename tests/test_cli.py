"""The command line: what it passes on, what it prints, and its exit codes."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import matside
from matside import __version__, safety
from matside.app.analyse_options import AnalyseOptions, Backend, BatchOptions
from matside.app.outputs import OutputSettings
from matside.cli import main
from matside.errors import OutputError, UsageError
from matside.overlay.privacy import Privacy
from matside.pose.model import Quality
from matside.pose.rate import Rate

pytestmark = pytest.mark.usefixtures("own_account")
OPENCV_ERROR = "libGL.so.1: cannot open shared object file: No such file or directory"


@pytest.fixture
def app(monkeypatch):
    """A stand-in for the analysis: notes what it is called with, and does what a test says."""
    stand_in = SimpleNamespace(calls=[], code=0, error=None)

    def run(*values, **keys):
        stand_in.calls.append((*values, keys))
        if stand_in.error is not None:
            raise stand_in.error
        return stand_in.code

    monkeypatch.setattr("matside.app.analyse.run_analyse", run)
    monkeypatch.setattr("matside.app.analyse.run_demo", run)
    return stand_in


def test_without_a_command_the_page_is_opened(monkeypatch):
    opened = []

    def run(**keys):
        opened.append(keys)
        return 0

    monkeypatch.setattr("matside.app.page.run_page", run)
    assert main([]) == 0
    assert opened == [{"port": None, "browser": True, "camera": None, "person": None}]


def test_an_icon_is_made_and_its_place_printed(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("matside.app.shortcut.make_shortcut", lambda: tmp_path / "icon")
    assert main(["shortcut"]) == 0
    assert str(tmp_path / "icon") in capsys.readouterr().out


def test_version_is_printed(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"matside {__version__}\n"


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["analyse", "-h"], ["demo", "--help"]])
def test_help_is_no_error_and_no_start(capsys, arguments):
    assert main(arguments) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("Usage: matside")
    assert captured.err == ""


def test_the_list_of_commands_says_of_each_what_it_does_in_a_whole_sentence(capsys):
    main(["--help"])
    listed = " ".join(capsys.readouterr().out.split())
    assert "Say whether this machine has all that matside needs, and what is kept on it." in listed
    assert "..." not in listed.replace("[ARGS]...", "")


def test_hidden_commands_are_not_in_the_help(capsys):
    main(["--help"])
    main(["exercises", "--help"])
    out = capsys.readouterr().out
    assert "analyse" in out
    assert "analyze" not in out
    assert "schema" not in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["fly"], "A command was expected, one of practise, analyse, "),
        (["analyse"], "PATH was expected and is not given."),
        (["analyse", "a.mp4", "--fly"], "There is no option --fly"),
        (["history", "--limit", "x"], "What was given for --limit / -n is not what it takes (N)."),
        (["history", "--limit"], "--limit lacks its value, or takes none."),
        (["exercises", "list", "more"], "There is more after 'matside exercises list' than"),
    ],
)
def test_wrong_use_ends_with_2(capsys, app, arguments, said):
    assert main(arguments) == 2
    assert f"matside: {said}" in capsys.readouterr().err
    assert app.calls == []


@pytest.mark.parametrize("command", ["analyse", "analyze"])
def test_analyse_passes_on_what_was_asked_for(app, command):
    arguments = "a.mp4 b.mp4 --exercise cat-cow --exercise-file x.toml --exercise-file y.toml"
    arguments += " --output out --model m.task --no-video --dose stretch --no-report"
    arguments += " --export trc,mot --blur-face --no-save"
    assert main([command, *arguments.split()]) == 0
    options = AnalyseOptions(
        exercise="cat-cow",
        exercise_files=[Path("x.toml"), Path("y.toml")],
        output=Path("out"),
        model=Path("m.task"),
        dose="stretch",
        files=OutputSettings(
            annotate=False, report=False, exports=("trc", "mot"), privacy=Privacy.BLUR_FACE
        ),
        save=False,
    )
    assert app.calls == [([Path("a.mp4"), Path("b.mp4")], options, {})]


@pytest.mark.parametrize(("name", "quality"), [("fast", Quality.FAST), ("best", Quality.BEST)])
def test_a_quality_names_one_of_matsides_own_models(app, name, quality):
    assert main(["analyse", "a.mp4", "--quality", name]) == 0
    assert app.calls == [([Path("a.mp4")], AnalyseOptions(exercise_files=[], model=quality), {})]


def test_a_quality_that_does_not_exist_is_told_before_anything_is_done(app, capsys):
    assert main(["analyse", "a.mp4", "--quality", "great"]) == 2
    assert "fast, normal, best" in capsys.readouterr().err
    assert app.calls == []


def test_a_rate_is_passed_on_and_an_unknown_one_is_told(app, capsys):
    assert main(["analyse", "a.mp4", "--no-video", "--rate", "auto"]) == 0
    files = OutputSettings(annotate=False)
    options = AnalyseOptions(exercise_files=[], rate=Rate.AUTO, files=files)
    assert app.calls == [([Path("a.mp4")], options, {})]
    assert main(["analyse", "a.mp4", "--rate", "half"]) == 2
    assert "every or auto" in capsys.readouterr().err


def test_analyse_leaves_the_rest_open(app):
    assert main(["analyse", "a.mp4"]) == 0
    assert app.calls == [([Path("a.mp4")], AnalyseOptions(exercise_files=[]), {})]


def test_what_concerns_many_files_is_passed_on(app):
    arguments = "films --jobs 3 --force --video --study tables --json"
    assert main(["analyse", *arguments.split(), "--backend", "dask", "--cluster", "tcp://a:1"]) == 0
    batch = BatchOptions(
        jobs=3,
        force=True,
        video=True,
        study=Path("tables"),
        backend=Backend.DASK,
        cluster="tcp://a:1",
    )
    options = AnalyseOptions(exercise_files=[], as_json=True, batch=batch)
    assert app.calls == [([Path("films")], options, {})]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--jobs", "0"], "--jobs is auto or a number from 1 on; found '0'."),
        (["--jobs", "many"], "found 'many'"),
        (["--backend", "slurm"], "--backend is one of processes, dask, ray; found 'slurm'."),
    ],
)
def test_workers_that_cannot_be_are_told_before_anything_is_done(app, capsys, arguments, says):
    assert main(["analyse", "films", *arguments]) == 2
    assert says in capsys.readouterr().err
    assert app.calls == []


def test_an_unknown_export_is_told_before_anything_is_done(app, capsys):
    assert main(["analyse", "a.mp4", "--export", "xls"]) == 2
    assert "trc, mot" in capsys.readouterr().err
    assert app.calls == []


@pytest.mark.parametrize(
    ("arguments", "debug"),
    [
        (["demo"], False),
        (["demo", "--debug"], True),
        (["--debug", "demo"], True),
    ],
)
def test_debug_may_stand_before_or_after_the_command(app, arguments, debug):
    assert main(arguments) == 0
    assert app.calls == [({"output": None, "as_json": False, "debug": debug},)]


def test_debug_is_forgotten_at_the_next_start(app):
    main(["demo", "--debug"])
    main(["demo"])
    assert [keys["debug"] for (keys,) in app.calls] == [True, False]


@pytest.mark.parametrize("code", [0, 1, 130])
def test_exit_code_of_the_analysis_is_kept(app, code):
    app.code = code
    assert main(["analyse", "a.mp4"]) == code
    assert main(["demo"]) == code


@pytest.mark.parametrize(
    ("error", "code"), [(OutputError("The disk is full."), 1), (UsageError("No such dose."), 2)]
)
def test_matsides_errors_are_printed_in_one_line(capsys, app, error, code):
    main(["demo"])
    capsys.readouterr()
    app.error = error
    assert main(["demo"]) == code
    captured = capsys.readouterr()
    assert captured.err == f"matside: {error}\n"
    assert captured.out == ""


def test_debug_adds_the_traceback(capsys, app):
    app.error = OutputError("The disk is full.")
    assert main(["demo", "--debug"]) == 1
    err = capsys.readouterr().err
    assert "Traceback (most recent call last)" in err
    assert err.endswith("matside: The disk is full.\n")


def test_interrupt_ends_with_130(app):
    app.error = KeyboardInterrupt()
    assert main(["demo"]) == 130


def test_missing_system_library_is_named_with_its_package(capsys, app):
    app.error = ImportError(OPENCV_ERROR)
    assert main(["demo"]) == 1
    err = capsys.readouterr().err
    assert "libGL.so.1" in err
    assert "apt-get install" in err
    assert "Traceback" not in err


def test_what_the_system_refuses_is_told_in_one_line(capsys, app):
    main(["demo"])
    capsys.readouterr()
    app.error = PermissionError(errno.EACCES, "Permission denied", "/data/plan.toml")
    assert main(["demo"]) == 1
    told = capsys.readouterr().err
    assert told == (
        "matside: Cannot use /data/plan.toml: permission denied. Put that right, and try again.\n"
    )


@pytest.mark.parametrize("error", [ImportError("No module named 'av'"), TypeError("a mistake")])
def test_mistakes_in_the_code_are_not_hidden(app, error):
    app.error = error
    with pytest.raises(type(error), match=str(error)):
        main(["demo"])


def test_safety_note_is_shown_at_the_first_start_only(capsys, app):
    main(["demo"])
    first = capsys.readouterr()
    main(["demo"])
    second = capsys.readouterr()
    assert "not a medical device" in first.err
    assert first.out == second.out == second.err == ""


def test_safety_note_is_shown_again_on_request(capsys, app):
    for _ in range(2):
        assert main(["safety"]) == 0
        assert "Stop and get medical help at once" in capsys.readouterr().out
    main(["demo"])
    assert capsys.readouterr().err == ""


def test_safety_note_is_no_reason_to_fail(capsys, app, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setattr("matside.safety.marker", lambda: tmp_path / "file" / "below" / "shown")
    for _ in range(2):
        assert main(["demo"]) == 0
        assert "not a medical device" in capsys.readouterr().err


def test_marker_lies_where_the_system_keeps_a_programs_state(monkeypatch, tmp_path):
    monkeypatch.undo()
    monkeypatch.setattr("platformdirs.user_state_dir", lambda name, **_: str(tmp_path / name))
    assert safety.marker() == tmp_path / "matside" / "safety-note-shown"


def _python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    search = os.pathsep.join(path for path in sys.path if path)
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": search},
    )


def _loaded_by(code: str) -> set[str]:
    heavy = ("av", "cv2", "mediapipe", "numpy", "pydantic", "rich", "platformdirs")
    done = _python(f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))")
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1])) & set(heavy)


def test_importing_matside_loads_nothing_heavy():
    assert _loaded_by("import matside") == set()


def test_help_loads_nothing_heavy():
    # It is told in the language remembered, which lies where platformdirs says.
    assert _loaded_by("from matside.cli import main; main(['--help'])") <= {"platformdirs"}


def test_exercises_are_read_without_opencv_and_mediapipe():
    loaded = _loaded_by("from matside.cli import main; main(['exercises', 'list'])")
    assert not loaded & {"av", "cv2", "mediapipe"}


def test_analyse_is_offered_to_python():
    code = "from matside import Analysis, analyse; import matside.app.api as m\n"
    code += "print(analyse is m.analyse, Analysis is m.Analysis)"
    done = _python(code)
    assert done.stdout == "True True\n", done.stderr


def test_package_has_only_what_it_names():
    assert dir(matside) == ["Analysis", "Coach", "MatsideError", "__version__", "analyse"]
    with pytest.raises(AttributeError, match="module 'matside' has no attribute 'fly'"):
        _ = matside.fly
