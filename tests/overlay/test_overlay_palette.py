from __future__ import annotations

import pytest

from matside.overlay import palette
from matside.overlay.patches import PANEL_OPACITY

ENOUGH = 4.5
"""WCAG 2.1, success criterion 1.4.3."""


def luminance(colour) -> float:
    """Relative luminance by WCAG 2.1 of a colour in blue, green, red."""
    linear = [
        v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4
        for v in (channel / 255 for channel in colour)
    ]
    return 0.0722 * linear[0] + 0.7152 * linear[1] + 0.2126 * linear[2]


def contrast(a, b) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def panel_over(background) -> tuple[float, ...]:
    return tuple(
        PANEL_OPACITY * ink + (1 - PANEL_OPACITY) * behind
        for ink, behind in zip(palette.INK, background, strict=True)
    )


def test_the_ratio_is_that_of_the_standard():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21.0)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("background", [(255, 255, 255), (0, 0, 0), (128, 128, 128), (0, 255, 255)])
@pytest.mark.parametrize("words", ["WHITE", "MIST"])
def test_words_are_read_on_a_panel_over_any_background(words, background):
    assert contrast(getattr(palette, words), panel_over(background)) >= ENOUGH


@pytest.mark.parametrize("disc", ["SKY", "WHITE", "ORANGE", "MINT"])
def test_dark_words_and_signs_are_read_on_light_discs(disc):
    assert contrast(palette.INK, getattr(palette, disc)) >= ENOUGH


@pytest.mark.parametrize("line", ["SKY", "YELLOW", "MIST", "WHITE"])
def test_lines_stand_out_from_their_dark_edge(line):
    assert contrast(getattr(palette, line), palette.INK) >= ENOUGH


def test_the_dot_that_says_rec_stands_out_from_its_white_rim():
    assert contrast(palette.RED, palette.WHITE) >= 3.0  # WCAG 1.4.11, for signs
