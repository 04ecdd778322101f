"""Numbers, units, times and lists as people read and hear them: one way for every medium.

Times and durations are cut off, never rounded up, as a clock is read: a hold of 36.9 s is
``36 s`` on the screen while it runs, in the tables afterwards and to the ear.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from matside.body.catalogue import Measure
from matside.body.landmark import Side
from matside.translation import Plural, Text
from matside.wording.conventions import conventions

UNKNOWN: Final = "\N{EN DASH}"
"""Stands for a number that is not known."""
_TIED: Final = "\N{NO-BREAK SPACE}"
"""Between a number and its unit, so that no line ends between them."""
_KEPT: Final = frozenset(
    "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{ZERO WIDTH JOINER}"
)
"""What is not printable by Python's reckoning and belongs to texts and names all the same."""
_SLACK: Final = 5e-5
"""Half of the last decimal in summary.json: 35.99996 s are 36 s, before and after it is written."""
_SIZES: Final = (
    *(Text("{value} B"), Text("{value} kB"), Text("{value} MB")),
    *(Text("{value} GB"), Text("{value} TB")),
)
_PLAIN: Final = str.maketrans(
    {
        _TIED: " ",
        UNKNOWN: "-",
        "\N{MINUS SIGN}": "-",
        "\N{MULTIPLICATION SIGN}": "x",
        "\N{HORIZONTAL ELLIPSIS}": "...",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    }
)


_RANGE: Final = Text("{low} to {high}")
_SECONDS: Final = Text("{s} s")
_MINUTES: Final = Text("{min} min")
_MINUTES_AND_SECONDS: Final = Text("{min} min {s} s")
_HOURS: Final = Text("{h} h {min} min")
_SIDES: Final = {Side.LEFT: Text("left", "side"), Side.RIGHT: Text("right", "side")}
_ON_SIDE: Final = {Side.LEFT: Text("{name}, left"), Side.RIGHT: Text("{name}, right")}
_CORRECTED: Final = Text("{what}: {count}, corrected (measured: {measured})")
_PAIN_BEFORE: Final = Text("{pain} before")
_PAIN_DURING: Final = Text("{pain} in the middle")
_PAIN_AFTER: Final = Text("{pain} after")
_ONCE: Final = Text("once")
_TIMES: Final = Plural("{n} time", "{n} times")
_SPOKEN: Final = (
    *(Text("no"), Text("one"), Text("two"), Text("three"), Text("four"), Text("five")),
    *(Text("six"), Text("seven"), Text("eight"), Text("nine"), Text("ten"), Text("eleven")),
    *(Text("twelve"), Text("thirteen"), Text("fourteen"), Text("fifteen"), Text("sixteen")),
    *(Text("seventeen"), Text("eighteen"), Text("nineteen"), Text("twenty")),
)
_SPOKEN_MINUTES: Final = Plural("{count} minute", "{count} minutes")
_SPOKEN_SECONDS: Final = Plural("{count} second", "{count} seconds")
_SPOKEN_BOTH: Final = Text("{minutes} {seconds}")


class Day(Protocol):
    """A day of the calendar, such as ``datetime.date``."""

    @property
    def year(self) -> int: ...  # noqa: D102
    @property
    def month(self) -> int: ...  # noqa: D102
    @property
    def day(self) -> int: ...  # noqa: D102


def plain(text: str) -> str:
    """Return a text in letters that an old terminal or a log can hold."""
    return text.translate(_PLAIN)


def printable(text: str) -> str:
    """Return a name from elsewhere as a terminal may be given it: one line, and nothing hidden.

    Control characters (ESC begins commands to a terminal), marks that turn the
    direction of writing, and bytes that were no letters become ``�``.
    """
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() or letter in _KEPT else "\ufffd" for letter in text
    )


# Numbers and measures


_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would compute."""


def spreadsheet_cell(text: str) -> str:
    """Return a text that a spreadsheet does not take for a formula and run."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def number(value: float, decimals: int = 0, *, signed: bool = False) -> str:
    """Return a number with so many decimals; a dash for NaN and infinity, which are not known.

    With ``signed`` a plus stands before what is greater than zero.
    """
    if not math.isfinite(value):
        return UNKNOWN
    text = f"{value:{'+' if signed else '-'}z.{decimals}f}"
    if signed and not any(digit in "123456789" for digit in text):
        text = text[1:]
    return text.replace("-", "\N{MINUS SIGN}").replace(".", conventions().decimal)


def measured(value: float, measure: Measure, *, signed: bool | None = None) -> str:
    """Return a value with its unit: whole degrees, hundredths of a ratio; a dash for NaN.

    With ``signed`` a plus stands before what is greater than zero; by default for curves of the
    back, which count from the person's own neutral.
    """
    if not math.isfinite(value):
        return UNKNOWN
    signed = measure.from_neutral if signed is None else signed
    if measure.unit != "deg":
        return number(value, 2, signed=signed)
    return f"{number(value, signed=signed)}°"


