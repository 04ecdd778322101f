"""Collects what is true of each frame and writes it beside the video (format in `README.md`)."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from render.camera import Camera
from render.clip import Clip
from render.geometry import Array
from render.graphics import FIELD, Seen
from render.measures import Joints
from render.rig import Posture, Rig
from render.timeline import Span

LANDMARKS = {  # index in MediaPipe's 33, by joint
    "nose": 0,
    "left_eye": 2,
    "right_eye": 5,
    "left_ear": 7,
    "right_ear": 8,
    "left_shoulder": 11,
    "right_shoulder": 12,
    "left_elbow": 13,
    "right_elbow": 14,
    "left_wrist": 15,
    "right_wrist": 16,
    "left_index": 19,
    "right_index": 20,
    "left_hip": 23,
    "right_hip": 24,
    "left_knee": 25,
    "right_knee": 26,
    "left_ankle": 27,
    "right_ankle": 28,
    "left_heel": 29,
    "right_heel": 30,
    "left_foot_index": 31,
    "right_foot_index": 32,
}
FROM_RIG = {"left_index": "finger2-1.L", "right_index": "finger2-1.R"}
FROM_COCO = {"left_foot_index": "left_big_toe", "right_foot_index": "right_big_toe"}
DEPTH_UNDER_SKIN_M = {"hip": 0.18, "shoulder": 0.14, "knee": 0.11, "elbow": 0.09}
THIN_M = 0.08


def joint_centres(rig: Rig, posture: Posture, skin: Array) -> Joints:
    """Joint centres (3,) m by the names of `LANDMARKS`."""
    found = rig.keypoints_of(skin)
    out = {}
    for name in LANDMARKS:
        if name in FROM_RIG:
            out[name] = posture.joints[rig.index[FROM_RIG[name]]]
        else:
            out[name] = found[FROM_COCO.get(name, name)]
    return out


def visible(points: Array, seen: Seen, size_px: tuple[int, int]) -> list[bool]:
    """Which joints (J, 3; px, px, m ahead) in `LANDMARKS` order nothing else hides.

    A joint lies under its own skin; what is further in front of it than that depth hides it.
    """
    width, height = size_px
    out = []
    for name, (x, y, ahead) in zip(LANDMARKS, points, strict=True):
        if not (0 <= x < width and 0 <= y < height):
            out.append(False)
            continue
        column = int(x / FIELD + width * (1 - 1 / FIELD) / 2)
        row = int(y / FIELD + height * (1 - 1 / FIELD) / 2)
        allowed = DEPTH_UNDER_SKIN_M.get(name.split("_")[-1], THIN_M)
        out.append(bool(seen.depth_m[row, column] > ahead - allowed))
    return out


@dataclass(slots=True)
class Record:
    """Truth of the frames so far."""

    clip: Clip
    camera: Camera
    near_side: str = ""
    t_s: list[float] = field(default_factory=list)
    px: list[list[float] | None] = field(default_factory=list)
    world_mm: list[list[int] | None] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    covered: list[float] = field(default_factory=list)
    in_view: list[float] = field(default_factory=list)
    measures: dict[str, list[float | None]] = field(default_factory=dict)

    def add(self, t_s: float, joints: Joints, seen: Seen, measures: dict[str, float]) -> None:
        """Adds a frame in which the person is there, seen or not."""
        world = np.array([joints[name] for name in LANDMARKS])
        points = self.camera.project(world)
        if not self.near_side:
            left, right = (points[list(LANDMARKS).index(f"{s}_hip"), 2] for s in ("left", "right"))
            self.near_side = "left" if left < right else "right"
        self.px.append([round(float(v), 1) for v in points[:, :2].ravel()])
        self.world_mm.append([round(float(v) * 1000) for v in world.ravel()])
        flags = visible(points, seen, self.camera.size_px)
        self.seen.append("".join("01"[f] for f in flags))
        self._add_common(t_s, round(seen.covered, 4), round(seen.in_view, 3))
        for name, value in measures.items():
            digits = 3 if name.endswith("_ratio") else 1
            self.measures.setdefault(name, []).append(round(value, digits))

    def add_absent(self, t_s: float, names: list[str]) -> None:
        """Adds a frame without anybody in it; `names` are the measures that are then null."""
        self.px.append(None)
        self.world_mm.append(None)
        self.seen.append("0" * len(LANDMARKS))
        self._add_common(t_s, 0.0, 0.0)
        for name in names:
            self.measures.setdefault(name, []).append(None)

    def _add_common(self, t_s: float, covered: float, in_view: float) -> None:
        self.t_s.append(round(t_s, 5))
        self.covered.append(covered)
        self.in_view.append(in_view)

    def document(self) -> dict[str, Any]:
        """Everything as JSON values."""
        clip, line = self.clip, self.clip.timeline
        sections = [
            {"exercise": s.exercise, "start_s": s.start_s, "end_s": s.end_s} for s in clip.sections
        ]
        several = {"sections": sections} if sections else {}
        return {
            "format": 1,
            "clip": clip.name,
            "exercise": clip.exercise,
            **several,
            "about": clip.about,
            "size_px": list(self.camera.size_px),
            "rotate_deg": clip.video.rotate_deg,
            "duration_s": round(line.duration_s, 3),
            "body": clip.person.body,
            "head": clip.person.head,
            "near_side": self.near_side,
            "camera": {
                "azimuth_deg": clip.camera.azimuth_deg,
                "distance_m": clip.camera.distance_m,
                "height_m": clip.camera.height_m,
                "fov_deg": clip.camera.fov_deg,
            },
            "phases": spans(line.phases),
            "holds": spans(line.holds),
            "reps": spans(line.reps),
            "faults": spans(line.faults),
            "hard_cases": spans(clip.hard_cases),
            "landmarks": list(LANDMARKS.values()),
            "frames": {
                "t_s": self.t_s,
                "px": self.px,
                "world_mm": self.world_mm,
                "visible": self.seen,
                "covered": self.covered,
                "in_view": self.in_view,
                "measures": self.measures,
            },
        }

    def write(self, path: Path) -> None:
        """Writes the truth file."""
        text = json.dumps(self.document(), separators=(",", ":"), allow_nan=False)
        path.write_text(text + "\n", encoding="utf-8")


def spans(items: list[Span] | tuple[Span, ...]) -> list[dict[str, Any]]:
    """Spans as JSON values; an empty side is left out."""
    out: list[dict[str, Any]] = []
    for item in items:
        row = {"name": item.name, "start_s": round(item.start_s, 3), "end_s": round(item.end_s, 3)}
        out.append(row | ({"side": item.side} if item.side else {}))
    return out
