"""The history in the terminal: lists, one session, progress, and small charts in letters."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from matside.analysis.practised import PractisedSection, PractisedSession
from matside.analysis.progress import progress
from matside.analysis.progress_result import Aim
from matside.body.landmark import Side
from matside.coach.summary import Notice, NoticeKind, Range, Summary
from matside.terminal.history_table import ListedSession, session_report, sessions_table
from matside.terminal.progress_table import progress_report
from matside.terminal.report_table import repetitions_short
from matside.terminal.sparkline import Bar, Sparkline, squeezed
from matside.wording.labels import Labels

LABELS = Labels(
    exercises={"cat_cow": "Cat-cow", "long": "An exercise [bold] of a very long name indeed"},
    faults={("cat_cow", "too_fast"): "Too fast"},
)
MONDAY = date(2025, 1, 6).toordinal()
SCOLDING = ("miss", "fail", "only", "should", "worse", "poor", "lazy", "lost", "broke", "forgot")


def shown(renderable, width: int = 100, encoding: str = "utf-8") -> str:
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="replace")
    console = Console(file=file, width=width, force_terminal=False, color_system=None)
    console.print(renderable)
    file.flush()
    return file.buffer.getvalue().decode(encoding)


def section(exercise: str = "cat_cow", **changes) -> PractisedSection:
    told: dict[str, Any] = {
        "exercise": exercise,
        "length_s": 90.0,
        "holds": 0,
        "held_s": 0.0,
        "reps": {None: 8},
        "faults": {"too_fast": 3, "neck_craned": 1},
        "ranges": {"spinal_curve_deg": Range(low=-40.0, high=60.0)},
        "neutral": {"spinal_curve_deg": -5.4},
    }
    return PractisedSection(**(told | changes))


def practised(day: int = 0, *sections: PractisedSection, **changes) -> PractisedSession:
    told: dict[str, Any] = {
        "id": f"{day}",
        "started_s": 86400.0 * day,
        "day": MONDAY + day,
        "length_s": 600.0,
        "coverage": 0.974,
        "minute": 7 * 60 + 30,
        "sections": sections or (section(),),
    }
    return PractisedSession(**(told | changes))


def listed(session: PractisedSession, **changes) -> ListedSession:
    told: dict[str, Any] = {
        "number": 12,
        "started": datetime(2025, 1, 31, 7, 30, tzinfo=UTC),
        "kind": "practice",
        "state": "",
        "source": "Camera 0",
        "folder": "",
        "session": session,
    }
    return ListedSession(**(told | changes))


def row_of(text: str, start: str) -> str:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return next(line for line in lines if line.startswith(start))


def test_a_session_is_listed_with_all_that_is_asked_for():
    held = section("knees_to_chest", holds=4, reps={Side.LEFT: 2, Side.RIGHT: 1}, faults={})
    text = shown(sessions_table([listed(practised(0, held, section(), section()))], LABELS))
    assert row_of(text, "12") == "12 2025-01-31 Knees to chest 1.5 4 2 L, 1 R 97 %"
    assert row_of(text, "practice") == "practice Cat-cow 3.0 16 Too fast (6)"


def test_a_session_of_none_and_an_interrupted_one_are_listed_too():
    empty = replace(practised(coverage=math.nan), sections=())
    text = shown(sessions_table([listed(empty, state="interrupted")], labels=Labels()))
    assert row_of(text, "12") == "12 2025-01-31 none recognised 10.0 -"
    assert "interrupted" in text


@pytest.mark.parametrize("width", [80, 100, 140])
def test_lines_stay_lines_and_nothing_is_wider_than_the_terminal(width):
    both = practised(0, section("long"), section())
    sessions = [listed(both, number=number) for number in range(998, 1002)]
    text = shown(sessions_table(sessions, LABELS), width)
    lines = text.splitlines()
    assert all(len(line) <= width for line in lines)
    assert sum("1.5" in line for line in lines) == 8
    assert "97 %" in text
    assert "[bo" in text or width == 80


def test_one_session_is_told_in_full():
    summary = Summary(
        start_s=0.0,
        end_s=60.0,
        frames=1800,
        coverage=0.97,
        people=1,
        postures={"folded": 60.0},
        sections=(),
        stills=(),
        notices=(Notice(kind=NoticeKind.SEVERAL_PEOPLE, count=2),),
    )
    session = listed(practised(0, pain_before=4, pain_after=None), folder="out/[1]\x1b[2J")
    text = shown(session_report(session, summary, LABELS))
    assert "Session 12, practice, begun 2025-01-31 07:30\n" in text
    assert "Files: out/[1]\ufffd[2J" in text, "what was imported gives a terminal no commands"
    assert "Pain from 0 to 10, as you gave it: 4 before" in text
    assert "Camera 0: 1 min long" in text
    assert "Note: 2 people were seen" in text


def test_an_interrupted_session_says_so():
    text = shown(session_report(listed(practised(), state="interrupted"), None, labels=Labels()))
    assert "interrupted, this is what was known last" in text
    assert "It ended before anything was stored of it." in text
    assert "Pain" not in text


@pytest.mark.parametrize(
    ("reps", "told"),
    [({}, ""), ({None: 8}, "8"), ({Side.LEFT: 3, Side.RIGHT: 2}, "3 L, 2 R")],
)
def test_repetitions_in_short(reps, told):
    assert repetitions_short(reps) == told


def test_progress_tells_weeks_depth_faults_and_pain():
    first = [practised(day, pain_before=5, pain_after=4) for day in range(5)]
    wide = section(ranges={"spinal_curve_deg": Range(low=-50.0, high=80.0)}, faults={"too_fast": 1})
    last = [practised(7 + day, wide, pain_before=3, pain_after=3) for day in range(5)]
    done = progress([*first, *last], {"cat_cow": {"spinal_curve_deg": "range"}}, today=MONDAY + 13)
    text = shown(progress_report(done, LABELS), 120)
    assert "10 sessions in 2 weeks, 1 h 40 min in all." in text
    assert "2 weeks in a row with a session: your longest row." in text
    assert row_of(text, "2025-01-06") == "2025-01-06 5 50 " + "█" * 24
    assert "on average 4.0 before and 3.5 after: less afterwards in 5, more in 0." in text
    assert "Before the first sessions 5, before the last ones 3: less." in text
    assert row_of(text, "Minutes") == "Minutes 8 8 8 ██"
    assert row_of(text, "Repetitions") == "Repetitions 40 40 40 ██"
    measure = row_of(text, "Spinal curve, range")
    assert "(lately about -45° to +70°)" in " ".join(text.split())
    assert "100° 130° 130° deeper ▁▁▁▁▁█████" in measure
    assert row_of(text, "Too fast") == "Too fast 20 0.38 0.12 rarer █▃"
    assert row_of(text, "Neck craned") == "Neck craned 5 0.12 0.00 rarer █▁"
    assert "estimates" in text


def test_a_first_session_is_told_without_comparisons_and_rows():
    done = progress([practised()], {"cat_cow": {"spinal_curve_deg": "range"}}, today=MONDAY)
    text = shown(progress_report(done, LABELS))
    assert "1 session in 1 week, 10 min in all." in text
    assert "row" not in text
    assert "Pain" not in text
    assert "deeper" not in text
    assert "nan" not in text
    short = progress([practised(length_s=26.0)], {}, today=MONDAY)
    assert "1 session in 1 week, 26 s in all." in shown(progress_report(short, LABELS))


def test_pain_has_a_column_where_some_was_told():
    quiet, told = practised(0), practised(1, pain_before=4, pain_during=6, pain_after=None)
    assert "Pain" not in shown(sessions_table([listed(quiet)], labels=Labels()))
    text = shown(sessions_table([listed(told), listed(quiet)], labels=Labels()))
    assert "Pain" in text
    assert "4/6/-" in text


def test_growing_pain_is_told_with_care():
    sessions = [practised(day, pain_before=2, pain_after=5) for day in range(3)]
    text = shown(progress_report(progress(sessions, {}, today=MONDAY), labels=Labels()))
    assert "less afterwards in 0, more in 3" in text
    assert "stop at 6 or more" in text


def test_months_without_a_session_are_no_reason_to_scold():
    sessions = [practised(0), practised(7), practised(140)]
    text = shown(progress_report(progress(sessions, {}, today=MONDAY + 400), LABELS)).lower()
    assert "in a row" not in text
    assert not [word for word in SCOLDING if word in text]


def test_less_deep_is_less_for_what_goes_up_and_more_for_what_goes_down():
    def told(aim: Aim, first: float, last: float) -> str:
        spans = [Range(low=value, high=value) for value in (first, first, last, last)]
        sessions = [
            practised(day, section(ranges={"left_hip_flexion_deg": span}, reps={Side.LEFT: 1}))
            for day, span in enumerate(spans)
        ]
        done = progress(sessions, {"cat_cow": {"hip_flexion_deg": aim}}, today=MONDAY)
        return row_of(shown(progress_report(done, labels=Labels())), "Hip flexion, left")

    assert " deeper " in told("high", 90.0, 120.0)
    assert " less deep " in told("high", 120.0, 90.0)
    assert " deeper " in told("low", 120.0, 90.0)
    assert " less deep " in told("low", 90.0, 120.0)
    assert " about the same " in told("low", 90.0, 91.0)


def test_a_terminal_without_blocks_gets_plain_letters():
    sessions = [practised(day, pain_before=5) for day in (0, 7, 8)]
    text = shown(
        progress_report(progress(sessions, {}, today=MONDAY + 8), labels=Labels()), 80, "ascii"
    )
    assert "#" in text
    assert "?" not in text


@pytest.mark.parametrize(
    ("values", "from_zero", "told"),
    [
        ((0, 1, 2, 3, 4, 5, 6, 7), True, "▁▂▃▄▅▆▇█"),
        ((7, 14), True, "▅█"),
        ((7, 14), False, "▁█"),
        ((1, math.nan, 2), False, "▁ █"),
        ((3, 3, 3), False, "▅▅▅"),
        ((0, 0), True, "▁▁"),
        ((math.nan, math.nan), True, "  "),
        ((), True, ""),
    ],
)
def test_columns_are_as_high_as_their_values(values, from_zero, told):
    assert (
        Sparkline(values=values, scale=(0.0 if from_zero else math.nan, math.nan)).drawn(80) == told
    )


def test_noise_does_not_look_like_movement():
    """117.45° and 117.41° were drawn as the highest and the lowest column."""
    assert Sparkline(values=(117.45, 117.41), noise=10.0).drawn(80) == "▅▅"
    assert Sparkline(values=(100.0, 110.1), noise=10.0).drawn(80) == "▁█"


def test_too_many_values_are_joined_with_their_neighbours():
    assert squeezed([1, 3, 5, 7], 2) == [2.0, 6.0]
    assert squeezed([1, math.nan, math.nan, math.nan, 5, 7], 3)[0] == 1.0
    assert math.isnan(squeezed([1, math.nan, math.nan, math.nan, 5, 7], 3)[1])


@given(
    st.lists(st.floats(-1e6, 1e6) | st.just(math.nan), max_size=300),
    st.integers(1, 120),
    st.booleans(),
)
def test_a_sparkline_is_never_wider_than_it_may_be(values, width, from_zero):
    drawn = Sparkline(values=values, scale=(0.0 if from_zero else math.nan, math.nan)).drawn(width)
    assert len(drawn) == min(len(values), width)
    assert set(drawn) <= set(" ▁▂▃▄▅▆▇█")


@pytest.mark.parametrize(
    ("share", "length"), [(0.0, 0), (0.001, 1), (0.5, 12), (1.0, 24), (7.0, 24), (math.nan, 0)]
)
def test_a_bar_is_as_long_as_its_share(share, length):
    assert shown(Bar(share=share)).strip() == "█" * length
