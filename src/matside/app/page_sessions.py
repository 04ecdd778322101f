"""Sessions as the page shows them: one by one, the progress over the weeks, and their videos."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Final

from matside.analysis import texts as analysis_texts
from matside.analysis.compare import Anchor, anchors
from matside.analysis.progress_result import ExerciseProgress, PainProgress, Progress
from matside.app.remarks import correctable, counted_name, remarks, session_labels
from matside.errors import HistoryError
from matside.page import session_texts
from matside.page.session_model import (
    AnchorRow,
    ChartGroup,
    ChartLine,
    CountRow,
    ProgressChart,
    ProgressPage,
    SessionRow,
)
from matside.record.files import REPORT, TRACE
from matside.record.history.sessions import History
from matside.record.history.stored import State, StoredSession
from matside.record.session_video import SessionVideo, session_video
from matside.record.summary_file import SummaryFile
from matside.translation import _
from matside.wording.formatting import (
    capitalised,
    day,
    duration,
    listing,
    measured,
    pain,
    time_of_day,
    with_side,
)
from matside.wording.formatting import side as side_name
from matside.wording.labels import Labels

_EPOCH: Final = date(1970, 1, 1).toordinal()
_DAY_S: Final = 86400.0


def progress_page(progress: Progress, labels: Labels) -> ProgressPage:
    """Return the progress as the page shows it."""
    words = [analysis_texts.done_in_all(progress)]
    if progress.weeks_in_a_row > 1:
        words.append(session_texts.WEEKS_IN_A_ROW(progress.weeks_in_a_row))
    groups = [
        ChartGroup(title=session_texts.EVERYTHING(), words="", charts=tuple(_overall(progress)))
    ]
    groups += [_of_exercise(exercise, labels) for exercise in progress.exercises]
    return ProgressPage(
        weeks=tuple(day(date.fromordinal(week.monday)) for week in progress.weeks),
        mondays_s=tuple((week.monday - _EPOCH) * _DAY_S for week in progress.weeks),
        words=tuple(words),
        groups=tuple(groups),
    )


def _overall(progress: Progress) -> Iterable[ProgressChart]:
    minutes = [week.length_s / 60.0 for week in progress.weeks]
    yield _bars("minutes", session_texts.MINUTES_TITLE(), session_texts.MINUTES_LINE(), minutes)
    pains = progress.pain
    if any(math.isfinite(value) for value in (*pains.befores, *pains.durings, *pains.afters)):
        yield _pain(pains)


def _pain(pains: PainProgress) -> ProgressChart:
    known = pains.sessions > 0
    return ProgressChart(
        id="pain",
        title=session_texts.PAIN_TITLE(),
        words=session_texts.pain_words(pains.before, pains.after, pains.sessions) if known else "",
        lines=(
            ChartLine(name=session_texts.BEFORE_LINE(), values=_known(pains.befores)),
            ChartLine(name=session_texts.DURING_LINE(), values=_known(pains.durings)),
            ChartLine(name=session_texts.AFTER_LINE(), values=_known(pains.afters)),
        ),
        top=10.0,
    )


def _of_exercise(exercise: ExerciseProgress, labels: Labels) -> ChartGroup:
    weeks, key = exercise.weeks, exercise.exercise
    charts = []
    held = [week.held_s / 60.0 for week in weeks]
    if any(held):
        charts.append(
            _bars(f"{key}-held", session_texts.HOLDS_TITLE(), session_texts.HELD_LINE(), held)
        )
    reps = [float(week.reps) for week in weeks]
    if any(reps) and not any(held):
        charts.append(
            _bars(f"{key}-reps", session_texts.REPS_TITLE(), session_texts.REPS_LINE(), reps)
        )
    charts += [_pace(exercise)]
    charts += _depths(exercise, labels)
    if exercise.faults:
        name = session_texts.FAULTS_TITLE[exercise.rate_of]()
        rates = [math.fsum(week) for week in zip(*(f.rates for f in exercise.faults), strict=True)]
        line = ChartLine(name=session_texts.FAULTS_LINE(), values=_known(rates))
        charts.append(ProgressChart(id=f"{key}-faults", title=name, lines=(line,)))
    words = analysis_texts.SESSIONS(exercise.sessions)
    if exercise.corrected:
        words = f"{words}. {analysis_texts.CORRECTED_SESSIONS(exercise.corrected)}"
    return ChartGroup(title=labels.exercise(key), words=words, charts=tuple(charts))


def _pace(exercise: ExerciseProgress) -> ProgressChart:
    """Return how long a hold, or a repetition with its pauses, took in each week."""
    key, weeks = exercise.exercise, exercise.weeks
    if any(week.holds for week in weeks):
        values = [week.held_s / week.holds if week.holds else math.nan for week in weeks]
        title = session_texts.HOLD_PACE_TITLE()
    else:
        values = [week.length_s / week.reps if week.reps else math.nan for week in weeks]
        title = session_texts.PACE_TITLE()
    line = ChartLine(name=session_texts.SECONDS_LINE(), values=_known(values))
    return ProgressChart(id=f"{key}-pace", title=title, lines=(line,))


def _depths(exercise: ExerciseProgress, labels: Labels) -> Iterable[ProgressChart]:
    """Yield a chart for each measure of depth, with a line for each side."""
    for (measure, aim), sides in groupby(exercise.measures, key=attrgetter("measure", "aim")):
        name = labels.measure(measure)
        lines = tuple(
            ChartLine(name=side_name(one.side) or name, values=_known(one.weekly)) for one in sides
        )
        if measure.unit == "deg":
            name = session_texts.IN_DEGREES(measure=name)
        yield ProgressChart(
            id=f"{exercise.exercise}-{measure.name}",
            title=session_texts.DEPTH_TITLE[aim](measure=name),
            words=session_texts.DEPTH_WORDS(
                says=capitalised(_(measure.says)),
                level=measured(measure.noise.level, measure, signed=False),
            ),
            lines=lines,
            free=True,
        )


def _bars(key: str, title: str, name: str, values: Iterable[float]) -> ProgressChart:
    line = ChartLine(name=name, values=_known(values))
    return ProgressChart(id=key, title=title, bars=True, lines=(line,))


def _known(values: Iterable[float]) -> tuple[float | None, ...]:
    return tuple(round(value, 2) if math.isfinite(value) else None for value in values)


def session_row(session: StoredSession, labels: Labels) -> SessionRow:
    """Return a stored session as it is listed."""
    start, whole = session.start, session.practised
    pains = pain(whole.pain_before, whole.pain_during, whole.pain_after)
    names = [labels.exercise(name) for name in whole.exercises]
    moved = [name for name in whole.exercises if not any(part.holds for part in whole.of(name))]
    return SessionRow(
        number=session.number,
        when=start.started.isoformat(timespec="minutes"),
        day=day(start.started),
        time=time_of_day(whole.minute),
        kind=session_texts.PRACTISED() if start.kind == "practice" else session_texts.RECORDING(),
        state={
            State.FINISHED: "",
            State.INTERRUPTED: session_texts.INTERRUPTED(),
            State.UNDER_WAY: session_texts.UNDER_WAY(),
        }[session.state],
        source=start.source if start.kind == "analysis" else "",
        names=listing(names) or session_texts.NOTHING_RECOGNISED(),
        length=duration(whole.length_s),
        done=session_texts.done(
            sum(part.holds for part in whole.sections),
            math.fsum(part.held_s for part in whole.sections),
            sum(sum(whole.counted(name).values()) for name in moved),
        ),
        pain=session_texts.PAIN_TOLD(told=pains) if pains else "",
        has_report=start.folder is not None
        and any((start.folder / name).is_file() for name in (REPORT, TRACE)),
        corrected=session_texts.CORRECTED() if whole.corrected else "",
        remarks=remarks(session, labels),
        note=session.note,
        counts=tuple(_counts(session, labels)),
    )


def _counts(session: StoredSession, labels: Labels) -> Iterable[CountRow]:
    whole = session.practised
    for exercise in whole.exercises:
        corrections, measured = whole.corrected.get(exercise, {}), whole.measured(exercise)
        for side in correctable(session, exercise):
            yield CountRow(
                exercise=exercise,
                side="" if side is None else side.value,
                name=counted_name(exercise, side, labels),
                measured=measured.get(side, 0),
                corrected=corrections.get(side),
            )


def video_of(history: History, number: int) -> SessionVideo | None:
    """Return the video of a session; ``None`` for none.

    Raises:
        HistoryError: There is no session of this number.
    """
    folder, summary = history.session(number).start.folder, _summary(history, number)
    if folder is None:
        return None
    return session_video(folder, math.nan if summary is None else summary.start_s)


def asked_video(history: History, number: int) -> SessionVideo:
    """Return the video of a session.

    Raises:
        HistoryError: There is none, or no session of this number.
    """
    video = video_of(history, number)
    if video is None:
        raise HistoryError(
            "There is no video of session {number}: it was not made or moved.", number=number
        )
    return video


def videos_together(first: int, second: int) -> Sequence[AnchorRow]:
    """Return the moments that the videos of both sessions show, in the order of the first.

    Raises:
        HistoryError: A session is not there, or has no video.
    """
    with History.open() as history:
        videos = [asked_video(history, number) for number in (first, second)]
        stored = [history.session(number) for number in (first, second)]
        summaries = [_summary(history, number) for number in (first, second)]
    if summaries[0] is None or summaries[1] is None:
        return ()
    labels = session_labels(stored)
    rows = (_anchor_row(one, videos, labels) for one in anchors(summaries[0], summaries[1]))
    return [row for row in rows if row is not None]


def _summary(history: History, number: int) -> SummaryFile | None:
    with suppress(HistoryError):  # one of another version of matside has no moments to go by
        return history.summary(number)
    return None


def _anchor_row(anchor: Anchor, videos: Sequence[SessionVideo], labels: Labels) -> AnchorRow | None:
    first_s, second_s = videos[0].at_s(anchor.first_s), videos[1].at_s(anchor.second_s)
    if first_s is None or second_s is None:
        return None
    name = labels.exercise(anchor.exercise)
    if anchor.phase:
        phase = with_side(labels.phase(anchor.exercise, anchor.phase), anchor.side)
        name = session_texts.ANCHOR(exercise=name, phase=phase, number=anchor.number)
    return AnchorRow(name=name, first_s=round(first_s, 2), second_s=round(second_s, 2))
