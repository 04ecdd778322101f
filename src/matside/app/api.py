"""matside from Python: ``analyse`` for recordings, ``Coach`` for frames as they come.

Neither writes a file, prints, or changes a setting of the process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from matside.app.analysis import Analysis
from matside.app.request import Request
from matside.app.streams import Stream, open_stream
from matside.body.frames import BACK_POINTS, Frame, Image, PoseFrame, quantise
from matside.body.landmark import LANDMARK_COUNT
from matside.coach.events import Event
from matside.coach.result import FrameResult
from matside.coach.summary import Notice, NoticeKind, Summary
from matside.errors import SourceError, UsageError
from matside.exercise.library import load_library, with_own_files
from matside.pose.landmarker import PoseEstimator
from matside.pose.model import chosen_model

Progress = Callable[[float, float | None], object]
"""Called with the seconds of the recording that are judged, and its length where it is known."""


def analyse(  # noqa: PLR0913 - each is left out as a rule
    path: Path | str,
    *,
    exercise: str | None = None,
    exercise_files: Sequence[Path | str] = (),
    dose: str | None = None,
    model: Path | str | None = None,
    quality: str | None = None,
    slow_motion: float = 1.0,
    progress: Progress | None = None,
) -> Analysis:
    """Analyse one recording and return the result; writes no file.

    Args:
        path: A video, a picture, or a trace that matside wrote.
        exercise: Name of the exercise; ``None`` to recognise it.
        exercise_files: Exercise files of one's own to know besides matside's.
        dose: Identifier of the dose to aim at; ``None`` for each exercise's first.
        model: Another MediaPipe pose model (``.task``).
        quality: Which of matside's own models: ``fast``, ``normal`` or ``best``.
        slow_motion: Seconds the video shows for each second that was filmed:
            every time is divided by it.
        progress: Called after each frame with the seconds that are judged and
            the length of the recording in seconds, ``None`` where it is not known.

    Returns:
        Summary, events and frames. Times are seconds of the recording, angles
        are estimates in degrees, what could not be measured is NaN.

    Raises:
        MatsideError: The file, model, exercise or dose cannot be used; the
            message says what to do.

    Example:
        >>> from matside import analyse
        >>> from matside.data import data_folder
        >>> clip = data_folder("sample_videos") / "cat_cow_5reps.mp4"
        >>> analysis = analyse(clip, exercise="cat-cow")
        >>> section = analysis.summary.sections[0]
        >>> section.exercise, dict(section.reps), section.dose.reps_target
        ('cat_cow', {None: 5}, 8)
        >>> [row["count"] for row in analysis.rep_rows()]
        [1, 2, 3, 4, 5]
    """
    request = _request(exercise, exercise_files, dose)
    with open_stream(Path(path), chosen_model(model, quality), slow_motion=slow_motion) as stream:
        runner = resumed(request, stream).runner()
        frames = []
        for _, pose in stream.seen:
            frames.append(runner.take(pose))
            if progress is not None:
                progress(pose.t_s, stream.duration_s)
        summary = noticed(runner.end(), stream)
    return Analysis(summary=summary, events=tuple(runner.events), frames=tuple(frames))


class Coach:
    """Judges frames as they come: pictures, landmarks or poses; use it as a context manager.

    Times are in seconds and must increase; nothing asks a clock. To be used from
    one thread. The pose model is opened with the first picture and closed with
    the coach.

    Args:
        exercise: Name of the exercise; ``None`` to recognise it.
        exercise_files: Exercise files of one's own to know besides matside's.
        dose: Identifier of the dose to aim at; ``None`` for each exercise's first.
        model: Another MediaPipe pose model (``.task``).
        quality: Which of matside's own models: ``fast``, ``normal`` or ``best``.

    Raises:
        MatsideError: The exercise, dose or model cannot be used.

    Example:
        >>> import numpy as np
        >>> from matside import Coach
        >>> with Coach(exercise="child's pose") as coach:
        ...     for t_s in (0.0, 0.5):
        ...         result = coach.judge_image(np.zeros((90, 160, 3), np.uint8), t_s)
        ...     summary = coach.summary()
        >>> result.judged, str(result.reason), summary.frames
        (False, 'nobody', 2)
    """

    def __init__(
        self,
        exercise: str | None = None,
        *,
        exercise_files: Sequence[Path | str] = (),
        dose: str | None = None,
        model: Path | str | None = None,
        quality: str | None = None,
    ) -> None:
        self._runner = _request(exercise, exercise_files, dose).runner()
        self._model = chosen_model(model, quality)
        self._estimator: PoseEstimator | None = None
        self._frames = 0

    def judge_image(self, image: Image, t_s: float) -> FrameResult:
        """Return what is known after a picture.

        Args:
            image: uint8 ``(height, width, 3)``, BGR as OpenCV has it, upright and
                not mirrored.
            t_s: Time of the picture in seconds, greater than the one before.

        Raises:
            UsageError: It is no such picture, or time does not move forward.
            MatsideError: The pose model failed.
        """
        if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8:
            raise UsageError(
                "A picture of uint8 values (height, width, 3) was expected and "
                "{dtype} {shape} was found: convert it, such as with cv2.cvtColor.",
                dtype=image.dtype,
                shape=image.shape,
            )
        if self._estimator is None:
            self._estimator = PoseEstimator(self._model)
        frame = Frame(index=self._frames, t_s=float(t_s), image=image)
        return self.judge_pose(self._estimator.estimate(frame))

    def judge_landmarks(
        self,
        t_s: float,
        *,
        image_px: ArrayLike,
        world_m: ArrayLike,
        visibility: ArrayLike,
        size_px: tuple[int, int],
    ) -> FrameResult:
        """Return what is known after a frame of landmarks that MediaPipe found elsewhere.

        Without a mask nothing is known of the contour of the back: the curve of
        the spine is NaN, and cat-cow cannot be judged.

        Args:
            t_s: Time of the frame in seconds, greater than the one before.
            image_px: ``(33, 2)``, in pixels of the picture.
            world_m: ``(33, 3)``, metres.
            visibility: ``(33,)``, 0..1.
            size_px: Width and height of the picture.

        Raises:
            UsageError: An array has another shape, or time does not move forward.
        """
        pose = PoseFrame(
            t_s=float(t_s),
            image_px=_array("image_px", image_px, (LANDMARK_COUNT, 2)),
            world_m=_array("world_m", world_m, (LANDMARK_COUNT, 3)),
            visibility=_array("visibility", visibility, (LANDMARK_COUNT,)),
            on_body=np.ones(LANDMARK_COUNT),
            back_px=np.full((BACK_POINTS, 2), np.nan),
            size_px=size_px,
        )
        return self.judge_pose(quantise(pose))

    def judge_pose(self, pose: PoseFrame) -> FrameResult:
        """Return what is known after a pose, such as one that was read from a trace.

        Raises:
            UsageError: Time does not move forward.
        """
        try:
            result = self._runner.take(pose)
        except ValueError as error:
            raise UsageError("Frames are judged in order, and {error}.", error=error) from error
        self._frames += 1
        return result

    @property
    def events(self) -> tuple[Event, ...]:
        """Everything that happened so far, in order of report."""
        return tuple(self._runner.events)

    def summary(self) -> Summary:
        """Return the summary as if the session ended now; it may go on afterwards."""
        return self._runner.so_far()

    def close(self) -> None:
        """Close the pose model; may be called twice."""
        estimator, self._estimator = self._estimator, None
        if estimator is not None:
            estimator.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def resumed(request: Request, stream: Stream) -> Request:
    """Return the request, for a trace with what it was made with."""
    return request.resumed(stream.header.options if stream.header else {}, stream.steps)


def noticed(summary: Summary, stream: Stream) -> Summary:
    """Return the summary with what the file's reader had to say.

    Raises:
        SourceError: There was no frame.
    """
    if summary.frames == 0:
        raise SourceError(
            "{stream} holds no frame that can be read: check that it plays elsewhere.",
            stream=stream.name,
        )
    warning = stream.warning()
    if warning is None:
        return summary
    return summary.noting(Notice(kind=NoticeKind.UNREADABLE, detail=warning))


def _request(exercise: str | None, files: Sequence[Path | str], dose: str | None) -> Request:
    library = with_own_files(load_library(), [Path(file) for file in files])
    return Request(library=library, exercises=() if exercise is None else (exercise,), dose=dose)


def _array(name: str, given: ArrayLike, shape: tuple[int, ...]) -> np.ndarray[Any, Any]:
    array = np.asarray(given, np.float64)
    if array.shape != shape:
        raise UsageError(
            "{name} of shape {shape} was expected and {array_shape} was found.",
            name=name,
            shape=shape,
            array_shape=array.shape,
        )
    return array
