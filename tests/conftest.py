"""What all tests share: no chance in them, and no traces on the account of who runs them."""

import gc
import io
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from rich.console import Console
from tests.shared import LookedAt, Reviewed, Shared, look_at
from tests.virtual_screen import VirtualScreen
from translations.catalogues import compile_catalogues

from matside import translation
from matside.app.analyse import run_analyse
from matside.app.analyse_options import AnalyseOptions
from matside.data import data_folder
from matside.pose.rate import Rate

EVERY_FRAME = {"knees_to_chest_single", "thoracic_rotation_straight_arm"}
"""Samples of which every frame is looked at, one of holds and one of repetitions. The others are
looked at as often as their movement needs (``--rate auto``), which has to come to their truth as
well, and takes the pose model half as long."""

settings.register_profile("matside", derandomize=True, deadline=None)
settings.load_profile("matside")


def pytest_configure():
    """Compile the catalogues that were changed since: an installation does that once.

    So are the tests: otherwise each worker rewrites all their asserts again in each run.
    Shells start what runs in the background with SIGINT ignored, nohup with SIGHUP, and the
    processes of the tests would inherit that: then neither reaches them.
    """
    compile_catalogues(Path(__file__).resolve().parent.parent)
    sys.dont_write_bytecode = False
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if os.name != "nt" and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers():
    """Let ``-n auto`` be one worker more than there are processors: many tests wait."""
    counted = yield
    return counted if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else counted + 1


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder that holds pyproject.toml."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared(tmp_path_factory) -> Shared:
    """Makes what takes long once for all workers."""
    return Shared(tmp_path_factory)


@pytest.fixture(scope="session")
def looked_at(shared) -> Callable[[str], LookedAt]:
    """Looks at a sample video, by the name of its file without ending."""

    def look(name: str) -> LookedAt:
        path = data_folder("sample_videos") / f"{name}.mp4"
        rate = Rate.EVERY if name in EVERY_FRAME else Rate.AUTO
        return shared.value(name, lambda: look_at(path, rate))

    return look


@pytest.fixture(scope="session")
def clip() -> Path:
    """A sample of knees to chest: one hold for each leg."""
    return data_folder("sample_videos") / "knees_to_chest_single.mp4"


@pytest.fixture(scope="session")
def results(clip: Path, shared, looked_at) -> Path:
    """The folder that the command line's analysis of the clip leaves; not to be changed."""

    def run(root: Path) -> None:
        options = AnalyseOptions(output=root)
        seen = Reviewed(looked_at(clip.stem).poses)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("matside.app.streams.PoseEstimator", seen)
            assert run_analyse([clip], options, console=Console(file=io.StringIO())) == 0

    return shared.folder("results", run) / clip.stem


@pytest.fixture
def own_account(tmp_path_factory, monkeypatch):
    """A first start, wherever the test is run: what matside remembers goes to a fresh folder."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    monkeypatch.setattr("matside.safety.marker", lambda: folder / "matside" / "safety-note-shown")
    return folder


@pytest.fixture(scope="session", autouse=True)
def own_data(tmp_path_factory):
    """No test adds to the history of who runs it; child processes of the tests neither."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MATSIDE_DATA", str(tmp_path_factory.mktemp("data")))
        patch.setenv(translation.VARIABLE, translation.SOURCE)
        # Each child would otherwise compile all of matside again, where this is set.
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        yield


@pytest.fixture(autouse=True)
def in_english(monkeypatch):
    """Every test begins in English, in whatever language the computer and the test before were."""
    monkeypatch.setenv(translation.VARIABLE, translation.SOURCE)
    monkeypatch.setattr(translation, "_current", None)


@pytest.fixture
def screen(tmp_path):
    """An X server without a monitor."""
    with VirtualScreen.running(tmp_path) as screen:
        yield screen


def pytest_collection():
    """Keep the garbage collector away from a collection: all of it stays until the end."""
    gc.disable()


def pytest_collection_finish():
    """Let the garbage collector pass over what the collection of the tests has made."""
    gc.enable()
    gc.collect()
    gc.freeze()


LONG_FIRST = ("samples", "live", "browser", "app", "test_network.py")
"""Folders and files whose tests take long: begun last, they would leave the other workers idle."""


def pytest_collection_modifyitems(items):
    """Deal out what takes long, and let what needs a real window or browser try again.

    On a busy machine a real window may miss a real key or stay black, and a page may miss one while
    its picture changes; a true fault fails each time.
    """
    here = Path(__file__).parent
    long: dict[tuple[int, object], list[pytest.Item]] = {}
    short: list[pytest.Item] = []
    for item in items:
        place = item.path.relative_to(here).parts[0]
        if place in LONG_FIRST:
            sample = item.callspec.params.get("sample") if hasattr(item, "callspec") else None
            long.setdefault((LONG_FIRST.index(place), sample or item.path), []).append(item)
        else:
            short.append(item)
    groups = [long[key] for key in sorted(long, key=lambda key: key[0])]
    items[:] = dealt(groups, short, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))
    for item in items:
        if {"screen", "chromium"} & set(item.fixturenames):
            item.add_marker(pytest.mark.flaky(reruns=2))


def dealt(groups, short, workers):
    """Return all tests so that each worker begins with its share of the groups that take long.

    With ``--dist=worksteal`` each gets an equal piece of the list, and one that has finished takes
    from the end of another's: short tests, then.
    """
    rest, ordered = sum(map(len, groups)) + len(short), []
    for worker in range(workers):
        long = [item for group in groups[worker::workers] for item in group]
        share = max(rest // (workers - worker), len(long))
        ordered += [*long, *short[: share - len(long)]]
        short = short[share - len(long) :]
        rest -= share
    return [*ordered, *short]


def pytest_terminal_summary(terminalreporter):
    """Tell each test that had to be tried again and why; on GitHub as a warning as well."""
    again = terminalreporter.stats.get("rerun", [])
    if again:
        terminalreporter.section("tried again")
    for report in again:
        crash = getattr(report.longrepr, "reprcrash", None)
        why = (crash.message if crash else str(report.longrepr)).splitlines()[0]
        terminalreporter.line(f"{report.nodeid} ({report.when}): {why}")
        if "GITHUB_ACTIONS" in os.environ:
            terminalreporter.line(f"::warning title=Tried again::{report.nodeid}: {why}")
