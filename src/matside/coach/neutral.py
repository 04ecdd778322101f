"""Levels that measures count from: the person's own neutral, and what is read at rest.

A neutral is where a measure rests when nothing is being done. A quiet time in the right posture
gives it at once, unless it lies where nobody is at rest. Without one, two turning points do: the
neutral is then the middle of the swing, if that goes to both sides of where people are at rest. A
quiet level that later proves to be an end of the swing (somebody who began in a held cow) is
corrected in the same way.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Final, Literal, NamedTuple

from matside.body.catalogue import BY_NAME
from matside.coach.sample import Sample, condition_value, pace, read
from matside.exercise.schema import Exercise, Neutral
from matside.states import replace

MEMORY_S: Final = 40.0
"""How far back the swing is remembered: several slow cycles."""
STRIDE_S: Final = 0.1
"""Spacing of the remembered values."""
END_SHARE: Final = 0.2
"""A quiet level within this share of an end of a full swing is that end, not the neutral."""
FULL_SWINGS: Final = 1.8
"""Swings (of the file's ``swing``) that make a full one: neutral to cat alone is about one."""
TURN_SHARE: Final = 0.3
"""A turning point is certain once the measure has come back by this share of the swing."""

QUIET_VALUES: Final = 5
"""Values needed for a quiet time, however long they take."""
SPARSE_S: Final = 0.6
"""Frames further apart than this are no stream: nothing is known of the time between them."""
RESTING_VALUES: Final = 100
"""Values kept: the last 10 s of rest, so a person or camera that moves a little is followed."""
LEAST_RESTING: Final = 5
"""Fewer values than this are no rest."""

Basis = Literal["none", "quiet", "swing"]


class Beyond(NamedTuple):
    """Where a body is beyond what people read at rest.

    Attributes:
        below: Whether some measure is below it.
        above: Whether some measure is above it.
        plainly: Whether all of them are on one side of it.
    """

    below: bool = True
    above: bool = True
    plainly: bool = False


ANYWHERE: Final = Beyond()
"""Where a body is said to be if nothing is known of what people read at rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeutralTrack:
    """State of the search for the neutral of one measure.

    Attributes:
        value: The neutral; NaN while unknown.
        basis: How it was found.
        past: Time and value, at most one each ``STRIDE_S``, oldest first.
        beyond: Where the body was then beyond what people read at rest.
        quiet: Time and value of the last ``quiet_s``, oldest first.
    """

    value: float = math.nan
    basis: Basis = "none"
    past: tuple[tuple[float, float], ...] = ()
    beyond: tuple[Beyond, ...] = ()
    quiet: tuple[tuple[float, float], ...] = ()


def seek(
    track: NeutralTrack,
    t_s: float,
    value: float,
    rule: Neutral,
    beyond: Beyond = ANYWHERE,
) -> NeutralTrack:
    """Return the next state after one value in the right posture; NaN is passed over."""
    if math.isnan(value):
        return track
    quiet = _quiet(track.quiet, t_s, value, rule.quiet_s)
    past, sides = track.past, track.beyond
    if not past or t_s - past[-1][0] >= STRIDE_S:
        first = sum(t_s - then_s > MEMORY_S for then_s, _ in past)
        past, sides = (*past[first:], (t_s, value)), (*sides[first:], beyond)
    track = replace(track, past=past, beyond=sides, quiet=quiet)
    if track.basis == "none":
        return _first(track, rule, held_end=beyond.plainly)
    return _corrected(track, rule) if track.basis == "quiet" else track


def settle(track: NeutralTrack, rule: Neutral) -> NeutralTrack:
    """Return the state at the end of a stream: one full swing then gives the neutral too.

    While a stream runs, its last extreme may still grow; at its end there is
    nothing to wait for. Only a full swing will do, for somebody who goes from
    hands and knees into a plank makes half of one. A quiet level that proves to
    be an end of it is corrected too.
    """
    if track.basis == "swing" or not track.past:
        return track
    if track.basis == "quiet" and not _at_an_end(track, track.value, rule):
        return track
    low, high = _swing(track)
    if high - low < FULL_SWINGS * rule.swing or not _about_rest(track):
        return track
    return replace(track, value=(high + low) / 2.0, basis="swing")


def _first(track: NeutralTrack, rule: Neutral, *, held_end: bool) -> NeutralTrack:
    level = _quiet_level(track, rule)
    if level is not None and not (held_end or _at_an_end(track, level, rule)):
        return replace(track, value=level, basis="quiet")
    middle = _middle_of_swing(track, rule.swing)
    return track if middle is None else replace(track, value=middle, basis="swing")


def _corrected(track: NeutralTrack, rule: Neutral) -> NeutralTrack:
    if not _at_an_end(track, track.value, rule):
        return track
    middle = _middle_of_swing(track, FULL_SWINGS * rule.swing)
    return track if middle is None else replace(track, value=middle, basis="swing")


def _quiet(
    quiet: tuple[tuple[float, float], ...], t_s: float, value: float, quiet_s: float
) -> tuple[tuple[float, float], ...]:
    """Return the last ``quiet_s``; where frames are rare, as much more as makes enough values."""
    if quiet and t_s - quiet[-1][0] > SPARSE_S:
        return ((t_s, value),)
    latest = (*quiet, (t_s, value))
    outside = sum(t_s - then_s > quiet_s for then_s, _ in latest)
    return latest[max(0, min(outside, len(latest) - QUIET_VALUES)) :]


def _quiet_level(track: NeutralTrack, rule: Neutral) -> float | None:
    """Return the median of the last ``quiet_s`` if they were quiet."""
    values = sorted(value for _, value in track.quiet)
    spans = track.quiet[-1][0] - track.quiet[0][0] >= 0.9 * rule.quiet_s
    if not spans or len(values) < QUIET_VALUES or values[-1] - values[0] > rule.quiet_range:
        return None
    return values[len(values) // 2]


def _swing(track: NeutralTrack) -> tuple[float, float]:
    values = [value for _, value in track.past]
    return min(values), max(values)


def _at_an_end(track: NeutralTrack, level: float, rule: Neutral) -> bool:
    low, high = _swing(track)
    if high - low < FULL_SWINGS * rule.swing:
        return False
    share = (level - low) / (high - low)
    return not END_SHARE <= share <= 1.0 - END_SHARE


def _middle_of_swing(track: NeutralTrack, swing: float) -> float | None:
    """Return the middle between lowest and highest once both are certain turning points."""
    values = [value for _, value in track.past]
    low, high = _swing(track)
    if high - low < swing:
        return None
    later = max(values.index(low), values.index(high))
    turned = max(abs(value - values[later]) for value in values[later:])
    if turned < TURN_SHARE * (high - low) or not _about_rest(track):
        return None
    return (low + high) / 2.0


def _about_rest(track: NeutralTrack) -> bool:
    """Return whether the swing goes to both sides of what people read at rest.

    Who goes from one end to rest and no further has made half a swing, however wide.
    """
    low, high = _swing(track)
    width = END_SHARE * (high - low)
    told = tuple(zip((value for _, value in track.past), track.beyond, strict=True))
    return any(beyond.below for value, beyond in told if value <= low + width) and any(
        beyond.above for value, beyond in told if value >= high - width
    )


def seek_all(
    tracks: Mapping[str, NeutralTrack], sample: Sample, rule: Neutral
) -> dict[str, NeutralTrack]:
    """Return the next state of every measure that the rule names.

    The first measure leads: its quiet time or swing is what the rule's numbers
    are about. The others take their median over its quiet time. From a swing
    they take nothing: what the head did in the middle of one is no rest.
    """
    if sample.posture not in rule.postures or not _settled_in(sample, rule):
        return dict(tracks)
    lead, *rest = rule.measures
    before = tracks[lead]
    after = dict(tracks)
    value = read(sample, lead, "whole", None)
    after[lead] = seek(before, sample.t_s, value, rule, _beyond(sample, rule))
    found = after[lead].basis if after[lead].basis != before.basis else None
    for name in rest:
        value = read(sample, name, "whole", None)
        after[name] = _accompany(tracks[name], sample.t_s, value, rule.quiet_s, found)
    return after


def _beyond(sample: Sample, rule: Neutral) -> Beyond:
    if not rule.level:
        return ANYWHERE
    values = [(condition_value(sample, c, None, {}, {}), c.enter) for c in rule.level]
    below = [value < band.at_least for value, band in values]
    above = [value > band.at_most for value, band in values]
    return Beyond(any(below), any(above), all(below) or all(above))


def _settled_in(sample: Sample, rule: Neutral) -> bool:
    """Return whether nothing says that the person is coming, going or doing something else."""
    for wanted in rule.when:
        value = condition_value(sample, wanted, None, {}, {})
        if not (math.isnan(value) or wanted.bands(turned=sample.turned)[0].holds(value)):
            return False
    if rule.at_rest is None:
        return True
    speed = pace(sample, rule.at_rest, None)
    return math.isnan(speed) or rule.at_rest.enter.holds(speed)


def _accompany(
    track: NeutralTrack, t_s: float, value: float, quiet_s: float, found: Basis | None
) -> NeutralTrack:
    """Return the next state of a measure that follows the leading one; NaN is passed over.

    ``found`` is what the leading measure's neutral has just come to rest on, if it has.
    """
    quiet = track.quiet
    if not math.isnan(value):
        quiet = (*(e for e in quiet if t_s - e[0] <= quiet_s), (t_s, value))
    track = replace(track, quiet=quiet)
    if found == "quiet" and quiet:
        return replace(track, value=sorted(v for _, v in quiet)[len(quiet) // 2], basis="quiet")
    if found == "swing":
        return replace(track, value=math.nan, basis="none")
    return track


@dataclass(frozen=True, slots=True, kw_only=True)
class RestingLevel:
    """What one column reads in the exercise's phase of rest, which faults take off.

    A camera above the mat shows what lies nearer to it lower in the picture, so a foot on the mat
    has a level of its own in each picture.

    Attributes:
        past: Time and value, at least ``STRIDE_S`` apart, oldest first.
    """

    past: tuple[tuple[float, float], ...] = ()

    @property
    def value(self) -> float:
        """The median, which a limb that sets out or comes back does not move; NaN while unknown."""
        if len(self.past) < LEAST_RESTING:
            return math.nan
        return median(value for _, value in self.past)

    def taking(self, t_s: float, value: float) -> RestingLevel:
        """Return the level with one more value at rest taken in; NaN is ignored."""
        if math.isnan(value) or (self.past and t_s - self.past[-1][0] < STRIDE_S):
            return self
        return RestingLevel(past=(*self.past[1 - RESTING_VALUES :], (t_s, value)))


def resting_columns(exercise: Exercise) -> dict[str, RestingLevel]:
    """Return the columns that an exercise compares with their resting level, none known yet."""
    names = {
        wanted.measure
        for fault in exercise.fault
        for wanted in fault.conditions
        if wanted.relative_to == "rest"
    }
    return {key: RestingLevel() for name in sorted(names) for key in BY_NAME[name].columns}
