"""Pictures that may be passed on: the face made unrecognisable, or nothing but the skeleton.

Everything here errs on the safe side: where it is not known where the face is,
more is blurred, in the end the whole picture.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import cycle
from typing import Final

import numpy as np

from matside.body.frames import Image, PoseFrame
from matside.overlay.faces import TURNS, Face, FaceDetector
from matside.overlay.heads import (
    Disc,
    all_blurred,
    all_over,
    apart,
    around_shoulders,
    blur_disc,
    blurred_within,
    grain,
    head_of,
)

Detect = Callable[[Image, Collection[int]], Sequence[Face]]
"""Finds the faces in a picture, uint8 BGR, that is looked at in these quarter turns."""


_BY_FACE: Final = 1.6
"""Radius of a head by half of what the face detector calls the face, without hair and chin."""

_TRAIL_S: Final = 0.6
"""Where the head was within this time is blurred too: a landmark that jumps uncovers no face."""
_OTHERS_S: Final = 4.0
"""So long the place of somebody else's face is blurred: they look away, and are not found then."""
_SPREAD: Final = 0.25
"""Meanwhile it grows by this many of its radii a second."""
_TRUSTED_S: Final = 1.5
"""After this time without a head the whole picture is blurred."""
_GROWTH: Final = 1.0
"""Meanwhile the disc grows by this many of its radii a second."""
_JUMP: Final = 1.5
"""A head that jumps by so many of its radii, and by what ``_FASTEST`` allows for the time, was or
is somewhere else."""
_FASTEST: Final = 8.0
"""Radii a second, about 3.4 torso lengths: nobody comes up from a stretch faster than that."""
_GRAIN: Final = 20.0
"""Noise, in grey levels, from which on pose and detector both err: webcams in a dim room have up
to 10."""


_GROUND: Final = (66, 56, 48)
"""Blue, green, red of the plain ground: dark, so that the overlay's light lines stand out."""


class Privacy(Enum):
    """How the person is shown in pictures and videos."""

    NONE = "none"
    """Everything."""
    BLUR_FACE = "blur-face"
    SKELETON_ONLY = "skeleton-only"
    """Nothing but what is drawn."""
    NO_PICTURES = "no-pictures"
    """Nothing at all: there are no pictures."""


def chosen(*, blur_face: bool, skeleton_only: bool) -> Privacy:
    """Return what two options of the command line amount to; the stricter one wins."""
    if skeleton_only:
        return Privacy.SKELETON_ONLY
    return Privacy.BLUR_FACE if blur_face else Privacy.NONE


@dataclass(slots=True, kw_only=True)
class Certainty:
    """Certainty that every face was covered: frames, by which detector found the face.

    Attributes:
        both: The pose and the face detector found the same place.
        one: Only one of them found a face, or they found different places.
        neither: It was blurred where it had been before, or the whole picture.
    """

    both: int = 0
    one: int = 0
    neither: int = 0


class _Trail:
    """Where something was in the last ``keep_s``; what is older is forgotten."""

    def __init__(self, keep_s: float) -> None:
        self._keep_s = keep_s
        self._past: deque[tuple[float, Disc]] = deque()

    def with_new(self, t_s: float, discs: Sequence[Disc]) -> list[Disc]:
        """Return all that is remembered at ``t_s``, these included; the older, the larger."""
        while self._past and t_s - self._past[0][0] > self._keep_s:
            self._past.popleft()
        self._past.extend((t_s, disc) for disc in discs)
        return [
            disc.grown(1.0 + _SPREAD * max(0.0, t_s - then_s - _TRAIL_S))
            for then_s, disc in self._past
        ]


