"""The report of a session: one page for the person and their physiotherapist, with pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

import cv2

from matside.app.known_exercises import known_exercises
from matside.app.own_history import depth_sentences
from matside.app.remarks import remarks, session_labels, stored_in
from matside.app.report_source import (
    open_session,
    poses_at,
    session_path,
    video_privacy,
)
from matside.app.request import limits_in_options
from matside.body.frames import Image, PoseFrame, unseen
from matside.body.landmark import Side
from matside.capture.video import frame_at
from matside.coach.result import FrameResult
from matside.coach.summary import Summary
from matside.exercise.schema import Exercise
from matside.overlay.drawing import Overlay
from matside.overlay.privacy import Privacy, blur_face, skeleton_only
from matside.record.files import REPORT, VIDEO, OutputFolder, write_whole
from matside.report.build import build_report
from matside.report.model import About, Picture
from matside.report.moments import PICTURE_PX, ReportRecorder, smaller
from matside.report.page import render
from matside.report.picture_choice import PictureChoice, chosen_pictures
from matside.terminal import texts
from matside.terminal.tables import say
from matside.wording.labels import labels_of

_QUALITY: Final = 80
"""Of a JPEG: 50 kB a picture, and the drawn words stay clean."""


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
        summary: Its result.
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
            for name in summary.by_exercise()
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
) -> None:
    """Do as ``make_report``, and say where the report is.

    The session may be a number in the history too, and the output a folder.
    """
    if output is not None and output.is_dir():
        output = output / REPORT
    path = make_report(session_path(session), exercise_files, output=output, privacy=privacy)
    say(texts.REPORT(path=path))


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
    library = known_exercises(exercise_files)
    opened = open_session(session, library)
    made, stored = opened.privacy(), stored_in(opened.folder)
    about = replace(
        opened.about,
        dose=str(opened.options.get("dose") or ""),
        limits=limits_in_options(opened.options),
    )
    if stored is not None:
        about = replace(
            about,
            created=about.created or stored.start.started,
            practised=stored.start.kind == "practice",
            remarks=remarks(stored, session_labels([stored])),
            depths=depth_sentences(stored.start.id, opened.summary, library),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """Makes the pictures of one session's report.

    Attributes:
        folder: Where the annotated video and the trace lie, if there are any.
        overlay: Draws on the pictures.
        privacy: What of the person may be seen.
        start_s: Time of the first frame, which the annotated video shows at 0.
        filmed: Whether there is an annotated video of the session.
    """

    folder: OutputFolder
    overlay: Overlay
    privacy: Privacy
    start_s: float
    filmed: bool
    _posed: dict[float, tuple[PoseFrame, Side | None]] = field(default_factory=dict)

    def pictures(
        self, wanted: Mapping[str, Sequence[PictureChoice]]
    ) -> dict[str, tuple[Picture, ...]]:
        """Return the pictures by exercise; those that cannot be had are left out."""
        times = [
            choice.t_s for choices in wanted.values() for choice in choices if _poseless(choice)
        ]
        self._posed.update(poses_at(self.folder.trace, times))
        return {
            exercise: tuple(p for choice in choices if (p := self._picture(exercise, choice)))
            for exercise, choices in wanted.items()
        }

    def _picture(self, exercise: str, choice: PictureChoice) -> Picture | None:
        image = self._image(exercise, choice)
        if image is None:
            return None
        image = smaller(image)
        done, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        if not done:
            return None
        return Picture(
            title=choice.title,
            t_s=choice.t_s,
            alt=choice.alt,
            jpeg=data.tobytes(),
            size_px=(image.shape[1], image.shape[0]),
            good=choice.good,
        )

    def _image(self, exercise: str, choice: PictureChoice) -> Image | None:
        """Return the picture with the overlay, as private as is asked for."""
        if self.privacy is Privacy.NO_PICTURES:
            return None
        if self.privacy is Privacy.SKELETON_ONLY:
            return self._skeleton(exercise, choice)
        kept = choice.kept
        image = kept.picture() if kept is not None else None
        if kept is not None and image is not None:
            if self.privacy is Privacy.BLUR_FACE:
                image = blur_face(image, kept.result.pose)
            # a cue is said for a while after what it mends; beside a best moment it would puzzle
            result = replace(kept.result, cue=None, faults=()) if choice.good else kept.result
            return self.overlay.draw(image, result)
        if self.filmed:
            shown = frame_at(self.folder.video, choice.t_s - self.start_s)
            if shown is not None:
                return self._blurred(shown, choice)
        return self._skeleton(exercise, choice)

    def _blurred(self, image: Image, choice: PictureChoice) -> Image:
        if self.privacy is not Privacy.BLUR_FACE:
            return image
        return blur_face(image, self._result("", choice).pose)

    def _skeleton(self, exercise: str, choice: PictureChoice) -> Image | None:
        result = self._result(exercise, choice)
        if not result.pose.seen:
            return None
        width, height = result.pose.size_px
        scale = min(1.0, PICTURE_PX / max(width, height))
        size_px = max(1, round(width * scale)), max(1, round(height * scale))
        return self.overlay.draw(skeleton_only(size_px), result)

    def _result(self, exercise: str, choice: PictureChoice) -> FrameResult:
        """Return what was said of the moment, with a pose if one is known."""
        result = choice.kept.result if choice.kept is not None else None
        if result is not None and result.pose.seen:
            return result
        if result is None:
            result = FrameResult(
                t_s=choice.t_s,
                pose=unseen(choice.t_s, (1, 1)),
                near_side=None,
                measures={},
                posture="",
                exercise=exercise,
            )
        pose, near = self._posed.get(choice.t_s, (result.pose, None))
        return replace(result, pose=pose, near_side=near)


def _poseless(choice: PictureChoice) -> bool:
    return choice.kept is None or not choice.kept.result.pose.seen
