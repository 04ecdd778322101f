"""What is true of a clip: read from a rendered clip's ``NAME.truth.json``.

The format is described in ``scripts/render/README.md``.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matside.body.frames import BACK_POINTS, PoseFrame, unseen
from matside.body.landmark import LANDMARK_COUNT, Side

Floats = NDArray[np.float64]

SUFFIX: Final = ".truth.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time with a name.

    Attributes:
        name: Of a phase, a fault or a hold's phase; empty where no name is known.
        side: Side of the body; ``None`` where it has none or none is known.
        start_s: When it begins, seconds.
        end_s: When it ends, seconds.
        held_s: Seconds that count; ``None`` for all from start to end.
        may: Whether found or not are both right, as a label may say of a hold that is cut off.
    """

    name: str
    start_s: float
    end_s: float
    side: Side | None = None
    held_s: float | None = None
    may: bool = False

    @property
    def length_s(self) -> float:
        """The seconds that count."""
        return self.end_s - self.start_s if self.held_s is None else self.held_s


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Truth:
    """Everything that is known of one rendered clip.

    Attributes:
        clip: Its name.
        exercise: Identifier of the exercise; empty for a clip that shows none,
            ``several`` where ``sections`` tell.
        body: Name of the body that was filmed.
        near_side: The side that is nearer to the camera.
        size_px: Width and height of the upright picture.
        t_s: ``(N,)``, time of each frame.
        px: ``(N, 33, 2)``, where each joint is in the upright picture; NaN for
            landmarks without truth and frames without a person.
        world_m: ``(N, 33, 3)``, where it is in space, as a level camera from the side would have
            it: y points down. NaN as above.
        measures: ``(N,)`` each, true angles and ratios in space by name.
        phases: What the script intended, ways (``to_...``) included.
        reps: The scripted repetitions.
        faults: As scripted.
        sections: When each of several exercises is done, by their identifiers.
    """

    clip: str
    exercise: str
    body: str
    near_side: Side
    size_px: tuple[int, int]
    t_s: Floats
    px: Floats
    world_m: Floats
    measures: Mapping[str, Floats]
    phases: tuple[Span, ...] = ()
    reps: tuple[Span, ...] = ()
    faults: tuple[Span, ...] = ()
    sections: tuple[Span, ...] = ()

    def poses(self) -> Iterator[PoseFrame]:
        """Yield each frame's true pixel positions as a pose."""
        for t_s, px in zip(self.t_s, self.px, strict=True):
            yield true_pose(float(t_s), px, self.size_px)

    def parts(self) -> tuple[tuple[Truth, tuple[float, float]], ...]:
        """Return the truth of each exercise that is done, with the time that belongs to it.

        A clip of several is parted half way between the end of one and the
        start of the next, so that everything found belongs to one of them.
        """
        if not self.sections:
            return ((self, (-math.inf, math.inf)),)
        pairs = itertools.pairwise(self.sections)
        cuts = [-math.inf, *((a.end_s + b.start_s) / 2.0 for a, b in pairs), math.inf]
        windows = itertools.pairwise(cuts)
        return tuple(
            (self._within(section.name, window), window)
            for section, window in zip(self.sections, windows, strict=True)
        )

    def _within(self, exercise: str, window: tuple[float, float]) -> Truth:
        def kept(spans: tuple[Span, ...]) -> tuple[Span, ...]:
            return tuple(s for s in spans if s.end_s > window[0] and s.start_s < window[1])

        inside = (self.t_s > window[0]) & (self.t_s <= window[1])
        return replace(
            self,
            exercise=exercise,
            t_s=self.t_s[inside],
            px=self.px[inside],
            world_m=self.world_m[inside],
            measures={name: values[inside] for name, values in self.measures.items()},
            phases=kept(self.phases),
            reps=kept(self.reps),
            faults=kept(self.faults),
            sections=(),
        )