def extent(low: float, high: float, measure: Measure) -> str:
    """Return a range: ``38° to 117°``; a dash where it is not known."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return UNKNOWN
    return _RANGE(low=measured(low, measure), high=measured(high, measure))


def percent(share: float) -> str:
    """Return a share as whole percent, but ``100 %`` only for all of it; a dash for NaN."""
    if not math.isfinite(share):
        return UNKNOWN
    whole = round(100.0 * share)
    return f"{99 if whole == 100 and share < 0.9999 else whole}{_TIED}%"


# Times


def clock(t_s: float, *, tenths: bool = False) -> str:
    """Return a time of a recording as a player shows it: ``0:12``, ``1:02:03``; a dash for NaN.

    With ``tenths`` a tenth follows: ``0:12.4``.
    """
    if not math.isfinite(t_s):
        return UNKNOWN
    whole_tenths = _floor(abs(t_s) * 10.0)
    sign = "\N{MINUS SIGN}" if t_s < 0.0 and whole_tenths else ""
    seconds, tenth = divmod(whole_tenths, 10)
    hours, rest = divmod(seconds, 3600)
    minutes = f"{hours}:{rest // 60:02}" if hours else f"{rest // 60}"
    return f"{sign}{minutes}:{rest % 60:02}{f'{conventions().decimal}{tenth}' if tenths else ''}"


def timer(t_s: float) -> str:
    """Return the seconds of a running timer: ``29``, from 100 on ``1:40``."""
    whole = _floor(t_s) if math.isfinite(t_s) else 0
    return str(whole) if whole < 100 else clock(whole)


def duration(seconds: float) -> str:
    """Return how long something lasted: ``4.5 s``, ``36 s``, ``1 min 15 s``, ``3 h 05 min``.

    Tenths are told below ten seconds, where they decide whether a short hold counts.
    """
    if not math.isfinite(seconds):
        return UNKNOWN
    whole = _floor(seconds)
    minutes, rest = divmod(whole, 60)
    if whole < 10:
        tenths = _floor(seconds * 10.0)
        text = _SECONDS(s=number(tenths / 10.0, 1 if tenths % 10 else 0))
    elif not minutes:
        text = _SECONDS(s=whole)
    elif minutes >= 60:
        text = _HOURS(h=minutes // 60, min=f"{minutes % 60:02}")
    else:
        text = _MINUTES_AND_SECONDS(min=minutes, s=rest) if rest else _MINUTES(min=minutes)
    return text.replace(" ", _TIED)


def minutes(seconds: float) -> str:
    """Return minutes with a tenth, for a column of minutes: ``2.5``."""
    return number(seconds / 60.0, 1)


def file_size(size_bytes: int) -> str:
    """Return a size on the disk: ``12 MB``."""
    value, unit = float(size_bytes), 0
    while value >= 999.5 and unit < len(_SIZES) - 1:
        value, unit = value / 1000.0, unit + 1
    decimals = 1 if unit > 1 and value < 9.95 else 0
    return _SIZES[unit](value=number(value, decimals)).replace(" ", _TIED)


def spans(times: Iterable[tuple[float, float]]) -> str:
    """Return stretches of time: ``0:04 to 0:18, 1:00 to 1:20``."""
    return ", ".join(_RANGE(low=clock(start), high=clock(end)) for start, end in times)


def time_of_day(minute: int) -> str:
    """Return a time of the day, given in minutes since midnight: ``07:30``."""
    return f"{minute // 60:02}:{minute % 60:02}"


def day(when: Day) -> str:
    """Return a day in a sentence: ``26 November 2026``."""
    here = conventions()
    number_of_day = here.first_day if when.day == 1 else when.day
    return here.day.format(day=number_of_day, month=here.months[when.month - 1], year=when.year)


def day_short(when: Day) -> str:
    """Return a day in a table: ``2026-11-26``, ``26.11.2026``."""
    return conventions().day_short.format(day=when.day, month=when.month, year=when.year)


# Sides and lists


def side(which: Side | None) -> str:
    """Return ``left``, ``right`` or, for what has no side, nothing."""
    return "" if which is None else str(_SIDES[which])


def with_side(name: str, which: Side | None) -> str:
    """Return a name and its side: ``Hip flexion, left``."""
    return name if which is None else _ON_SIDE[which](name=name)


def listing(names: Sequence[str]) -> str:
    """Return names in a row: ``cat``, ``cat and cow``, ``cat, cow and child``."""
    if len(names) < 2:
        return "".join(names)
    here = conventions()
    if len(names) == 2:
        return here.last_of_two.join(names)
    return f"{here.between.join(names[:-1])}{here.last}{names[-1]}"


def times(n: int) -> str:
    """Return how often: ``once``, ``3 times``."""
    return str(_ONCE) if n == 1 else _TIMES(n)


def pain(before: int | None, during: int | None, after: int | None) -> str:
    """Return the pain reported, of 10: ``4 before, 5 during, 3 after``; empty for none."""
    parts = ((_PAIN_BEFORE, before), (_PAIN_DURING, during), (_PAIN_AFTER, after))
    return ", ".join(text(pain=pain) for text, pain in parts if pain is not None)


def corrected(what: str, count: int, measured: int) -> str:
    """Return a count that the person corrected: ``Cat-cow: 12, corrected (measured: 10)``."""
    return _CORRECTED(what=what, count=count, measured=measured)


def capitalised(text: str) -> str:
    """Return a text with a capital letter to begin with; the others stay as they are."""
    return text[:1].upper() + text[1:]


# To the ear


def spoken_number(count: int) -> str:
    """Return a count as a word, up to twenty; larger ones as digits."""
    return str(_SPOKEN[count]) if 0 < count < len(_SPOKEN) else str(count)


def spoken_duration(seconds: float) -> str:
    """Return a time in words: ``twelve seconds``, ``two minutes five seconds``; at least one."""
    whole_minutes, rest = divmod(max(1, _floor(seconds)), 60)
    in_minutes = _SPOKEN_MINUTES(whole_minutes, count=spoken_number(whole_minutes))
    in_seconds = _SPOKEN_SECONDS(rest, count=spoken_number(rest))
    if whole_minutes and rest:
        return _SPOKEN_BOTH(minutes=in_minutes, seconds=in_seconds)
    return in_minutes if whole_minutes else in_seconds


def _floor(value: float) -> int:
    return math.floor(value + _SLACK)
