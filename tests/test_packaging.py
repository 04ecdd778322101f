"""What is shipped works by itself: each installation in a fresh environment, used from elsewhere.

Slow, so not part of a plain ``pytest``; run it with ``pytest -m packaging``.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from matside import __version__

pytestmark = pytest.mark.packaging

DATA = ("exercises", "models", "sample_videos")
CHECK_DATA = """
from matside.data import data_folder
from matside.pose.model import load_model
print(data_folder("exercises").resolve(), load_model().name, sep="\\n")
"""


class Environment:
    """A fresh virtual environment, used from a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.way = ""
        self.elsewhere = folder / "elsewhere"
        self.bin = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
        self.elsewhere.mkdir(parents=True)
        run(sys.executable, "-m", "venv", folder / "env", cwd=folder)

    def __call__(self, program: str, *arguments: object) -> str:
        return run(self.bin / program, *arguments, cwd=self.elsewhere)


def run(program: object, *arguments: object, cwd: Path) -> str:
    """Run a program without a trace of the tests' own environment; return what it prints."""
    keep = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(program), *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=cwd,
        env={**keep, "PYTHONUTF8": "1", "XDG_STATE_HOME": str(cwd)},
    )
    assert done.returncode == 0, f"{program} {arguments}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def archives(repository, tmp_path_factory):
    """The folder with the sdist and the wheel, built as a release is."""
    folder = tmp_path_factory.mktemp("build")
    builder = Environment(folder)
    project = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))
    builder("python", "-m", "pip", "install", "--quiet", *project["build-system"]["requires"])
    run(builder.bin / "python", "-m", "hatchling", "build", "-d", folder / "dist", cwd=repository)
    return folder / "dist"


@pytest.fixture(scope="session", params=["wheel", "sdist", "editable"])
def installed(request, archives, repository, tmp_path_factory):
    """An environment into which matside was installed in one of the three ways."""
    what = {
        "wheel": [archives / f"matside-{__version__}-py3-none-any.whl"],
        "sdist": [archives / f"matside-{__version__}.tar.gz"],
        "editable": ["-e", repository],
    }
    environment = Environment(tmp_path_factory.mktemp(request.param))
    environment("python", "-m", "pip", "install", "--quiet", *what[request.param])
    environment.way = request.param
    yield environment
    shutil.rmtree(environment.folder, ignore_errors=True)


def test_archives_carry_the_data_and_the_licence(archives, repository):
    expected = {
        f"{folder}/{path.name}"
        for folder in DATA
        for path in (repository / folder).iterdir()
        if path.suffix in {".toml", ".task", ".mp4"}
    }
    with zipfile.ZipFile(archives / f"matside-{__version__}-py3-none-any.whl") as wheel:
        names = wheel.namelist()
    with tarfile.open(archives / f"matside-{__version__}.tar.gz") as sdist:
        unpacked = [name.partition("/")[2] for name in sdist.getnames()]
    shipped = {name.removeprefix("matside/_data/") for name in names}
    assert expected - shipped == set()
    assert expected - set(unpacked) == set()
    assert f"matside-{__version__}.dist-info/licenses/LICENSE" in names
    assert {"LICENSE", "README.md", "tests/test_packaging.py"} <= set(unpacked)


def test_wheel_carries_every_language(archives, repository):
    folder = repository / "src" / "matside" / "locale"
    languages = {path.parent.parent.name for path in folder.rglob("*.po")}
    with zipfile.ZipFile(archives / f"matside-{__version__}-py3-none-any.whl") as wheel:
        compiled = {name.split("/")[2] for name in wheel.namelist() if name.endswith(".mo")}
    assert compiled == languages != set()


def test_wheel_holds_one_package_and_stays_small(archives):
    path = archives / f"matside-{__version__}-py3-none-any.whl"
    with zipfile.ZipFile(path) as wheel:
        tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert tops == {"matside", f"matside-{__version__}.dist-info"}
    assert path.stat().st_size < 80e6  # package indexes refuse more than 100 MB


def test_program_starts(installed):
    assert installed("matside", "--version") == f"matside {__version__}\n"


def test_exercises_and_programmes_are_found(installed, repository):
    told = installed("matside", "exercises", "list").splitlines()
    names = [line.split()[0] for line in told if line]
    files = [path.stem for path in (repository / "exercises").rglob("*.toml")]
    assert sorted(names) == sorted(files)


def test_own_data_and_model_are_used(installed, repository):
    folder, model = installed("python", "-c", CHECK_DATA).splitlines()
    own = repository / "exercises" if installed.way == "editable" else installed.folder
    assert Path(folder).is_relative_to(own.resolve())
    assert model


def test_sample_is_analysed(installed, repository):
    sample = min((repository / "sample_videos").glob("*.mp4"), key=lambda path: path.stat().st_size)
    installed("matside", "analyse", sample, "--no-video", "--output", installed.folder / "out")
    written = {path.name for path in (installed.folder / "out").rglob("*") if path.is_file()}
    assert "summary.json" in written
