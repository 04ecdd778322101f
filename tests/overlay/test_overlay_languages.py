"""Every language can be drawn: its letters are in the font, and its sentences fit."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from translations import catalogues

from matside.guidance.phrases import text_of
from matside.guidance.wishes import PAIN_STOP, pain_answer
from matside.overlay.cards import card
from matside.overlay.hud import Card, CardKind
from matside.overlay.layout import Sizes
from matside.overlay.patches import fit

SIZES = [(1280, 720), (640, 480), (720, 1280)]
SPOKEN_KEYS = ("cue", "spoken", "say", "begin", "how", "note", "tips")
LANGUAGES = tuple(catalogues.catalogue_files(Path(__file__).resolve().parents[2]))


@pytest.fixture(scope="module")
def read(repository):
    files = catalogues.catalogue_files(repository)
    return {language: catalogues.read(path, language) for language, path in files.items()}


def forms(message):
    return (message.string,) if isinstance(message.string, str) else message.string


def spoken(message):
    """Whether a text may stand in the banner: what is said, and the cues of exercises."""
    files = ("guidance/phrases.py", "guidance/texts.py")
    said = any(file.endswith(files) for file, _line in message.locations)
    return said or any(
        comment.rpartition("› ")[2] in SPOKEN_KEYS for comment in message.auto_comments
    )


def drawn(letter):
    mask = np.zeros((60, 60), np.uint8)
    cv2.putText(mask, letter, (10, 45), (255,), cv2.FontFace("sans"), 32, 400)
    return mask


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_font_has_every_letter(language, read):
    letters = {
        letter for message in read[language] if message.id for letter in "".join(forms(message))
    }
    replaced = drawn("?")
    missing = {letter for letter in letters - set("?\n") if np.array_equal(drawn(letter), replaced)}
    assert missing == set()
    assert np.array_equal(drawn("\N{NARROW NO-BREAK SPACE}"), replaced), "it would be noticed"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_spoken_sentence_is_cut_short_in_the_banner(language, size, read):
    sizes = Sizes(size)
    room = size[0] - 2 * sizes.margin - 2.6 * sizes.em
    lines = 4 if room > 12.4 * sizes.em else 8
    for message in filter(spoken, read[language]):
        for form in forms(message):
            _em, broken = fit(form, sizes.em, room, lines=lines, least=sizes.least)
            assert "".join(broken).endswith("…") == form.endswith("…"), form


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_what_to_do_in_pain_is_not_cut_short_on_the_card(language, size, read, monkeypatch):
    headings = []

    def noted(words, *more, **options):
        found = fit(words, *more, **options)
        headings.append(found[1])
        return found

    monkeypatch.setattr("matside.overlay.cards.fit", noted)
    said = [read[language].get(text_of((one,), {})).string for one in pain_answer(PAIN_STOP)]
    shown = Card(kind=CardKind.DONE, headline=" ".join(said))
    sizes = Sizes(size)
    card.__wrapped__(shown, sizes.em, (size[0] - 2 * sizes.margin, size[1] // 2))
    assert " ".join(headings[-1]).split() == shown.headline.split()


def test_no_line_ends_at_a_no_break_space():
    _em, lines = fit("Tenez 30\N{NO-BREAK SPACE}s encore", 20.0, 95.0, lines=4, least=20.0)
    assert len(lines) > 1
    assert "30\N{NO-BREAK SPACE}s" in " ".join(lines)
