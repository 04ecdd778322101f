from __future__ import annotations

import numpy as np
import pytest

from matside.overlay.patches import SEMIBOLD, Canvas, fit, paste, text_width

GREY = 100


def white_patch(width: int = 10, height: int = 6, opacity: float = 1.0):
    canvas = Canvas(width, height)
    canvas.lay(np.full((height, width), 255, np.uint8), (255, 255, 255), opacity=opacity)
    return canvas.patch()


def grey_picture():
    return np.full((20, 30, 3), GREY, np.uint8)


@pytest.mark.parametrize(("opacity", "value"), [(1.0, 255), (0.5, 178), (0.0, GREY)])
def test_a_patch_is_laid_over_by_its_opacity_and_nowhere_else(opacity, value):
    image = grey_picture()
    paste(image, white_patch(opacity=opacity), (4, 5))
    assert np.abs(image[5:11, 4:14].astype(int) - value).max() <= 1
    image[5:11, 4:14] = GREY
    assert (image == GREY).all()


@pytest.mark.parametrize(
    ("at", "covered"),
    [((-4, -2), 6 * 4), ((25, 17), 5 * 3), ((40, 0), 0), ((-10, 0), 0), ((0, 20), 0)],
)
def test_what_sticks_out_is_cut(at, covered):
    image = grey_picture()
    paste(image, white_patch(), at)
    assert np.count_nonzero((image == 255).all(axis=2)) == covered


def test_layers_hide_what_is_below():
    canvas = Canvas(4, 4)
    full = np.full((4, 4), 255, np.uint8)
    canvas.lay(full, (0, 0, 255))
    canvas.lay(full, (255, 0, 0))
    patch = canvas.patch()
    assert (patch.colour == (255, 0, 0)).all()
    assert (patch.keep == 0).all()


def test_letters_with_accents_and_signs_are_drawn():
    for words in ("é", "≈", "°", "·", "…", "ß"):
        assert text_width(words, 40, SEMIBOLD) > 5
        canvases = []
        for shown in (words, "?"):
            canvas = Canvas(60, 60)
            canvas.text(shown, (5, 5), 40, (SEMIBOLD, (255, 255, 255)))
            canvases.append(canvas.patch().keep)
        assert (canvases[0] != canvases[1]).any(), f"{words} is missing in the font"


def test_words_that_fit_are_left_alone():
    assert fit("Hold", 40, 1000) == (40, ("Hold",))
    assert fit("", 40, 1000)[1] == ()


def test_long_words_are_broken_evenly_and_all_remain():
    sentence = "Let your hips sink back towards your heels; a cushion between them is fine"
    size, lines = fit(sentence, 40, 700, lines=4)
    widths = [text_width(line, size, SEMIBOLD) for line in lines]
    assert " ".join(lines) == sentence
    assert max(widths) <= 700
    assert min(widths) > 0.6 * max(widths)


def test_letters_do_not_shrink_below_the_least_while_lines_are_left():
    sentence = "Bring your hands under your shoulders"
    assert fit(sentence, 40, 400, lines=4, least=40.0)[0] == 40
    assert fit(sentence, 40, 640, lines=4, least=0.0)[0] < 40


def test_what_cannot_fit_ends_in_an_ellipsis():
    size, lines = fit("Unpronounceable " * 5, 40, 200, lines=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert all(text_width(line, size, SEMIBOLD) <= 200 for line in lines)
