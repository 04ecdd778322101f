"""Every table and page is made of texts of the catalogues: no word is glued in elsewhere."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from rich.console import Console
from tests.analysis.analysis_comparison import (
    LEFT,
    RIGHT,
    comparison,
    curve,
    curves,
    depths,
    part,
    ref,
)
from tests.pseudo_language import foreign, pseudo_language, shown_text, untranslated
from tests.report import report_session as known_session

from matside import safety
from matside.analysis import texts as analysis_texts
from matside.analysis.difference import Difference, Verdict
from matside.analysis.practised import PractisedSection, PractisedSession
from matside.analysis.progress import progress
from matside.analysis.progress_result import Aim
from matside.body.landmark import Side
from matside.coach.events import LossReason
from matside.coach.summary import FaultSpan, Hold, Notice, NoticeKind, Range, StillSpan
from matside.exercise.library import load_library
from matside.report import texts as report_texts
from matside.report.build import build_report
from matside.report.compare_page import comparison_page
from matside.report.model import About, Picture
from matside.report.page import render
from matside.report.picture_choice import chosen_pictures
from matside.terminal import texts
from matside.terminal.compare_table import comparison_report
from matside.terminal.history_table import ListedSession, session_report, sessions_table
from matside.terminal.progress_table import progress_report
from matside.terminal.report_table import FileOutcome, overview, summary_report
from matside.terminal.sheets import exercise_sheet
from matside.translation import Text
from matside.wording.labels import Labels, labels_of, paused

MONDAY = date(2025, 1, 6).toordinal()
NAN = float("nan")


@pytest.fixture(autouse=True)
def pseudo() -> Iterator[None]:
    with pseudo_language():
        yield


def printed(renderable) -> str:
    file = io.StringIO()
    Console(file=file, width=250, force_terminal=False, color_system=None).print(renderable)
    return file.getvalue()


@pytest.fixture(scope="module")
def exercise(tmp_path_factory):
    return known_session.exercise_of(tmp_path_factory.mktemp("exercise"))


def sections(exercise):
    """A section with holds, faults and sides, one without anything, and one without an end."""
    (full,) = known_session.summary().sections
    spans = [FaultSpan(fault="head_up", side=side, start_s=2, end_s=4) for side in (None, *Side)]
    short = Hold(phase="hug", side=None, start_s=1, end_s=2, held_s=0.5)
    return (
        full.replace(faults=(*full.faults, *spans), holds=(*full.holds, short)),
        full.replace(faults=(), holds=(), reps={None: 3}, ranges={}),
    )


def notices():
    """A notice of every kind."""
    known: dict[str, Any] = {
        "count": 2,
        "t_s": 1.0,
        "exercise": "knee_hug",
        "reasons": tuple(LossReason),
    }
    return tuple(Notice(kind=kind, detail="0.1", **known) for kind in NoticeKind)


def stills():
    return tuple(
        StillSpan(t_s=t_s, posture=posture, exercise=name, phase=phase, side=side)
        for t_s, posture, name, phase, side in (
            (0.0, "on_the_back", "knee_hug", "hug", LEFT),
            (5.0, "folded", "", "", None),
        )
    )


def test_a_language_can_be_told_from_english():
    assert untranslated(foreign("Hold {name} still")) == ["name"]
    assert untranslated("clip.mp4 Hold", "clip.mp4") == ["Hold"]


def test_the_tables_of_a_session(exercise):
    labels = labels_of([exercise])
    base = known_session.summary().replace(notices=notices())
    for summary in (
        base.replace(sections=sections(exercise)),
        base.replace(sections=()),
        base.replace(sections=(), postures={}),
        base.replace(sections=(), stills=stills()),
        base.replace(stills=stills()[:1]),
    ):
        assert untranslated(printed(summary_report("0.1", summary, labels))) == []
        outcomes = [FileOutcome(name="0.1", summary=summary), FileOutcome(name="0.2")]
        assert untranslated(printed(overview(outcomes, labels))) == []


def test_two_sessions_side_by_side():
    labels = Labels()
    one = curves(first=curve(0.0, visits=1))
    pairs = [
        curves(verdict=verdict, widest=widest, ref=which)
        for verdict in Verdict
        for widest in (5.0, 30.0)
        for which in (ref("spinal_curve_deg"), ref("hip_flexion_deg", RIGHT, relative=True))
    ]
    deep = [
        depths(first, 95.0, name, side, relative=relative)
        for first in (80.0, 95.0, NAN)
        for name, side in (("hip_flexion_deg", LEFT), ("spinal_curve_deg", None))
        for relative in (True, False)
    ]
    for told in (
        comparison(part(curves=(one, *pairs), depths=tuple(deep)), names=("0.1", "0.2")),
        comparison(
            part(faults=(), curves=(), depths=()),
            names=("0.1", "0.2"),
            coverage=Difference(first=0.5, second=0.5),
            near_sides=(LEFT, RIGHT),
            created_s=(1.0, 0.0),
            only_first=("x",),
            only_second=("y", "z"),
        ),
        comparison(names=("0.1", "0.2"), created_s=(NAN, NAN)),
    ):
        assert untranslated(printed(comparison_report(told, labels))) == []
        assert untranslated(shown_text(comparison_page(told, labels)), "matside") == []


def test_the_history_and_progress():
    spans = {"spinal_curve_deg": Range(low=-40.0, high=60.0)}
    done = PractisedSection(
        exercise="x",
        length_s=90.0,
        holds=1,
        held_s=30.0,
        reps={None: 8},
        faults={"y": 3},
        ranges=spans,
        neutral={"spinal_curve_deg": 0.0},
    )
    cases: tuple[tuple[Aim, float, int], ...] = (
        ("range", 10.0, 5),
        ("high", 90.0, 1),
        ("low", 90.0, 3),
    )
    for aim, second, pain in cases:
        wide = dataclasses.replace(
            done,
            holds=int(aim != "high"),
            faults={"y": 40} if aim == "low" else {},
            ranges={"spinal_curve_deg": Range(low=-second, high=second)},
        )
        sessions = [
            PractisedSession(
                id=f"{day}",
                started_s=86400.0 * day,
                day=MONDAY + day,
                length_s=600.0,
                coverage=0.9,
                pain_before=3 if day < 7 else pain,
                pain_after=4,
                sections=(done if day < 7 else wide,),
            )
            for day in (*range(5), *range(7, 12))
        ]
        told = progress(sessions, {"x": {"spinal_curve_deg": aim}}, today=MONDAY + 13)
        assert untranslated(printed(progress_report(told, labels=Labels()))) == []
    for kind, state in (("practice", ""), ("analysis", "interrupted"), ("practice", "under way")):
        listed = ListedSession(
            number=1,
            started=datetime(2025, 1, 31, 7, 30, tzinfo=UTC),
            kind=kind,
            state=state,
            source="0",
            folder="1",
            session=sessions[0],
        )
        assert untranslated(printed(sessions_table([listed], labels=Labels()))) == []
        assert untranslated(printed(session_report(listed, None, labels=Labels()))) == []


def _without_names(text):
    return re.sub(r"\{\w+\}", "", text)


def test_sentences_of_the_catalogues():
    catalogues = (texts, analysis_texts, report_texts)
    said = [
        str(text)
        for catalogue in catalogues
        for text in vars(catalogue).values()
        if isinstance(text, Text)
    ]
    assert len(said) > 100
    assert untranslated(_without_names("\n".join(said))) == []
    said = [safety.note(), *map(paused, (None, *LossReason))]
    assert untranslated("\n".join(said)) == []


def test_the_sheet_of_every_exercise():
    for exercise in load_library():
        assert untranslated(exercise_sheet(exercise), exercise.id, *_dose_ids(exercise)) == []


def _dose_ids(exercise):
    return (f"{dose.id}:" for dose in exercise.dose)


def report_of(exercise, *, video="", dose="", **changes):
    summary = known_session.summary().replace(notices=notices(), **changes)
    about = About(
        source="0.1",
        created=datetime(2026, 3, 5, tzinfo=UTC),
        matside="1",
        model="2",
        dose=dose,
        video=video,
    )
    recorder = known_session.recorded(exercise)
    chosen = chosen_pictures(exercise, summary, recorder.moments)
    pictures = tuple(
        Picture(
            title=choice.title,
            t_s=choice.t_s,
            alt=choice.alt,
            jpeg=b"",
            size_px=(4, 3),
            good=choice.good,
        )
        for choice in chosen
    )
    return build_report(summary, recorder, {exercise.id: exercise}, about, {exercise.id: pictures})


def test_the_report(exercise):
    cases: tuple[dict[str, Any], ...] = (
        {"sections": sections(exercise)},
        {"video": "0.mp4", "dose": "often"},
        {"sections": ()},
        {"sections": (), "postures": {}},
        {"stills": stills()},
        {"sections": (), "stills": stills()[:1]},
    )
    for case in cases:
        page = shown_text(render(report_of(exercise, **case)))
        assert untranslated(page, "matside") == []
