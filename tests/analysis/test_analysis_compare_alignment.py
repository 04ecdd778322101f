"""Where two sessions can be laid beside each other: what both have, each time with its own."""

from __future__ import annotations

from tests.page import page_sessions
from tests.summaries import summary_of

from matside.analysis.compare import anchors
from matside.body.landmark import Side
from matside.coach.summary import Hold, Section, Summary

LEFT, RIGHT = Side.LEFT, Side.RIGHT


def summary(*sections: Section, start_s: float = 0.0) -> Summary:
    return summary_of(*sections, start_s=start_s, end_s=start_s + 500.0)


def section(*holds: tuple[str, Side | None, float], start_s: float = 0.0, **changes) -> Section:
    told = tuple(
        Hold(phase=phase, side=side, start_s=at_s, end_s=at_s + 9.0, held_s=9.0)
        for phase, side, at_s in holds
    )
    base = page_sessions.held()
    return base.replace(start_s=start_s, end_s=start_s + 200.0, holds=told, **changes)


def told(first: Summary, second: Summary):
    return [(a.phase, a.side, a.number, a.first_s, a.second_s) for a in anchors(first, second)]


def test_holds_go_with_the_same_ones_by_phase_side_and_number() -> None:
    first = summary(section(("knee", LEFT, 10.0), ("knee", RIGHT, 30.0), ("knee", LEFT, 60.0)))
    second = summary(
        section(("knee", RIGHT, 105.0), ("knee", LEFT, 125.0), start_s=102.0), start_s=100.0
    )
    assert told(first, second) == [
        ("", None, 1, 0.0, 2.0),
        ("knee", LEFT, 1, 10.0, 25.0),
        ("knee", RIGHT, 1, 30.0, 5.0),
    ]


def test_the_second_time_goes_with_the_second_time() -> None:
    twice = summary(section(start_s=0.0), section(start_s=300.0))
    again = summary(section(start_s=5.0), section(start_s=250.0))
    assert told(twice, again) == [("", None, 1, 0.0, 5.0), ("", None, 2, 300.0, 250.0)]


def test_what_only_one_has_is_no_moment_of_both() -> None:
    other = section(("knee", LEFT, 4.0), exercise="cat_cow")
    assert told(summary(section(("knee", LEFT, 10.0))), summary(other)) == []
    assert told(summary(), summary()) == []
