from __future__ import annotations

import numpy as np
import pytest

from matside.body.frames import BACK_POINTS, PoseFrame
from matside.body.landmark import Landmark, Side
from matside.coach.events import LossReason
from matside.coach.result import ActiveFault, FrameResult

_ON_ALL_FOURS = {
    "EAR": (0.80, 0.40),
    "SHOULDER": (0.70, 0.45),
    "ELBOW": (0.71, 0.60),
    "WRIST": (0.72, 0.75),
    "INDEX": (0.75, 0.76),
    "HIP": (0.40, 0.47),
    "KNEE": (0.41, 0.75),
    "ANKLE": (0.22, 0.75),
    "HEEL": (0.20, 0.73),
    "FOOT_INDEX": (0.19, 0.78),
}


@pytest.fixture
def all_fours():
    """Return a maker of a person on hands and knees, the left side nearer."""

    def make(width: int = 640, height: int = 360) -> PoseFrame:
        scale = np.array([width, height])
        image = np.full((33, 2), np.nan)
        for part, at in _ON_ALL_FOURS.items():
            image[Landmark[f"LEFT_{part}"]] = np.array(at) * scale
            image[Landmark[f"RIGHT_{part}"]] = (np.array(at) - 0.03) * scale
        image[Landmark.NOSE] = np.array((0.83, 0.45)) * scale
        along = np.linspace(0.0, 1.0, BACK_POINTS)
        back = np.column_stack((0.4 + 0.3 * along, 0.36 - 0.08 * np.sin(np.pi * along)))
        return PoseFrame(
            t_s=4.0,
            image_px=image,
            world_m=np.zeros((33, 3)),
            visibility=np.ones(33),
            on_body=np.ones(33),
            back_px=back * scale,
            size_px=(width, height),
        )

    return make


@pytest.fixture
def make_result(all_fours):
    """Return a maker of what the coach says of a person on hands and knees; a cue by its fault."""

    def make(
        *,
        size: tuple[int, int] = (640, 360),
        cue: str = "",
        reason: LossReason | None = None,
        **changes,
    ) -> FrameResult:
        told = {
            "t_s": 4.0,
            "pose": all_fours(*size),
            "near_side": Side.LEFT,
            "measures": {"left_hip_flexion_deg": 88.0, "left_knee_flexion_deg": 92.4},
            "posture": "hands_and_knees",
            "cue": ActiveFault(fault=cue, side=None, start_s=3.0) if cue else None,
            "judged": reason is None,
            "reason": reason,
        }
        return FrameResult(**(told | changes))

    return make
