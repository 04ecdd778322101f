"""Two sessions that a stick figure did: what is compared is what it was posed with."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.coach import coach_figure as figure
from tests.shared import told

from matside.analysis.difference import Verdict
from matside.app.compare import compared, load_session, run_compare
from matside.app.request import CoachRunner
from matside.body.frames import quantise, unseen
from matside.body.landmark import Side
from matside.errors import OutputError, SourceError, UsageError
from matside.exercise.library import load_library
from matside.record.files import SUMMARY, TRACE
from matside.record.history.sessions import History
from matside.record.history.stored import SessionStart
from matside.record.summary_file import (
    ModelPart,
    SourcePart,
    SummaryContext,
    SummaryFile,
    write_summary,
)
from matside.record.trace import TraceHeader, TraceWriter
from matside.wording.labels import labels_of

CLIP = Path("sample_videos/cat_cow_5reps.mp4")


def printed(a, b, **more):
    return told(run_compare, Path(a), Path(b), **more)


def cats_and_cows(rounds, cat_deg):
    """Slow rounds of a cat that is ``cat_deg`` round and a cow of -40°, from a neutral of 0°."""
    cat = figure.between(figure.TABLETOP, figure.CAT, cat_deg / 60.0)
    steps = [step for _ in range(rounds) for step in ((cat, 2, 2), (figure.COW, 2, 2))]
    frames = figure.motion((figure.TABLETOP, 0, 3), *steps, (figure.TABLETOP, 2, 1), rate_hz=8.0)
    return [quantise(frame) for frame in frames]


def write_trace(folder, frames, source="n.mp4", **options):
    header = TraceHeader(
        matside="1", source=source, size_px=(1280, 720), model="m", options=options
    )
    with TraceWriter(folder / TRACE, header) as writer:
        for frame in frames:
            writer.write(frame)
    return folder


@pytest.fixture(scope="module")
def deep(tmp_path_factory):
    """A session of three deep rounds."""
    folder = tmp_path_factory.mktemp("deep")
    return write_trace(folder, cats_and_cows(3, 60.0), "deep.mp4")


@pytest.fixture(scope="module")
def shallow(tmp_path_factory):
    """A session of two rounds with a shallow cat."""
    folder = tmp_path_factory.mktemp("shallow")
    return write_trace(folder, cats_and_cows(2, 35.0), "shallow.mp4")


@pytest.fixture(scope="module")
def deep_loaded(deep):
    """The deep session, judged once for all tests that do not change it."""
    return load_session(deep, load_library())


@pytest.fixture
def judged_before(deep, deep_loaded, monkeypatch):
    """Lets the command take the deep session as it was judged before."""

    def loaded(path, library):
        return deep_loaded if path == deep else load_session(path, library)

    monkeypatch.setattr("matside.app.compare.load_session", loaded)


def write_nobody(folder, *times, **options):
    return write_trace(folder, [unseen(t_s, (1280, 720)) for t_s in times], **options)


def test_a_session_is_judged_from_its_trace_as_it_was(deep_loaded):
    runner, session = CoachRunner(load_library()), deep_loaded
    results = [runner.take(frame) for frame in cats_and_cows(3, 60.0)]

    assert session.summary == runner.end()
    assert session.series.t_s.tolist() == [result.t_s for result in results]
    assert session.series.near_side is Side.LEFT
    assert session.name == "deep.mp4"


def test_a_summary_tells_the_day(tmp_path):
    write_nobody(tmp_path, 0.0)
    context = SummaryContext(
        matside="1",
        created=datetime(2026, 3, 4, 12, tzinfo=UTC),
        source=SourcePart(name="n.mp4", width_px=64, height_px=48),
        model=ModelPart(name="m"),
    )
    summary = load_session(tmp_path, load_library()).summary
    write_summary(tmp_path / SUMMARY, SummaryFile.of(summary, context))

    name = load_session(tmp_path, load_library()).name

    # noon in Greenwich is another day in few places
    assert name in {f"n.mp4 ({day} March 2026)" for day in (4, 5)}


def test_a_recording_is_of_the_day_on_which_it_was_filmed(tmp_path, monkeypatch):
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path / "own"))
    write_nobody(tmp_path, 0.0)
    filmed = datetime(2026, 1, 5, 12, tzinfo=UTC)
    start = SessionStart(
        kind="analysis", started=filmed, source="n.mp4", matside="1", folder=tmp_path
    )
    with History.open() as history:
        history.begin(start)

    session = load_session(tmp_path, load_library())

    assert session.created_s == filmed.timestamp()
    assert session.name == "n.mp4 (5 January 2026)"


def test_a_session_and_itself_are_the_same(deep_loaded):
    library, session = load_library(), deep_loaded

    told = compared(session, session, library=library, labels=labels_of(library))

    (part,) = told.exercises
    assert part.exercise == "cat_cow"
    assert {pair.depth.verdict for pair in part.depths} == {Verdict.SAME}
    assert {pair.verdict for pair in part.curves} == {Verdict.SAME}
    assert {pair.count.verdict for pair in part.reps} == {Verdict.SAME}


def test_two_sessions_differ_by_what_was_done(deep_loaded, shallow):
    """The figure's curve is what it was posed with: +60° and -40°, then +35° and -40°."""
    library = load_library()

    told = compared(
        deep_loaded,
        load_session(shallow, library),
        library=library,
        labels=labels_of(library),
    )

    (part,) = told.exercises
    assert [(reps.count.first, reps.count.second) for reps in part.reps] == [(3, 2)]
    cat, cow = (
        pair.depth
        for phase in ("cat", "cow")
        for pair in part.depths
        if pair.phase == phase and pair.ref.name == "spinal_curve_deg"
    )
    assert (cat.first, cat.second) == pytest.approx((60.0, 35.0), abs=3.0)
    assert (cow.first, cow.second) == pytest.approx((-40.0, -40.0), abs=3.0)
    assert (cat.verdict, cow.verdict) == (Verdict.LESS, Verdict.SAME)
    curves = {pair.phase: pair for pair in part.curves if pair.ref.name == "spinal_curve_deg"}
    assert set(curves) == {"cat", "cow"}
    assert curves["cat"].verdict is Verdict.LESS
    assert curves["cat"].widest == pytest.approx(-25.0, abs=4.0)
    assert (curves["cat"].first.visits, curves["cat"].second.visits) == (3, 2)
    assert curves["cow"].verdict is Verdict.SAME


