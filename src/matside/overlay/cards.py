"""The panels of words that the overlay lays on the picture; each is drawn once and kept."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from matside.overlay.hud import Badge, BadgeKind, Banner, BannerKind, Card, CardKind
from matside.overlay.keys import Key
from matside.overlay.palette import INK, MIST, WHITE, Colour
from matside.overlay.patches import (
    LINE_HEIGHT,
    REGULAR,
    SEMIBOLD,
    Canvas,
    Patch,
    fit,
    text_width,
)
from matside.overlay.signs import FIGURE_ASPECT, Sign, has_figure, lay_figure, lay_sign

_Look = tuple[int, Colour]
_Row = tuple[str, float, _Look]
_BANNER_SIGNS: Final = {
    BannerKind.CUE: Sign.WARNING,
    BannerKind.PAUSED: Sign.PAUSE,
    BannerKind.INSTRUCTION: Sign.FRAME,
    BannerKind.SPEECH: Sign.SPEECH,
}
_CARD_SIGNS: Final = {
    CardKind.PAUSED: Sign.PAUSE,
    CardKind.CAMERA: Sign.CAMERA,
    CardKind.DONE: Sign.TICK,
}
_BADGE_SIGNS: Final = {BadgeKind.RECORDING: Sign.RECORDING, BadgeKind.MUTED: Sign.MUTED}
_STRONG: Final[_Look] = (SEMIBOLD, WHITE)
_QUIET: Final[_Look] = (REGULAR, MIST)
_LEAST_CARD_EM: Final = 6.0
_BUTTON: Final = 2.4
"""Width of a button with one letter, in sizes of the main text; a finger wants a centimetre."""
_LEAST_BUTTON: Final = 1.5
"""Buttons that would be narrower stand in two rows."""
_INSTRUCTION: Final = 1.1
_FIGURE_EM: Final = 3.4
"""Width of a pictogram beside an instruction, in sizes of its letters."""


@lru_cache(maxsize=32)
def header(title: str, headline: str, sizes: tuple[float, float], width: int) -> Patch:
    """Return the panel that says what is being done and what is going on now."""
    em, least = sizes
    pad = 0.42 * em
    room = width - 2 * pad
    rows: list[_Row] = []
    if title:
        size, lines = fit(title, 0.72 * em, room, weight=REGULAR)
        rows += [(words, size, _QUIET) for words in lines]
    if headline:
        size, lines = fit(headline, em, room, lines=3, least=least)
        rows += [(words, size, _STRONG) for words in lines]
    canvas = Canvas(_widest(rows) + 2 * pad, _height(rows) + 1.3 * pad)
    canvas.panel((0, 0, canvas.width, canvas.height), 0.45 * em)
    _write(canvas, rows, (pad, 0.65 * pad))
    return canvas.patch()


@lru_cache(maxsize=128)
def pill(words: str, em: float, width: int) -> Patch:
    """Return a line of words on a panel of their own."""
    pad = 0.45 * em
    size, lines = fit(words, em, width - 2 * pad)
    shown = lines[0] if lines else ""
    canvas = Canvas(text_width(shown, size, SEMIBOLD) + 2 * pad, 1.45 * size)
    canvas.panel((0, 0, canvas.width, canvas.height), canvas.height / 2)
    canvas.text(shown, (pad, 0.1 * size), size, _STRONG)
    return canvas.patch()


@lru_cache(maxsize=64)
def badges(shown: tuple[Badge, ...], em: float) -> Patch:
    """Return the badges side by side, each on a panel of its own."""
    pad, gap, sign = 0.45 * em, 0.35 * em, 0.42 * em
    widths = []
    for badge in shown:
        signed = 2 * sign + 0.3 * em if badge.kind in _BADGE_SIGNS else 0.0
        widths.append(text_width(badge.text, em, SEMIBOLD) + signed + 2 * pad)
    canvas = Canvas(sum(widths) + gap * (len(shown) - 1), 1.45 * em)
    x = 0.0
    for badge, wide in zip(shown, widths, strict=True):
        canvas.panel((round(x), 0, round(wide), canvas.height), canvas.height / 2)
        start = x + pad
        if badge.kind in _BADGE_SIGNS:
            lay_sign(canvas, _BADGE_SIGNS[badge.kind], (start + sign, canvas.height / 2), sign)
            start += 2 * sign + 0.3 * em
        canvas.text(badge.text, (start, 0.1 * em), em, _STRONG)
        x += wide + gap
    return canvas.patch()


@lru_cache(maxsize=32)
def banner(content: Banner, sizes: tuple[float, float], width: int) -> Patch:
    """Return the banner at the foot: a sign and one sentence, in more lines where it is narrow."""
    em, least = sizes
    if content.kind is BannerKind.INSTRUCTION:  # read from afar, by someone who is not in place yet
        em = least = _INSTRUCTION * em
    pad = 0.5 * em
    shown = has_figure(content.posture) and width > 12 * em
    sign = _FIGURE_EM * em if shown else 1.1 * em
    size, lines = fit(
        content.text, em, width - 3 * pad - sign, lines=4 if width > 15 * em else 8, least=least
    )
    rows: list[_Row] = [(words, size, _STRONG) for words in lines]
    tall = max(_height(rows), FIGURE_ASPECT * sign if shown else LINE_HEIGHT * size)
    canvas = Canvas(_widest(rows) + 3 * pad + sign, tall + 1.1 * pad)
    canvas.panel((0, 0, canvas.width, canvas.height), 0.5 * em)
    if shown:
        top = (canvas.height - FIGURE_ASPECT * sign) / 2
        lay_figure(canvas, content.posture, (pad, top), sign)
    else:
        lay_sign(canvas, _BANNER_SIGNS[content.kind], (pad + sign / 2, canvas.height / 2), sign / 2)
    _write(canvas, rows, (2 * pad + sign, (canvas.height - _height(rows)) / 2))
    return canvas.patch()


@lru_cache(maxsize=16)
def card(shown: Card, em: float, room: tuple[int, int]) -> Patch:
    """Return a card that fits into ``room`` (width and height in pixels).

    Its letters are of size ``em``, those of the headline larger; both become
    smaller where there is little room.
    """
    if shown.kind is CardKind.COUNTDOWN:
        return _countdown(shown.headline, room)
    while True:
        patch = _card(shown, em, room[0])
        if (patch.size[0] <= room[0] and patch.size[1] <= room[1]) or em < _LEAST_CARD_EM:
            return patch
        em *= 0.9


def _card(shown: Card, em: float, width: int) -> Patch:
    match shown.kind:
        case CardKind.HELP:
            return _key_card(shown, em)
        case CardKind.PAIN:
            return _choice_card(shown, em, width)
        case _other:
            return _message(shown, em, width)


@lru_cache(maxsize=4)
def ghost(posture: str, width: int) -> Patch:
    """Return the pictogram of a posture, large and see-through."""
    canvas = Canvas(width, FIGURE_ASPECT * width + 4)
    lay_figure(canvas, posture, (0.0, 2.0), width, opacity=0.7)
    return canvas.patch()


def _countdown(number: str, room: tuple[int, int]) -> Patch:
    side = max(8, min(room))
    canvas = Canvas(side, side)
    canvas.panel((0, 0, side, side), side / 2)
    em, _ = fit(number, 0.8 * side, 0.8 * side)
    x = (side - text_width(number, em, SEMIBOLD)) / 2
    canvas.text(number, (x, side / 2 - 0.63 * em), em, _STRONG)
    return canvas.patch()


def _message(shown: Card, em: float, width: int) -> Patch:
    """Return a sign beside a headline, with lines below."""
    pad, sign = 0.6 * em, 1.7 * em
    wide = width - 3 * pad - sign
    large = 1.1 * em if shown.kind is CardKind.CAMERA else 1.6 * em
    size, heads = fit(shown.headline, large, wide, lines=12, least=em)
    rows: list[_Row] = [(words, size, _STRONG) for words in heads]
    for line in shown.lines:
        small, lines = fit(line, em, wide, weight=REGULAR, lines=3, least=0.8 * em)
        rows += [(words, small, (REGULAR, WHITE)) for words in lines]
    tall = max(_height(rows), sign)
    canvas = Canvas(_widest(rows) + 3 * pad + sign, tall + 1.4 * pad)
    canvas.panel((0, 0, canvas.width, canvas.height), 0.6 * em)
    middle = pad + sign / 2, canvas.height / 2
    lay_sign(canvas, _CARD_SIGNS[shown.kind], middle, sign / 2)
    _write(canvas, rows, (2 * pad + sign, (canvas.height - _height(rows)) / 2))
    return canvas.patch()


def _key_card(shown: Card, em: float) -> Patch:
    """Return the keys, each as a light cap with its letter, and what they do."""
    pad, step = 0.7 * em, 1.5 * em
    pairs = [line.partition("\t")[::2] for line in shown.lines]
    cap = max((text_width(key, 0.8 * em, SEMIBOLD) for key, _ in pairs), default=0) + 0.8 * em
    words = max((text_width(what, em, REGULAR) for _, what in pairs), default=0)
    canvas = Canvas(cap + words + 3 * pad, step * len(pairs) + 1.6 * pad)
    canvas.panel((0, 0, canvas.width, canvas.height), 0.6 * em)
    for row, (key, what) in enumerate(pairs):
        top = 0.8 * pad + row * step
        box = round(pad), round(top + 0.1 * em), round(cap), round(1.3 * em)
        canvas.panel(box, 0.25 * em, WHITE, opacity=0.95)
        x = pad + (cap - text_width(key, 0.8 * em, SEMIBOLD)) / 2
        canvas.text(key, (x, top + 0.25 * em), 0.8 * em, (SEMIBOLD, INK))
        canvas.text(what, (2 * pad + cap, top + 0.1 * em), em, (REGULAR, WHITE))
    return canvas.patch()


def _choice_card(shown: Card, em: float, width: int) -> Patch:
    """Return a question over large buttons: single letters in rows, sentences below each other.

    The first line below stands at the left of the letters, the second at the right.
    """
    pad, gap = 0.6 * em, 0.3 * em
    letters = [choice for choice in shown.choices if len(choice) == 1]
    wide = width - 2 * pad
    in_row = len(letters) if wide >= len(letters) * _LEAST_BUTTON * em else -(-len(letters) // 2)
    cell = min(_BUTTON * em, (wide - gap * (in_row - 1)) / max(1, in_row))
    across = in_row * cell + gap * (in_row - 1)
    size, heads = fit(shown.headline, 1.3 * em, max(across, 0.8 * wide), lines=3, least=0.8 * em)
    sentences = [choice for choice in shown.choices if len(choice) > 1]
    heading = LINE_HEIGHT * size * len(heads)
    rows = -(-len(letters) // in_row) if letters else 0
    height = heading + rows * (cell + gap) + LINE_HEIGHT * 0.8 * em
    height += len(sentences) * (1.7 * em + gap)
    widest = max([across, *(text_width(line, size, SEMIBOLD) for line in heads)])
    canvas = Canvas(widest + 2 * pad, height + 1.6 * pad)
    canvas.panel((0, 0, canvas.width, canvas.height), 0.6 * em)
    _write(canvas, [(line, size, _STRONG) for line in heads], (pad, 0.8 * pad))
    top = 0.8 * pad + heading + gap / 2
    for number, letter in enumerate(letters):
        row, column = divmod(number, in_row)
        at = pad + column * (cell + gap), top + row * (cell + gap)
        _lay_button(canvas, letter, (*at, cell, cell), 0.55 * cell)
    top += rows * (cell + gap)
    room = (widest - gap) / 2
    small = [fit(line, 0.8 * em, room, weight=REGULAR)[0] for line in shown.lines]
    for line, right in zip(shown.lines, (False, True), strict=False):
        least, cut = fit(line, min(small), room, weight=REGULAR)
        x = pad + (widest - text_width(cut[0], least, REGULAR) if right else 0.0)
        canvas.text(cut[0], (x, top), least, (REGULAR, WHITE))
    top += LINE_HEIGHT * 0.8 * em + gap / 2
    for sentence in sentences:
        _lay_button(canvas, sentence, (pad, top, widest, 1.7 * em), 0.8 * em)
        top += 1.7 * em + gap
    return canvas.patch()


def _lay_button(
    canvas: Canvas, words: str, at: tuple[float, float, float, float], em: float
) -> None:
    left, top, width, height = at
    box = round(left), round(top), round(width), round(height)
    canvas.button(Key(words[0]), box, 0.18 * min(width, height))
    size, lines = fit(words, em, 0.92 * width)
    x = left + (width - text_width(lines[0], size, SEMIBOLD)) / 2
    canvas.text(lines[0], (x, top + (height - LINE_HEIGHT * size) / 2), size, (SEMIBOLD, INK))


def _widest(rows: list[_Row]) -> int:
    return max((text_width(words, size, look[0]) for words, size, look in rows), default=0)


def _height(rows: list[_Row]) -> float:
    return LINE_HEIGHT * sum(size for _, size, _ in rows)


def _write(canvas: Canvas, rows: list[_Row], at: tuple[float, float]) -> None:
    x, y = at
    for words, size, look in rows:
        canvas.text(words, (x, y), size, look)
        y += LINE_HEIGHT * size
