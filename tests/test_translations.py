"""The catalogues: nothing missing, unused or fuzzy, and every form can be filled in."""

import ast
import io
import itertools
import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from tests.pseudo_language import using
from translations import catalogues, checks, sources

from matside.translation import Text, ngettext

COUNTS = (0, 1, 2, 5, 21)
LANGUAGES = tuple(catalogues.catalogue_files(Path(__file__).resolve().parents[1]))


@pytest.fixture(scope="module")
def texts(repository):
    return catalogues.template(sources.all_texts(repository))


@pytest.fixture(scope="module")
def read(repository):
    files = catalogues.catalogue_files(repository)
    return {language: catalogues.read(path, language) for language, path in files.items()}


def test_the_template_is_up_to_date(repository, texts):
    found = catalogues.template_file(repository).read_text("utf-8")
    assert found == catalogues.text_of(texts), "run: python scripts/translations update"


def test_there_are_these_languages():
    assert {"de", "es", "fr"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_all_texts_and_no_others(language, read, texts):
    assert list(checks.problems(read[language], texts)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_is_as_update_writes_it(language, repository, read):
    path = catalogues.catalogue_files(repository)[language]
    # Babel may put a text of several files elsewhere once it was read: its lines are the same.
    told = catalogues.text_of(read[language]).splitlines()
    assert sorted(path.read_text("utf-8").splitlines()) == sorted(told)


@pytest.mark.parametrize(("first", "second"), [*itertools.combinations(("en", *LANGUAGES), 2)])
def test_no_sentence_is_the_same_in_two_languages(first, second, read, texts):
    def sentences(language):
        for message in read[language] if language != "en" else texts:
            if message.id and language == "en":
                yield message.id, message.id
            elif message.id:
                yield message.id, message.string

    known = dict(sentences(first))
    same = [
        text
        for key, text in sentences(second)
        if known[key] == text
        and len(re.findall(r"[^\W\d_]{3,}", re.sub(r"\{\w+\}", "", str(text)))) > 3
    ]
    assert same == []


@pytest.fixture(scope="module")
def told(read):
    """The catalogues as they are read at run time."""

    def compiled(catalogue: Catalog) -> GNUTranslations:
        file = io.BytesIO()
        write_mo(file, catalogue)
        file.seek(0)
        return GNUTranslations(file)

    return {language: compiled(catalogue) for language, catalogue in read.items()}


TYPOGRAPHY = {
    "de": r"\"|“(?=\w)|«|»",
    "es": r"\"|„|^[^¿]*\?|^[^¡]*!(?!=)",
    "fr": r"\"|„|[^\xa0][;:!?»](?=\s|$)|«(?!\xa0)",
}
"""Wrong in a language: another one's quotation marks and spaces, a question half open."""


@pytest.mark.parametrize("language", TYPOGRAPHY)
def test_signs_are_those_of_the_language(language, read):
    wrong = [
        form
        for message in read[language]
        if message.id
        for form in ([message.string] if isinstance(message.string, str) else message.string)
        if re.search(TYPOGRAPHY[language], form.replace('"any"', ""))  # which is typed so
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_filled_in_for_every_number(language, read, told):
    """And says the number, but for one, which may be written in full."""
    with using(told[language]):
        for message in read[language]:
            if not message.id:
                continue
            forms = [message.id] if isinstance(message.id, str) else list(message.id)
            names = checks.placeholders(forms[-1]) | checks.placeholders(forms[0])
            values: dict[str, object] = dict.fromkeys(names, "X")
            if not message.pluralizable:
                assert Text(forms[0], message.context or "")(**values).strip()
                continue
            without_n = dict.fromkeys(names - {"n"}, "X")
            for n in COUNTS:
                numbers = dict.fromkeys({"count", "number"} & names, f"<{n}>")
                text = ngettext(forms[0], forms[-1], n, **without_n | numbers)
                counted = {"n", "count", "number"} & checks.placeholders(forms[-1])
                assert n == 1 or not counted or str(n) in text, (n, text)


PLURALS = {
    "de": {
        "{n} session": ("0 Einheiten", "1 Einheit", "2 Einheiten", "5 Einheiten", "21 Einheiten"),
        "{n} time": ("0-mal", "1-mal", "2-mal", "5-mal", "21-mal"),
        "{count} second": (*("0 Sekunden", "eine Sekunde"), "2 Sekunden", "5 Sekunden",
                           "21 Sekunden"),
    },
    "es": {
        "{n} session": ("0 sesiones", "1 sesión", "2 sesiones", "5 sesiones", "21 sesiones"),
        "{n} time": ("0 veces", "1 vez", "2 veces", "5 veces", "21 veces"),
        "{count} second": (*("0 segundos", "un segundo"), "2 segundos", "5 segundos",
                           "21 segundos"),
    },
    "fr": {
        "{n} session": ("0 séance", "1 séance", "2 séances", "5 séances", "21 séances"),
        "{n} time": ("0 fois", "1 fois", "2 fois", "5 fois", "21 fois"),
        "{count} second": (*("0 secondes", "une seconde"), "2 secondes", "5 secondes",
                           "21 secondes"),
    },
}  # fmt: skip


@pytest.mark.parametrize("language", PLURALS)
def test_plurals_are_those_of_the_language(language, told):
    with using(told[language]):
        for one, expected in PLURALS[language].items():
            found = tuple(ngettext(one, f"{one}s", n, count=n) for n in COUNTS)
            assert found == expected


@pytest.mark.parametrize(
    ("text", "translated", "found"),
    [
        ("One {a}.", "", "not translated"),
        ("One {a}.", "Un {b}.", "{a} are expected, {b} found"),
        ("One {a}.", "Un.", "{a} are expected, {} found"),
        ("One {a}.", "Un {a", "are expected"),
        ("One.", "Un.\n", "line break at its ends"),
        ("{a} files", "{a} fichiers de 1\xa0Go", "numbers or units of size differ"),
        ("{a}, from 6 MB on", "{a}, à partir de 6\xa0Mo", None),
        ("{a}, from 6 on", "{a}, à partir de 5", "numbers or units of size differ"),
        (("{n} of {a}", "{n} of {a}"), ("un de {a}", "{n} de {a}"), None),
        (("{n} of {a}", "{n} of {a}"), ("un", "{n} de {a}"), "{a, n} are expected"),
        (("{n} of {a}", "{n} of {a}"), ("un de {a}", "deux de {a}"), "{a, n} are expected, {a} f"),
        (("{n} of {a}", "{n} of {a}"), ("{n} de {a}",), "2 forms are expected, 1 found"),
    ],
)
def test_what_is_wrong_with_a_translation_is_told(text, translated, found):
    wanted, given = Catalog(locale="fr"), Catalog(locale="fr")
    given._num_plurals = 2  # type: ignore[assignment]  # as French has
    wanted.add(text)
    given.add(text, string=translated)
    told = list(checks.problems(given, wanted))
    assert told == [] if found is None else found in " ".join(told)


def test_the_form_that_twenty_one_shares_with_one_keeps_its_number():
    """As in Russian: “21 повторение”."""
    wanted, given = Catalog(locale="ru"), Catalog(locale="ru")
    wanted.add(("{n} of {a}", "{n} of {a}"))
    given.add(("{n} of {a}", "{n} of {a}"), string=("{a}", "{n} {a}", "{n} {a}"))
    assert "{a, n} are expected, {a} found" in " ".join(checks.problems(given, wanted))


def test_missing_unused_and_fuzzy_texts_are_told():
    wanted, given = Catalog(locale="fr"), Catalog(locale="fr")
    wanted.add("New")
    wanted.add("Doubted")
    given.add("Doubted", string="Douteux", flags=["fuzzy"])
    given.add("Old", string="Vieux")
    told = " ".join(checks.problems(given, wanted))
    assert "not there: 'New'" in told
    assert "not used any more: 'Old'" in told
    assert "fuzzy: 'Doubted'" in told


def test_a_new_language_begins_with_all_texts_and_its_own_plural_forms(tmp_path, texts):
    begun = catalogues.updated("pl", tmp_path / "none.po", texts)
    assert begun.num_plurals == 3
    assert len(begun) == len(texts)
    assert "Language: pl" in catalogues.text_of(begun)
    assert "Date" not in catalogues.text_of(begun)


def test_every_error_is_one_whose_texts_are_extracted(repository):
    """An error that is defined elsewhere would say its sentence in English only."""
    elsewhere = [
        f"{path.name}: {node.name}"
        for path in (repository / "src" / "matside").rglob("*.py")
        if path.name != "errors.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id in sources.ERRORS for base in node.bases)
    ]
    assert elsewhere == []


def test_no_sentence_is_printed_that_was_not_looked_up(repository):
    """A word in what is handed to rich or typer themselves is in no catalogue."""
    wrong = []
    for path in (repository / "src" / "matside").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        rich = {"Text"} & {
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "rich.text"
            for alias in node.names
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            told = isinstance(node.func, ast.Name) and node.func.id in rich
            told |= isinstance(node.func, ast.Attribute) and node.func.attr in {"print", "echo"}
            parts = node.args[0].values if isinstance(node.args[0], ast.JoinedStr) else node.args
            words = [part.value for part in parts[:9] if isinstance(part, ast.Constant)]
            if told and re.search(r"[^\W\d_]{3,}", str(words).replace("matside", "")):
                wrong.append(f"{path.name}:{node.lineno}")
    assert wrong == []


def test_errors_name_what_they_are_about_in_placeholders(repository):
    """A text that is put together before it is looked up is in no catalogue."""
    wrong = []
    for path in (repository / "src" / "matside").rglob("*.py"):
        for call, _name in sources.calls(path):
            if isinstance(call.args[0], ast.JoinedStr | ast.BinOp):
                wrong.append(f"{path.name}:{call.lineno}")
    assert wrong == []