def test_tables_are_printed_and_a_page_is_written_if_asked_for(deep, shallow, tmp_path):
    page = tmp_path / "page.html"

    text = printed(deep, shallow / TRACE, html=page)

    assert "Cat-cow" in text
    assert "First: deep.mp4" in text
    assert "no sure difference" in text
    assert str(page) in text.replace("\n", "")
    html = page.read_text(encoding="utf-8")
    assert html.startswith("<!doctype html>")
    assert html.count('role="img"') > 5


def test_without_a_page_none_is_named(deep, judged_before):
    assert "Page:" not in printed(deep, deep)


def test_a_page_that_cannot_be_written_is_an_error(deep, judged_before, tmp_path):
    with pytest.raises(OutputError, match="Cannot write"):
        printed(deep, deep, html=tmp_path / "gone" / "page.html")


def test_a_folder_without_a_trace_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"holds no trace \(trace.jsonl.gz\).*'matside analyse'"):
        load_session(tmp_path, load_library())


def test_a_folder_of_folders_offers_one_of_them(tmp_path):
    for name in ("monday", "friday"):
        (tmp_path / name).mkdir()
        write_nobody(tmp_path / name, 0.0)

    with pytest.raises(SourceError, match=r"results of several clips: name one of them.*friday"):
        load_session(tmp_path, load_library())


def test_a_path_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"There is no .*gone"):
        load_session(tmp_path / "gone", load_library())


def test_a_video_has_to_be_analysed_first(repository):
    with pytest.raises(SourceError, match=r"neither a folder of results nor a trace.*analyse it"):
        load_session(repository / CLIP, load_library())


def test_a_trace_without_a_frame_is_nothing_to_compare(tmp_path):
    with pytest.raises(SourceError, match="holds no frame"):
        load_session(write_nobody(tmp_path), load_library())


def test_sessions_without_a_common_exercise_say_what_each_shows(deep, judged_before, tmp_path):
    nobody = write_nobody(tmp_path, 0.0, 0.1, 0.2)

    with pytest.raises(SourceError, match=r"deep.mp4 shows Cat-cow and n.mp4 shows none"):
        printed(deep, nobody)


def test_an_exercise_that_is_not_known_is_named(tmp_path):
    with pytest.raises(UsageError, match="somersault"):
        load_session(write_nobody(tmp_path, 0.0, exercise="somersault"), load_library())


def test_a_forced_exercise_stays_forced(tmp_path):
    folder = write_trace(tmp_path, cats_and_cows(1, 60.0), exercise="childs_pose")

    sections = load_session(folder, load_library()).summary.sections

    assert "cat_cow" not in {section.exercise for section in sections}
