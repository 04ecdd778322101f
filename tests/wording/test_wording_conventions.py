"""Numbers, days and lists in each language: as CLDR has them."""

from datetime import date
from gettext import NullTranslations

import pytest
from tests.pseudo_language import using
from translations import catalogues, cldr

from matside.body.catalogue import BY_NAME
from matside.wording.conventions import conventions, own_name
from matside.wording.formatting import clock, day, day_short, duration, listing, measured, number


class _In(NullTranslations):
    def __init__(self, language):
        super().__init__()
        self._language = language

    def info(self):
        return {"language": self._language}


def test_the_table_is_what_babel_says_of_the_languages_there_are(repository):
    table = cldr.table_text(catalogues.catalogue_files(repository))
    assert (repository / cldr.TABLE).read_text("utf-8") == table, (
        "run: python scripts/translations numbers"
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("1.5", "4.5 s", "0:12.4", "3 May 2026", "2026-05-03", "a, b and c", "0.35")),
        ("fr", ("1,5", "4,5 s", "0:12,4", "3 mai 2026", "03/05/2026", "a, b et c", "0,35")),
        ("de", ("1,5", "4,5 s", "0:12,4", "3. Mai 2026", "3.5.2026", "a, b und c", "0,35")),
        ("es", ("1,5", "4,5 s", "0:12,4", "3 de mayo de 2026", "3/5/2026", "a, b y c", "0,35")),
        ("xx", ("1.5", "4.5 s", "0:12.4", "3 May 2026", "2026-05-03", "a, b and c", "0.35")),
        ("fr_CA", ("1,5", "4,5 s", "0:12,4", "3 mai 2026", "03/05/2026", "a, b et c", "0,35")),
    ],
)
def test_numbers_days_and_lists(language, expected):
    when = date(2026, 5, 3)
    with using(_In(language)):
        found = (
            number(1.5, 1),
            duration(4.5).replace("\N{NO-BREAK SPACE}", " "),
            clock(12.4, tenths=True),
            day(when),
            day_short(when),
            listing(["a", "b", "c"]),
            measured(0.35, BY_NAME["hand_to_leg_ratio"]),
        )
    assert found == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "1 May 2026"), ("fr", "1er mai 2026"), ("de", "1. Mai 2026")],
)
def test_the_first_of_a_month(language, expected):
    with using(_In(language)):
        assert day(date(2026, 5, 1)) == expected


def test_weeks_begin_on_monday():
    with using(_In("de")):
        assert conventions().weekdays[0] == "Montag"


def test_languages_name_themselves():
    assert [own_name(code) for code in ("de", "es", "fr", "xx")] == [
        "Deutsch", "español", "français", "xx",
    ]  # fmt: skip
