"""Which language is taken: the one named, the one handed on, the one remembered, the system's."""

import os
import subprocess
import sys
from gettext import NullTranslations

import pytest

from matside import translation
from matside.app.language import choose_language, known_language, system_languages
from matside.app.settings import change_settings, settings_file
from matside.cli import main
from matside.errors import UsageError
from matside.translation import VARIABLE, language


@pytest.fixture
def four(monkeypatch):
    """Four languages, whether they are compiled here or not."""
    monkeypatch.setattr("matside.app.language.languages", lambda: ("en", "de", "es", "fr"))
    monkeypatch.setattr("matside.cli.computer.languages", lambda: ("en", "de", "es", "fr"))
    texts = {name: _Texts(name) for name in ("en", "de", "es", "fr")}
    monkeypatch.setattr(translation, "catalogue", texts.__getitem__)


class _Texts(NullTranslations):
    def __init__(self, name):
        super().__init__()
        self.name = name

    def info(self):
        return {"language": self.name}


@pytest.fixture
def remembered(tmp_path, monkeypatch):
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path))
    monkeypatch.delenv(VARIABLE)
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "es_ES.UTF-8")
    return tmp_path


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        *[("fr", "fr"), ("fr_CA.UTF-8", "fr"), ("FR-ca", "fr"), ("de_AT@euro", "de")],
        *[("en_GB", "en"), ("it", None), ("", None), (None, None), ("français", None)],
    ],
)
def test_the_nearest_language_is_found(wanted, found):
    assert known_language(wanted) == found


@pytest.mark.usefixtures("four")
def test_named_goes_before_handed_on_before_remembered_before_the_systems(remembered, monkeypatch):
    assert choose_language() == "es"
    monkeypatch.delenv(VARIABLE)
    change_settings(language="de")
    assert choose_language() == "de"
    assert choose_language("fr") == "fr"
    assert choose_language() == "fr", "what was chosen is handed on"
    assert choose_language(anew=True) == "de"
    assert language() == "de"


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    "damaged", ["", "[1]", '{"language": 5}', '{"language": "xx"}', "[" * 9999]
)
def test_damaged_settings_are_the_systems_language(remembered, damaged):
    settings_file().write_text(damaged)
    assert choose_language() == "es"


@pytest.mark.usefixtures("four")
def test_a_language_that_is_not_there_is_said(remembered):
    with pytest.raises(UsageError, match="one of en, de, es, fr, and 'it' was found"):
        choose_language("it")


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({"LANG": "fr_FR.UTF-8"}, ["fr_FR.UTF-8"]),
        ({"LANGUAGE": "it:de", "LANG": "fr_FR"}, ["it", "de", "fr_FR"]),
        ({"LC_ALL": "C.UTF-8", "LANG": "fr_FR"}, []),
        ({"LC_MESSAGES": "de_DE", "LANG": "C"}, ["de_DE"]),
        ({"LANG": ""}, []),
        ({}, []),
    ],
)
def test_the_systems_languages_are_asked_for_as_gettext_does(environment, found):
    assert list(system_languages(environment, "linux")) == found


@pytest.mark.usefixtures("four")
def test_a_language_is_remembered_and_forgotten(remembered, capsys):
    assert main(["language", "fr"]) == 0
    assert capsys.readouterr().out.endswith("français.\n")
    assert language() == "fr"
    assert main(["--lang=de", "language"]) == 0
    assert "* de     Deutsch" in capsys.readouterr().out
    assert main(["language", "system"]) == 0
    assert language() == "es"
    assert main(["language", "klingon"]) == 2


@pytest.mark.usefixtures("four")
def test_lang_without_a_language_or_with_an_unknown_one_ends_with_2(remembered, capsys):
    assert main(["--lang", "it", "language"]) == 2
    assert "'it' was found" in capsys.readouterr().err
    assert main(["--lang"]) == 2


def test_a_process_that_is_started_speaks_the_language_of_the_one_that_started_it(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    choose_language("fr")
    code = "from matside.errors import UsageError; print(UsageError('Start'))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout == "Démarrer\n"
