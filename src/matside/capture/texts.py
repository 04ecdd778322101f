"""Texts of the sources: parts of a file that could not be read, and times that were mended."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from matside.translation import Text, _, ngettext
from matside.wording.formatting import clock, duration, number

NO_VIDEO: Final = Text("it is damaged, or something else")
NO_PICTURE: Final = Text("No picture could be taken from {path}: {reason}")


def damaged(frames: int) -> str:
    """Return how many frames could not be decoded."""
    return ngettext("Damaged and left out: {n} frame.", "Damaged and left out: {n} frames.", frames)


def untimed(frames: int) -> str:
    """Return how many frames have no time of their own that is later than the one before."""
    return ngettext(
        "Without a later time and left out: {n} frame.",
        "Without a later time and left out: {n} frames.",
        frames,
    )


def outliers(frames: int) -> str:
    """Return how many frames have a time far from those around them."""
    return ngettext(
        "With a time far from its neighbours' and left out: {n} frame.",
        "With times far from their neighbours' and left out: {n} frames.",
        frames,
    )


def clock_jumps(times_s: list[float]) -> str:
    """Return where the file's clock started anew, as where files were joined."""
    return ngettext(
        "The file's clock jumps at {first}: what follows is timed as if it followed at once.",
        "The file's clock jumps {n} times, at {first} first: "
        "what follows is timed as if it followed at once.",
        len(times_s),
        first=clock(times_s[0]),
    )


def cut_gaps(gaps: list[tuple[float, float]], left_s: float) -> str:
    """Return where the file holds no frame for so long that the gap was cut."""
    at_s, length_s = max(gaps, key=lambda gap: gap[1])
    return ngettext(
        "The file shows nothing for {length} after {first}: this gap is cut to {left}, "
        "and all later times with it.",
        "The file has {n} long gaps, the longest {length} after {first}: each is cut to {left}, "
        "and all later times with it.",
        len(gaps),
        length=duration(length_s),
        first=clock(at_s),
        left=duration(left_s),
    )


def early_end(end_s: float, stated_s: float) -> str:
    """Return that a file is shorter than it says."""
    return _(
        "The frames end after {end} s where the file states {stated} s: it is probably incomplete.",
        end=number(end_s, 1),
        stated=number(stated_s, 1),
    )


def broken_off(end_s: float) -> str:
    """Return that reading ended with an error."""
    return _("The file breaks off after {end} s.", end=number(end_s, 1))


def grown(end_s: float) -> str:
    """Return that somebody still wrote to a file while it was read."""
    return _(
        "The file was still growing while it was read: if it goes on after {end} s now, analyse it "
        "again.",
        end=number(end_s, 1),
    )


def joined(end_s: float, path: Path) -> str:
    """Return that a file holds more films, put one behind the other, than the first."""
    return _(
        "Only the first {end} s are analysed: behind them another film begins in the same file, "
        "put there as it was. Analyse the films one by one, or join them with "
        "'ffmpeg -f concat -i list.txt joined{suffix}', where list.txt has a line "
        "file 'NAME' for each.",
        end=number(end_s, 1),
        suffix=path.suffix,
    )


def stretched(captured_hz: float, shown_hz: float) -> str:
    """Return that a video is slow motion, and how to analyse it at its true speed."""
    factor = captured_hz / shown_hz
    return _(
        "Filmed at {captured} frames a second and shown at {shown}: every time is {factor} times "
        "what it was; analyse it with --slow-motion {factor}.",
        captured=number(captured_hz),
        shown=number(shown_hz),
        factor=number(factor, 0 if abs(factor - round(factor)) < 0.05 else 1),
    )


def pixel_shape(width: int, height: int) -> str:
    """Return that the stated shape of the pixels is impossible."""
    return _(
        "The file states pixels {width} wide and {height} high, which no camera has: "
        "they are taken to be square.",
        width=width,
        height=height,
    )


def rest_left_out(pictures: int) -> str:
    """Return that an animation was too large to be read whole."""
    return ngettext(
        "Only the first picture of the animation is read, the rest is too large: "
        "save it as a video.",
        "Only the first {n} pictures of the animation are read, the rest is too large: "
        "save it as a video.",
        pictures,
    )
