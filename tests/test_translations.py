"""The catalogues: nothing missing, unused or fuzzy, and every form can be filled in."""

import ast
import io
import itertools
import re
from gettext import GNUTranslations

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from translations import catalogues, checks, sources

COUNTS = (0, 1, 2, 5, 21)
LANGUAGES = ("de", "es", "fr")


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


def test_there_are_these_languages(read):
    assert tuple(read) == LANGUAGES


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_filled_in_for_every_number(language, read):
    compiled = io.BytesIO()
    write_mo(compiled, read[language])
    compiled.seek(0)
    told = GNUTranslations(compiled)
    for message in read[language]:
        if not message.id:
            continue
        forms = [message.id] if isinstance(message.id, str) else list(message.id)
        values = dict.fromkeys(checks.placeholders(forms[-1]) | checks.placeholders(forms[0]), "X")
        for n in COUNTS:
            if message.pluralizable:
                text = told.ngettext(forms[0], forms[-1], n)
            elif message.context:
                text = told.pgettext(message.context, forms[0])
            else:
                text = told.gettext(forms[0])
            filled = text.format(**values | {"n": n}) if values else text
            assert filled.strip()


@pytest.mark.parametrize(
    ("text", "translated", "found"),
    [
        ("One {a}.", "", "not translated"),
        ("One {a}.", "Un {b}.", "{a} are expected, {b} found"),
        ("One {a}.", "Un.", "{a} are expected, {} found"),
        ("One {a}.", "Un {a", "are expected"),
        ("One.", "Un.\n", "line break at its ends"),
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


def test_errors_name_what_they_are_about_in_placeholders(repository):
    """A text that is put together before it is looked up is in no catalogue."""
    wrong = []
    for path in (repository / "src" / "matside").rglob("*.py"):
        for call, _name in sources.calls(path):
            if isinstance(call.args[0], ast.JoinedStr | ast.BinOp):
                wrong.append(f"{path.name}:{call.lineno}")
    assert wrong == []
