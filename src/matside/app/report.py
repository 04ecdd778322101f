"""The report of a session: one page for the person and their physiotherapist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from rich.console import Console
from rich.text import Text

from matside.app.own_history import depths_told
from matside.app.remarks import remarks, session_labels, stored_in
from matside.app.report_pictures import Studio
from matside.app.report_source import Session, open_session, session_path, video_privacy
from matside.coach.summary import Summary
from matside.errors import UsageError
from matside.exercise.library import load_library, with_own_files
from matside.exercise.schema import Exercise
from matside.overlay.drawing import Overlay
from matside.overlay.privacy import Privacy
from matside.record.files import REPORT, VIDEO, OutputFolder, write_whole
from matside.report.build import build_report
from matside.report.model import About
from matside.report.page import render
from matside.report.picture_choice import chosen_pictures
from matside.report.recorder import ReportRecorder
from matside.terminal import texts
from matside.wording.labels import labels_of


def write_report(  # noqa: PLR0913 (all that a report is made of)
    folder: OutputFolder,
    summary: Summary,
    recorder: ReportRecorder,
    *,
    library: Sequence[Exercise],
    about: About,
    privacy: Privacy = Privacy.NONE,
    video_privacy: Privacy | None = None,
    with_video: bool = True,
    path: Path | None = None,
) -> Path:
    """Write the report of a session and return its path.

    Call it once the session's other files are closed: the annotated video, if
    there is one, is linked to, and gives the pictures that the recorder was not
    given; the trace gives their poses.

    Args:
        folder: The folder of the session.
        summary: What it came to.
        recorder: What was recorded of its frames.
        library: At least the exercises of the summary.
        about: What was analysed.
        privacy: What of the person may be seen.
        video_privacy: What of the person the annotated video shows; by default
            the same. A video that shows more than may be seen is not linked to.
        with_video: Whether an annotated video in the folder is of this very session.
        path: Where to write; by default ``report.html`` in the folder. From
            another folder the video is not linked to.

    Raises:
        OutputError: It cannot be written.
    """
    path = path or folder.path / REPORT
    filmed = with_video and folder.video.exists()
    beside = filmed and path.parent.resolve() == folder.path.resolve()
    if beside and (privacy is Privacy.NONE or (video_privacy or privacy) is privacy):
        about = replace(about, video=quote(folder.video.name))
    if about.created is None:
        about = replace(about, created=datetime.now(UTC))
    exercises = {exercise.id: exercise for exercise in library}
    studio = Studio(
        folder=folder,
        overlay=Overlay(labels_of(library)),
        privacy=privacy,
        start_s=summary.start_s,
        filmed=filmed,
    )
    pictures = studio.pictures(
        {
            name: chosen_pictures(exercises[name], summary, recorder.moments)
            for name in dict.fromkeys(section.exercise for section in summary.sections)
        }
    )
    write_whole(path, render(build_report(summary, recorder, exercises, about, pictures)))
    return path


def run_report(
    *,
    session: Path,
    exercise_files: Sequence[Path] = (),
    output: Path | None = None,
    privacy: Privacy = Privacy.NONE,
    console: Console | None = None,
) -> int:
    """Write the report of a session that was analysed before; return the exit code.

    Args:
        session: An output folder, a trace, or a number in the history.
        exercise_files: Exercise files of one's own that the session was judged by.
        output: The file to write; by default ``report.html`` in the session's folder.
        privacy: What of the person may be seen. Where none is asked for, as the
            session was made.
        console: Where to say where the report is.

    Raises:
        MatsideError: The session cannot be read, or the report not be written.
    """
    if output is not None and output.is_dir():
        output = output / REPORT
    path = make_report(session_path(session), exercise_files, output=output, privacy=privacy)
    (console or Console()).print(Text(texts.REPORT(path=path)), soft_wrap=True)
    return 0


def make_report(
    session: Path,
    exercise_files: Sequence[Path] = (),
    *,
    output: Path | None = None,
    privacy: Privacy = Privacy.NONE,
) -> Path:
    """Write the report of a session that was judged before, and return its path.

    Args:
        session: An output folder or a trace.
        exercise_files: Exercise files of one's own that the session was judged by.
        output: The file to write; by default ``report.html`` in the session's folder.
        privacy: What of the person may be seen. Where none is asked for, as the
            session was made.

    Raises:
        MatsideError: The session cannot be read, or the report not be written.
    """
    library = with_own_files(load_library(), exercise_files)
    opened = open_session(session, library)
    made = _privacy_of(opened)
    stored = stored_in(opened.folder)
    about = replace(
        opened.about,
        remarks=() if stored is None else remarks(stored, session_labels([stored])),
        depths=depths_told("" if stored is None else stored.start.id, opened.summary, library),
    )
    return write_report(
        OutputFolder(opened.folder),
        opened.summary,
        opened.recorder,
        library=opened.library,
        about=about,
        privacy=made if privacy is Privacy.NONE else privacy,
        video_privacy=video_privacy(opened.folder / VIDEO),
        path=output,
    )


def _privacy_of(session: Session) -> Privacy:
    """Return how the session's own pictures and video were protected."""
    if not session.privacy:
        return Privacy.NONE
    try:
        return Privacy(session.privacy)
    except ValueError as error:
        known = ", ".join(kind.value for kind in Privacy)
        raise UsageError(
            "The session says it was made with privacy = '{privacy}', and one of "
            "{known} was expected: bring matside up to date.",
            privacy=session.privacy,
            known=known,
        ) from error