def true_pose(
    t_s: float, px: Floats, size_px: tuple[int, int], world_m: Floats | None = None
) -> PoseFrame:
    """Return a pose of true pixel positions ``(33, 2)``.

    What the truth does not tell (the face's details, the back's contour) is NaN, and so are world
    landmarks ``(33, 3)`` where none are given. Hidden joints are told.
    """
    if not np.isfinite(px).any():
        return unseen(t_s, size_px)
    known = np.where(np.isfinite(px[:, 0]), 1.0, np.nan)
    return PoseFrame(
        t_s=t_s,
        image_px=px,
        world_m=np.full((LANDMARK_COUNT, 3), np.nan) if world_m is None else world_m,
        visibility=known,
        on_body=known,
        back_px=np.full((BACK_POINTS, 2), np.nan),
        size_px=size_px,
    )


def truth_path(clip: Path) -> Path:
    """Return where the truth of a clip lies: beside it."""
    return clip.with_name(clip.stem + SUFFIX)


def read_truth(path: Path) -> Truth:
    """Return the truth in a file; ``ValueError`` if it is of another format."""
    told = json.loads(path.read_text("utf-8"))
    if told.get("format") != 1:
        msg = f"expected a truth file of format 1, found {told.get('format')!r} in {path}"
        raise ValueError(msg)
    frames = told["frames"]
    size = (int(told["size_px"][0]), int(told["size_px"][1]))
    px = _joints(frames["px"], told["landmarks"], 2)
    turned = int(told["rotate_deg"]) % 360
    exercise = told["exercise"]
    return Truth(
        clip=told["clip"],
        exercise="" if exercise == "none" else exercise,
        body=told["body"],
        near_side=Side(told["near_side"]),
        size_px=size[::-1] if turned in (90, 270) else size,
        t_s=np.array(frames["t_s"], dtype=np.float64),
        px=turn_clockwise(px, size, turned),
        world_m=_in_space(frames["world_mm"], told["landmarks"]),
        measures={
            name: np.array(values, dtype=np.float64) for name, values in frames["measures"].items()
        },
        phases=_spans(told["phases"]),
        reps=_spans(told["reps"]),
        faults=_spans(told["faults"]),
        sections=tuple(
            Span(name=row["exercise"], start_s=row["start_s"], end_s=row["end_s"])
            for row in told.get("sections", ())
        ),
    )


def turn_clockwise(px: Floats, size_px: tuple[int, int], turn_deg: int) -> Floats:
    """Return points ``(..., 2)`` of a stored picture as they lie in the picture turned upright."""
    width, height = size_px
    x, y = px[..., 0], px[..., 1]
    match turn_deg % 360:
        case 90:
            return np.stack([height - 1 - y, x], axis=-1)
        case 180:
            return np.stack([width - 1 - x, height - 1 - y], axis=-1)
        case 270:
            return np.stack([y, width - 1 - x], axis=-1)
        case _:
            return px


def _joints(frames: list[list[float] | None], landmarks: list[int], axes: int) -> Floats:
    places = np.full((len(frames), LANDMARK_COUNT, axes), np.nan)
    for index, flat in enumerate(frames):
        if flat is not None:
            places[index, landmarks] = np.array(flat, dtype=np.float64).reshape(-1, axes)
    return places


def _in_space(frames: list[list[float] | None], landmarks: list[int]) -> Floats:
    """Return joints in metres: along the mat, down, away from the camera."""
    along, away, up = np.moveaxis(_joints(frames, landmarks, 3) / 1000.0, -1, 0)
    return np.stack([along, -up, away], axis=-1)


def _spans(rows: list[dict[str, Any]]) -> tuple[Span, ...]:
    return tuple(
        Span(
            name=row["name"],
            start_s=float(row["start_s"]),
            end_s=float(row["end_s"]),
            side=Side(row["side"]) if row.get("side") in ("left", "right") else None,
        )
        for row in rows
    )
