"""The settings that are remembered: written whole, read field by field."""

from __future__ import annotations

import stat
import sys

import pytest
from pydantic import ValidationError

from matside.app.settings import Pictures, Settings, change_settings, read_settings, settings_file
from matside.page.model import Theme


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch):
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path / "own"))


def test_nothing_is_remembered_at_first() -> None:
    assert read_settings() == Settings()
    assert not settings_file().exists()


def test_a_change_leaves_the_other_fields_as_they_are() -> None:
    change_settings(language="fr", pictures=Pictures.BLUR_FACE)
    assert change_settings(theme=Theme.DARK) == read_settings()
    assert read_settings().language == "fr"
    assert read_settings().pictures is Pictures.BLUR_FACE
    assert change_settings(language=None).language is None


def test_a_value_that_cannot_be_is_refused_and_nothing_changes() -> None:
    change_settings(volume=0.5)
    with pytest.raises(ValidationError, match="volume"):
        change_settings(volume=3.0)
    assert read_settings().volume == 0.5


def test_a_damaged_field_has_its_default_and_the_others_count() -> None:
    change_settings(language="de")
    settings_file().write_text(
        '{"language": "de", "volume": "loud", "theme": 7, "new": 1}', "utf-8"
    )
    assert read_settings() == Settings(language="de")


@pytest.mark.skipif(sys.platform == "win32", reason="rights are kept elsewhere on Windows")
def test_the_folder_is_its_owners() -> None:
    change_settings(person="Ada")
    assert stat.S_IMODE(settings_file().parent.stat().st_mode) == 0o700
