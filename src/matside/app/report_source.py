"""A session that lies in a folder or a trace, as the report needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matside.app.request import Request, limits_in_options
from matside.app.streams import is_trace
from matside.body.conditioning import condition, unconditioned
from matside.body.frames import PoseFrame
from matside.body.landmark import Side
from matside.coach.result import FrameResult
from matside.coach.summary import Summary
from matside.errors import HistoryError, SourceError, UsageError
from matside.exercise.adapting import adapted_library
from matside.exercise.schema import Exercise
from matside.overlay.privacy import Privacy
from matside.record.files import MEASURES, SUMMARY, TRACE, UNFINISHED
from matside.record.history.sessions import History
from matside.record.session_video import comment_of
from matside.record.summary_file import read_summary
from matside.record.table import read_table
from matside.record.trace import TraceHeader
from matside.record.trace_reader import read_steps, read_trace
from matside.report.model import About
from matside.report.moments import ReportRecorder

PRIVACY: Final = "privacy"
"""Name of the option in a summary that says how its pictures and video were protected."""
_TOLD: Final = "matside privacy="
"""How a video's own comment begins that says how it was protected."""
_WARM_UP_S: Final = 2.0
"""A pose is smoothed from this long before the moment it is wanted of."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JudgedSession:
    """A session, whole.

    Attributes:
        folder: Where it lies.
        summary: Its result.
        recorder: What was recorded of its frames.
        about: What was analysed.
        library: The exercises as the session was judged by them.
        options: What it was asked for, as trace and summary hold it.
    """

    folder: Path
    summary: Summary
    recorder: ReportRecorder
    about: About
    library: tuple[Exercise, ...]
    options: Mapping[str, object]

    def privacy(self) -> Privacy:
        """Return how its pictures and video were protected.

        Raises:
            UsageError: In a way that is not known.
        """
        told = self.options.get(PRIVACY) or Privacy.NONE
        try:
            return Privacy(told)
        except ValueError as error:
            raise UsageError(
                "The session says it was made with privacy = '{privacy}', and one of "
                "{known} was expected: bring matside up to date.",
                privacy=told,
                known=", ".join(kind.value for kind in Privacy),
            ) from error


def open_session(path: Path, library: Sequence[Exercise]) -> JudgedSession:
    """Return the session in an output folder or a trace.

    A folder is read as it was judged, without judging again. A trace is judged
    anew.

    Raises:
        SourceError: There is no such session, or it cannot be read.
        UsageError: It is of an exercise that is not in the library.
    """
    if path.is_dir() and not (path / SUMMARY).exists():
        for folder in (path, path / UNFINISHED):  # what a session leaves that was killed
            if (folder / TRACE).exists():
                return _of_trace(folder / TRACE, library)
    if path.is_dir():
        return _of_folder(path, library)
    if path.name == SUMMARY:
        return _of_folder(path.parent, library)
    if is_trace(path):
        return _of_trace(path, library)
    if path.exists():
        raise SourceError(
            "A folder that 'matside analyse' wrote, or a trace ({trace}), was expected at {path}, "
            "and another file is there: name the folder of one clip within the output folder.",
            trace=TRACE,
            path=path,
        )
    raise SourceError(
        "A folder that 'matside analyse' wrote, or a trace ({trace}), was expected at {path}, "
        "and nothing is there: name the folder of one clip within the output folder.",
        trace=TRACE,
        path=path,
    )


def privacy_comment(privacy: Privacy) -> str:
    """Return the comment by which a video says itself what of the person it shows."""
    return f"{_TOLD}{privacy.value}"


def video_privacy(video: Path) -> Privacy:
    """Return how the video says that it was protected: not at all, if it says nothing.

    The session's summary is no proof of it: the video may be of another run.
    """
    comment = comment_of(video)
    protected = (kind for kind in Privacy if comment == privacy_comment(kind))
    return next(protected, Privacy.NONE)


def poses_at(trace: Path, times: Iterable[float]) -> dict[float, tuple[PoseFrame, Side | None]]:
    """Return the pose to draw and the near side at some times of a trace."""
    wanted = sorted(times)
    found: dict[float, tuple[PoseFrame, Side | None]] = {}
    if not wanted or not trace.exists():
        return found
    state = unconditioned()
    for pose in read_trace(trace)[1]:
        while wanted and pose.t_s > wanted[0] + _WARM_UP_S:
            wanted.pop(0)
        if not wanted:
            break
        if pose.t_s < wanted[0] - _WARM_UP_S:
            state = unconditioned()
            continue
        state, drawn = condition(state, pose)
        for t_s in wanted:
            before = found.get(t_s)
            if before is None or abs(pose.t_s - t_s) < abs(before[0].t_s - t_s):
                found[t_s] = drawn, state.near_side
    return {t_s: pair for t_s, pair in found.items() if abs(pair[0].t_s - t_s) <= _WARM_UP_S / 4}


def _of_folder(folder: Path, library: Sequence[Exercise]) -> JudgedSession:
    if not (folder / SUMMARY).exists() or not (folder / MEASURES).exists():
        raise SourceError(
            "{folder} was expected to hold {summary} and {measures} and does not: "
            "name the folder of one clip that 'matside analyse' wrote.",
            folder=folder,
            summary=SUMMARY,
            measures=MEASURES,
        )
    summary = read_summary(folder / SUMMARY)
    _check_known(summary, library)
    library = adapted_library(library, limits_in_options(summary.options))
    recorder = ReportRecorder(library)
    for result in read_table(folder / MEASURES):
        recorder.add(result)
    about = About(
        source=summary.source.name,
        created=summary.created,
        matside=summary.matside,
        model=summary.model.name,
    )
    return JudgedSession(
        folder=folder,
        summary=summary,
        recorder=recorder,
        about=about,
        library=library,
        options=summary.options,
    )


def _of_trace(path: Path, library: Sequence[Exercise]) -> JudgedSession:
    header, request = asked_in(path, library)
    recorder = ReportRecorder(request.library)
    return JudgedSession(
        folder=path.parent,
        summary=judged_again(path, request, recorder.add),
        recorder=recorder,
        about=About(source=header.source, matside=header.matside, model=header.model),
        library=request.library,
        options=header.options,
    )


def asked_in(trace: Path, library: Sequence[Exercise]) -> tuple[TraceHeader, Request]:
    """Return what a trace says of itself, and what was asked for when it was recorded.

    Raises:
        SourceError: It cannot be read.
    """
    header, _poses = read_trace(trace)
    return header, Request(library=tuple(library)).resumed(header.options, read_steps(trace))


def judged_again(trace: Path, request: Request, add: Callable[[FrameResult], object]) -> Summary:
    """Judge a trace by a request, hand on each frame's result, and return the whole one.

    Raises:
        SourceError: It cannot be read, or holds no frame.
        UsageError: It was recorded with an exercise that is not known.
    """
    runner = request.runner()
    for pose in read_trace(trace)[1]:
        add(runner.take(pose))
    summary = runner.end()
    if summary.frames == 0:
        raise SourceError("The trace {path} holds no frame: analyse the video again.", path=trace)
    return summary


def _check_known(summary: Summary, library: Iterable[Exercise]) -> None:
    known = {exercise.id for exercise in library}
    for section in summary.sections:
        if section.exercise not in known:
            raise UsageError(
                "The session is of the exercise '{exercise}', which is not one of "
                "matside's own: give its file with --exercise-file.",
                exercise=section.exercise,
            )


def session_path(named: Path) -> Path:
    """Return the folder or trace that is meant: a number is looked up in the history.

    What exists under the name is meant by it, even if it is a number.

    Raises:
        HistoryError: There is no session of this number, or nothing is left of
            it but its line in the history.
    """
    if named.exists() or not str(named).isdecimal():
        return named
    return stored_folder(int(str(named)))


def stored_folder(number: int) -> Path:
    """Return the folder of a session in the history.

    Raises:
        HistoryError: There is no session of this number, or nothing is left of
            it but its line in the history.
    """
    with History.open() as history:
        folder = history.session(number).start.folder
    if folder is None:
        raise HistoryError(
            "The folder of session {number} was not kept: 'matside history show {number}' tells "
            "what the history knows of it.",
            number=number,
        )
    if not folder.is_dir():
        raise HistoryError(
            "The folder of session {number} was expected at {folder} and is gone: 'matside history "
            "show {number}' tells what the history knows of it.",
            number=number,
            folder=folder,
        )
    return folder
