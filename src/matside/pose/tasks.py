"""MediaPipe's Pose Landmarker, and nothing else of MediaPipe. The only module that imports it."""

from __future__ import annotations

import weakref
from dataclasses import replace
from enum import Enum
from typing import Final

import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision

from matside.errors import ModelError
from matside.pose.canvas import Canvas, canvas
from matside.pose.model import Model
from matside.pose.people import Detection
from matside.pose.quiet import quiet

_WARM_UP_MS: Final = -1
"""Time of the black picture that a new landmarker is shown; frames begin at 0."""


class Mode(Enum):
    """Whether a landmarker remembers where the person was in the picture before."""

    VIDEO = "video"
    IMAGE = "image"


class Landmarker:
    """One of MediaPipe's landmarkers for one person, with increasing times and plain arrays.

    It is shown a black picture at once: a file that cannot be used is found out
    at the start, MediaPipe's threads finish their start-up messages while they
    are hidden, and the first frame takes no longer than the others.

    Args:
        model: The pose model.
        mode: ``VIDEO`` follows a person from frame to frame, ``IMAGE`` looks at
            each picture anew.
        masks: Whether it gives the segmentation masks, too.
        debug: Leave MediaPipe's messages on standard error.

    Raises:
        ModelError: MediaPipe cannot use the model.
    """

    def __init__(self, model: Model, *, mode: Mode, masks: bool, debug: bool = False) -> None:
        self._model = model
        self._mode = mode
        self._silence = not debug
        self._previous_ms = _WARM_UP_MS
        with quiet(enabled=self._silence):
            self._task = self._create(masks=masks)
            try:
                self._run(canvas(np.zeros((64, 64, 3), np.uint8)), _WARM_UP_MS)
            except BaseException:
                self._task.close()
                raise
        # A landmarker that is never closed must not hang: left to the garbage collector,
        # MediaPipe's own object waits for a thread that may be gone already.
        self._close = weakref.finalize(self, self._task.close)
        self._close.atexit = False

    def detect(self, picture: Canvas, t_s: float) -> Detection | None:
        """Return a person in ``picture``, in pixels of the canvas; ``None`` if there is nobody.

        Times that do not increase are moved one millisecond past the one before.

        Raises:
            ModelError: MediaPipe failed on this picture.
        """
        self._previous_ms = max(self._previous_ms + 1, round(1000.0 * t_s))
        # One more note comes with the first person that is found.
        with quiet(enabled=self._silence):
            result = self._run(picture, self._previous_ms)
        self._silence = self._silence and not result.pose_landmarks
        if not result.pose_landmarks:
            return None
        found = _detection(result, picture)
        return replace(found, visibility=self._model.as_normal(found.visibility))

    def close(self) -> None:
        """Release MediaPipe's threads and memory; may be called twice."""
        self._close()

    def _create(self, *, masks: bool) -> vision.PoseLandmarker:
        running = vision.RunningMode
        options = vision.PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_buffer=self._model.data),
            running_mode=running.VIDEO if self._mode is Mode.VIDEO else running.IMAGE,
            num_poses=1,
            output_segmentation_masks=masks,
        )
        try:
            return vision.PoseLandmarker.create_from_options(options)
        except (ValueError, RuntimeError) as error:
            raise ModelError(
                "The pose model {path} was expected to work with MediaPipe "
                "{version} and does not ({reason}): use another .task file.",
                path=self._model.path,
                version=mp.__version__,
                reason=_first_line(error),
            ) from error

    def _run(self, picture: Canvas, time_ms: int) -> vision.PoseLandmarkerResult:
        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=picture.rgb)
        try:
            if self._mode is Mode.VIDEO:
                return self._task.detect_for_video(image, time_ms)
            return self._task.detect(image)
        except (ValueError, RuntimeError) as error:
            raise ModelError(
                "MediaPipe was expected to look at a picture of {width} by "
                "{height} pixels and failed ({reason}): try again with --debug for "
                "its own messages.",
                width=picture.size_px[0],
                height=picture.size_px[1],
                reason=_first_line(error),
            ) from error


def _detection(result: vision.PoseLandmarkerResult, picture: Canvas) -> Detection:
    """Return the first person of MediaPipe's result as arrays in pixels of the canvas."""
    landmarks, world = result.pose_landmarks[0], result.pose_world_landmarks[0]
    mask = result.segmentation_masks[0] if result.segmentation_masks else None
    height, padded_width = picture.rgb.shape[:2]
    width = picture.size_px[0]
    return Detection(
        image_px=np.array([(point.x * padded_width, point.y * height) for point in landmarks]),
        world_m=np.array([(point.x, point.y, point.z) for point in world]),
        visibility=np.array([point.visibility for point in landmarks]),
        mask=None if mask is None else np.asarray(_MaskMemory(mask))[:, :width, 0],
    )


class _MaskMemory:
    """MediaPipe's mask for NumPy: an array made from it keeps the memory it looks at alive."""

    def __init__(self, image: mp.Image) -> None:
        self._image = image
        self.__array_interface__ = image.numpy_view().__array_interface__


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".")