class FaceBlur:
    """Blurs all faces in every frame of a stream; use one for a whole session.

    The pose gives the person's head, a face detector every face in the picture; what either finds
    is blurred, and so is each place where either found one within 0.6 s. Other people's faces stay
    covered for 4 s, because only the detector finds them, and not while they look away. Faces are
    looked for upright in every frame, and in one of the three other turns of the picture each, or
    in all where frames are rare.

    Without a head in the pose, the place where it was last seen is blurred, the
    larger the longer ago, and whatever lies around the shoulders; after 1.5 s,
    before anybody was seen, or while there are more people than faces are
    known, the whole picture is. While it is in doubt whether the pose is the right
    way round, because the picture is all grain or because the head has jumped and
    the detector has not seen it there yet, the whole body is blurred.

    Args:
        detect: Finds faces in a picture turned so and so; by default CenterFace,
            loaded when the first frame comes.

    Attributes:
        certainty: How sure it was so far.
    """

    def __init__(self, detect: Detect | None = None) -> None:
        self.certainty = Certainty()
        self._detect = detect
        self._trail: deque[tuple[float, Disc]] = deque()
        self._faces = _Trail(_TRAIL_S)
        self._others = _Trail(_OTHERS_S)
        self._bodies = _Trail(_TRAIL_S)
        self._before_s = -math.inf
        self._doubted = False
        self._turns = cycle(TURNS[1:])

    def apply(self, image: Image, pose: PoseFrame) -> Image:
        """Return a copy of the picture in which no face can be recognised.

        Args:
            image: uint8 ``(height, width, 3)`` BGR; not changed.
            pose: The pose of the same frame; times increase from call to call.

        Raises:
            ModelError: The face detector cannot be loaded.
        """
        across, down = image.shape[1] / pose.size_px[0], image.shape[0] / pose.size_px[1]
        found = self._look(image, pose.t_s)
        jumped = self._jumps(pose)
        heads = [disc.scaled(across, down) for disc in self._discs(pose)]
        self._count(found, heads, known=head_of(pose) is not None)
        faces = self._faces.with_new(pose.t_s, found)
        strange = [face for face in found if not any(face.touches(head) for head in heads)]
        others = self._others.with_new(pose.t_s, strange)
        if not heads or pose.people > len(apart([*heads[-1:], *found])):
            return all_blurred(image)
        seen = any(face.touches(heads[-1]) for face in faces)
        self._doubted = (self._doubted or jumped) and not seen
        body: list[Disc] = []
        if self._doubted or grain(image) > _GRAIN:
            body = [disc.scaled(across, down) for disc in all_over(pose)]
            if not body:
                return all_blurred(image)
        bodies = self._bodies.with_new(pose.t_s, body)
        blurred = blurred_within(image, bodies) if bodies else image.copy()
        for disc in (*heads, *faces, *others):
            blur_disc(blurred, image, disc)
        return blurred

    def _look(self, image: Image, t_s: float) -> list[Disc]:
        """Return where the detector sees faces in this picture, in its pixels."""
        if self._detect is None:
            self._detect = FaceDetector().faces
        rare = t_s - self._before_s > _TRAIL_S / len(TURNS)
        self._before_s = t_s
        turns = TURNS if rare else (TURNS[0], next(self._turns))
        return [
            Disc(x=face.x, y=face.y, radius=_BY_FACE * face.half_px)
            for face in self._detect(image, turns)
        ]

    def _count(self, found: list[Disc], heads: list[Disc], *, known: bool) -> None:
        """Note how sure it is where the face is."""
        if known and any(face.touches(head) for face in found for head in heads[-1:]):
            self.certainty.both += 1
        elif known or found:
            self.certainty.one += 1
        else:
            self.certainty.neither += 1

    def _jumps(self, pose: PoseFrame) -> bool:
        """Return whether the head is further from where it was than anybody moves."""
        head = head_of(pose)
        if head is None or not self._trail:
            return False
        before_s, before = self._trail[-1]
        gap = math.hypot(head.x - before.x, head.y - before.y) / min(head.radius, before.radius)
        return gap > _JUMP + _FASTEST * (pose.t_s - before_s)

    def _discs(self, pose: PoseFrame) -> list[Disc]:
        """Return where the person's head is by the pose, the newest last; empty for anywhere."""
        head = head_of(pose)
        if head is not None:
            while self._trail and pose.t_s - self._trail[0][0] > _TRAIL_S:
                self._trail.popleft()
            self._trail.append((pose.t_s, head))
            return [disc for _, disc in self._trail]
        around = around_shoulders(pose)
        discs = [] if around is None else [around]
        if self._trail:
            last_s, last = self._trail[-1]
            ago_s = pose.t_s - last_s
            if ago_s <= _TRUSTED_S:
                discs.append(last.grown(1.5 + _GROWTH * max(0.0, ago_s)))
        return discs


def blur_face(image: Image, pose: PoseFrame, detect: Detect | None = None) -> Image:
    """Return a copy of a single picture in which no face can be recognised.

    Without a head in the pose whatever lies around the shoulders is blurred,
    and without those the whole picture, as it is with more people in view than
    faces are known. Arguments and exceptions are those of ``FaceBlur``.
    """
    return FaceBlur(detect).apply(image, pose)


def skeleton_only(size_px: tuple[int, int]) -> Image:
    """Return a plain picture of that width and height, to draw the skeleton on."""
    width, height = size_px
    return np.full((height, width, 3), _GROUND, np.uint8)
