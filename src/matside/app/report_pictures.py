"""The pictures of a report: of what was kept, of the annotated video, or drawn from the pose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import cv2

from matside.app.report_source import poses_at
from matside.body.frames import Image, PoseFrame, unseen
from matside.body.landmark import Side
from matside.capture.moment import frame_at
from matside.coach.result import FrameResult
from matside.overlay.drawing import Overlay
from matside.overlay.privacy import Privacy, blur_face, skeleton_only
from matside.record.files import OutputFolder
from matside.report.model import Picture
from matside.report.moments import PICTURE_PX, smaller
from matside.report.picture_choice import PictureChoice

_QUALITY: Final = 80
"""Of a JPEG: 50 kB a picture, and the drawn words stay clean."""


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
        kept = choice.keepsake
        image = kept.picture() if kept is not None else None
        if kept is not None and image is not None:
            if self.privacy is Privacy.BLUR_FACE:
                image = blur_face(image, kept.result.pose)
            # a cue is said for a while after what it mends; beside a best moment it would puzzle
            told = replace(kept.result, cue=None, faults=()) if choice.good else kept.result
            return self.overlay.draw(image, told)
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
        told = choice.keepsake.result if choice.keepsake is not None else None
        if told is not None and told.pose.seen:
            return told
        if told is None:
            told = FrameResult(
                t_s=choice.t_s,
                pose=unseen(choice.t_s, (1, 1)),
                near_side=None,
                measures={},
                posture="",
                exercise=exercise,
            )
        pose, near = self._posed.get(choice.t_s, (told.pose, None))
        return replace(told, pose=pose, near_side=near)


def _poseless(choice: PictureChoice) -> bool:
    return choice.keepsake is None or not choice.keepsake.result.pose.seen
