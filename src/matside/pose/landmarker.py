"""From frames to poses: the pose model, following one person among several.

MediaPipe can be asked for several people, but then it searches the whole
picture in every frame, half as long again, and finds two people who are both
small in the picture only now and then. Here it always follows one person, and
a second landmarker, the scout, looks at the picture with that person painted
over: at the beginning, so that the nearest of several is followed, and then
once in a while, so that ``PoseFrame.people`` is right. After a loss whoever is
found is only accepted if it may be the same person; otherwise that one is
painted over in turn. The scout also tells whether the skeleton still fits the
person (see ``fit``); if it does not, the follower is made to search anew.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from matside.body.contour import back_contour, on_body
from matside.body.frames import Floats, Frame, PoseFrame, quantise, unseen
from matside.errors import ModelError
from matside.pose.canvas import Canvas, canvas, covered, from_further_away
from matside.pose.fit import FitWatch, is_elsewhere, misfits
from matside.pose.import_errors import translate_import_error
from matside.pose.legs import LegWatch, with_legs_of
from matside.pose.model import Model, ModelChoice, Quality, load_model
from matside.pose.people import Detection, Followed, is_another, nearest

if TYPE_CHECKING:
    from matside.pose.tasks import Landmarker

MOST_PEOPLE: Final = 3
"""The scout counts no further."""
SCOUT_EVERY_S: Final = 2.0
SCOUT_EVERY_FRAMES: Final = 120
"""Both must have passed since the last count. Finding nobody else takes two thirds of the time of
a frame, so 120 frames keep the scout near 0.5 % of the work at any frame rate."""
LOST_S: Final = 2.0
"""Seconds without the followed person after which the nearest person is followed instead."""
STEP_BACK_EVERY_S: Final = 1.0
"""Spacing of looks from further away while nobody has been seen as usual yet. Whoever is found in
one is followed in such pictures until they are lost; then it is looked as usual first."""

_BLACK: Final = np.zeros((64, 64, 3), np.uint8)
"""A picture without anybody; it resets a landmarker's tracking."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PoseResult:
    """What the model saw in one frame.

    Attributes:
        t_s: Time of the frame in seconds.
        size_px: Width and height of the frame.
        scale: Pixels of the frame per pixel of the canvas, in x and in y.
        origin: Where the frame's top left corner lies, in pixels of the canvas.
        person: The followed person, in pixels of the canvas; ``None`` if not found.
        people: How many people are in the picture.
    """

    t_s: float
    size_px: tuple[int, int]
    scale: Floats
    origin: Floats
    person: Detection | None
    people: int

    def pose(self) -> PoseFrame:
        """Return the person as a pose in pixels of the frame, with what the mask says, rounded.

        Raises:
            ModelError: The model gave no mask.
        """
        person = self.person
        if person is None:
            return unseen(self.t_s, self.size_px)
        if person.mask is None:
            raise ModelError(
                "The pose model was expected to give a mask at {t_s} s and gave "
                "none: use another .task file.",
                t_s=f"{self.t_s:.2f}",
            )
        pose = PoseFrame(
            t_s=self.t_s,
            image_px=(person.image_px - self.origin) * self.scale,
            world_m=person.world_m,
            visibility=person.visibility,
            on_body=on_body(person.mask, person.image_px),
            back_px=(back_contour(person.mask, person.image_px) - self.origin) * self.scale,
            size_px=self.size_px,
            people=self.people,
        )
        return quantise(pose)


