"""What all tests share: no chance in them, and no traces on the account of who runs them."""

from pathlib import Path

import pytest
from hypothesis import settings
from translations.catalogues import compile_catalogues

from matside import translation
from virtual_screen import VirtualScreen

settings.register_profile("matside", derandomize=True, deadline=None)
settings.load_profile("matside")


def pytest_configure():
    """Compile the catalogues that were changed since: an installation does that once."""
    compile_catalogues(Path(__file__).resolve().parent.parent)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder that holds pyproject.toml."""
    return Path(__file__).resolve().parent.parent


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