class PoseEstimator:
    """Turns each frame into the pose of the person who is doing the exercise.

    The larger, nearer person is followed first, and that one from then on as
    long as they stay in view. The same frames give the same poses, whatever
    the clock says. To be used from one thread, and as a context manager or
    with ``close``.

    Args:
        model: A ``.task`` file, or which of matside's own models.
        debug: Leave MediaPipe's own messages on standard error.

    Attributes:
        model: The model in use.

    Raises:
        ModelError: The model is missing, wrong, or refused by MediaPipe.
        SystemLibraryError: MediaPipe or OpenCV lacks a library of the system.
    """

    def __init__(self, model: ModelChoice = Quality.NORMAL, *, debug: bool = False) -> None:
        self.model: Model = load_model(model)
        self._debug = debug
        self._scout: Landmarker | None = None
        self._scouted_s = 0.0
        self._frames_since_scout = 0
        self._people = 1
        self._followed: Followed | None = None
        self._lost = True
        self._apart = self._seen_as_usual = False
        self._step_back_s = -math.inf
        self._legs = LegWatch()
        self._fit = FitWatch()
        self._follower = self._open()

    def estimate(self, frame: Frame) -> PoseFrame:
        """Return the pose in ``frame``; ``unseen`` where the followed person is not found.

        Frames belong in the order of their times. One whose time does not
        increase is treated as a millisecond later than the one before.

        Raises:
            ModelError: MediaPipe failed on this frame.
        """
        return self.look(frame).pose()

    def look(self, frame: Frame, picture: Canvas | None = None) -> PoseResult:
        """Return what the model sees in ``frame``; its pose may be made in another thread.

        ``picture``, the canvas of the frame, may be made in another thread too. Otherwise as
        ``estimate``.
        """
        if picture is None:
            picture = canvas(frame.image)
        if self._apart:
            picture = from_further_away(picture)
        person = self._find(picture, frame.t_s)
        if person is None and self._steps_back(frame.t_s):
            picture = from_further_away(picture)
            person = self._find(picture, frame.t_s)
            self._apart = person is not None
        elif self._apart:
            self._apart = person is not None
        else:
            self._seen_as_usual |= person is not None
        self._lost = person is None
        if person is not None:
            self._followed = Followed.at(person, frame.t_s)
            person = self._with_clear_legs(person, picture, frame.t_s)
        return PoseResult(
            t_s=frame.t_s,
            size_px=frame.size_px,
            scale=picture.scale,
            origin=picture.origin,
            person=person,
            people=self._people,
        )

    def close(self) -> None:
        """Release MediaPipe's threads and memory; may be called twice."""
        self._follower.close()
        if self._scout is not None:
            self._scout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _steps_back(self, t_s: float) -> bool:
        """Return whether to look from further away, as nobody was seen as usual so far."""
        if self._apart or self._seen_as_usual or t_s < self._step_back_s:
            return False
        self._step_back_s = t_s + STEP_BACK_EVERY_S
        return True

    def _with_clear_legs(self, person: Detection, picture: Canvas, t_s: float) -> Detection:
        """Return ``person``, with legs seen by the scout while the follower mixes them up."""
        self._legs = self._legs.seen(person, t_s)
        if not self._legs.mixed_up(t_s):
            return person
        other = self._look_without_memory(picture, t_s)
        if other is None or not Followed.at(person, t_s).may_be(other):
            return person
        return with_legs_of(person, other)

    def _find(self, picture: Canvas, t_s: float) -> Detection | None:
        """Return the person to watch in ``picture``, or ``None``."""
        self._frames_since_scout += 1
        person = self._fitting(picture, t_s)
        if person is None:
            return None
        followed = self._followed
        if followed is None or (self._lost and t_s - followed.t_s > LOST_S):
            return self._begin(picture, person, t_s)
        if self._lost and not followed.may_be(person):
            again = self._search(picture, t_s, without=[person])
            return again if again is not None and followed.may_be(again) else None
        if self._is_scout_due(t_s):
            self._look_around(picture, person, t_s)
        return person

    def _fitting(self, picture: Canvas, t_s: float) -> Detection | None:
        """Return the follower's person, searched for again if the skeleton does not fit."""
        cut = self._fit.is_cut(picture)
        self._fit = self._fit.seen(picture)
        person = self._follower.detect(picture, t_s)
        # Right after a loss it has searched the whole picture anyway.
        looked = person is None or self._lost
        if person is not None and not looked and (cut or self._fit.is_due(person, picture, t_s)):
            looked = True
            if not self._still_fits(person, picture, t_s, cut=cut):
                person = self._search_anew(picture, t_s)
                self._lost = cut
        if cut and self._lost:
            self._followed = None
        if person is not None and looked:
            self._fit = self._fit.fitted(person, picture, t_s)
        return person

    def _still_fits(self, person: Detection, picture: Canvas, t_s: float, *, cut: bool) -> bool:
        """Return whether detection without tracking finds ``person`` at the same place."""
        look = self._look_without_memory(picture, t_s)
        if look is not None and is_elsewhere(person, look):
            if not cut:
                return True
            # Somebody has come in, or the scene has changed: is the followed one there as well?
            look = self._look_without_memory(covered(picture, *look.box_px), t_s)
        return not cut if look is None else not misfits(person, look)

    def _search_anew(self, picture: Canvas, t_s: float) -> Detection | None:
        """Return the person that the follower finds after a reset of its tracking."""
        _log.info("the skeleton did not fit at %.1f s: searched anew", t_s)
        self._legs = LegWatch()
        self._follower.detect(canvas(_BLACK), t_s)
        return self._follower.detect(picture, t_s)

    def _look_without_memory(self, picture: Canvas, t_s: float) -> Detection | None:
        """Return the person that the scout finds in the whole picture; ``None`` for nobody."""
        if self._scout is None:
            self._scout = self._open(scout=True)
        return self._scout.detect(picture, t_s)

    def _begin(self, picture: Canvas, person: Detection, t_s: float) -> Detection:
        """Return the nearest of the people in ``picture``; ``person`` is the one found first."""
        people = self._look_around(picture, person, t_s)
        chosen = nearest(people)
        if chosen is person:
            return person
        rest = [other for other in people if other is not chosen]
        found = self._search(picture, t_s, without=rest)
        return found if found is not None else person

    def _search(
        self, picture: Canvas, t_s: float, *, without: Sequence[Detection]
    ) -> Detection | None:
        """Turn the follower to somebody who is not in ``without``; ``None`` if there is nobody."""
        for person in without:
            picture = covered(picture, *person.box_px)
        # It still looks where it found somebody before, and only then everywhere.
        return self._follower.detect(picture, t_s) or self._follower.detect(picture, t_s)

    def _look_around(self, picture: Canvas, person: Detection, t_s: float) -> list[Detection]:
        """Return ``person`` and anybody else the scout finds, and note how many people that are."""
        self._scouted_s, self._frames_since_scout = t_s, 0
        people = [person]
        while len(people) < MOST_PEOPLE:
            picture = covered(picture, *people[-1].box_px)
            other = self._look_without_memory(picture, t_s)
            if other is None or not is_another(other, people):
                break
            people.append(other)
        if len(people) != self._people:
            _log.info("people in the picture at %.1f s: %d", t_s, len(people))
        self._people = len(people)
        return people

    def _is_scout_due(self, t_s: float) -> bool:
        """Whether the last count is long enough ago."""
        late = t_s - self._scouted_s >= SCOUT_EVERY_S
        return late and self._frames_since_scout >= SCOUT_EVERY_FRAMES

    def _open(self, *, scout: bool = False) -> Landmarker:
        """Return a new landmarker; MediaPipe is imported with the first one."""
        try:
            from matside.pose.tasks import Landmarker, Mode  # noqa: PLC0415 (0.1 s, and may fail)

            mode = Mode.IMAGE if scout else Mode.VIDEO
            return Landmarker(self.model, mode=mode, masks=not scout, debug=self._debug)
        except (ImportError, OSError) as error:
            missing = translate_import_error(error)
            if missing is not None:
                raise missing from error
            raise ModelError(
                "MediaPipe was expected to be installed and cannot be loaded "
                "({error}): reinstall matside.",
                error=error,
            ) from error
