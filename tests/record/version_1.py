"""A summary as version 1 wrote it."""

from __future__ import annotations

from typing import Any


def summary_of_1() -> dict[str, Any]:
    """Return the JSON of a session of three exercises."""
    return {
        "schema_version": 1,
        "matside": "0.1.0",
        "created": "2025-01-31T07:30:00Z",
        "source": {
            "name": "a.mp4",
            "sha256": None,
            "width_px": 640,
            "height_px": 360,
            "fps": 30.0,
        },
        "model": {"name": "full", "sha256": None},
        "options": {"exercise": None, "dose": None},
        "start_s": 0.0,
        "end_s": 120.0,
        "duration_s": 120.0,
        "frames": 3600,
        "coverage": None,
        "people": 1,
        "postures": {"on_the_back": 60.0},
        "sections": [
            {
                "exercise": "knees_to_chest",
                "name": "Knees to chest",
                "start_s": 1.0,
                "end_s": 40.0,
                "holds": [_hold("left", 2.0, 33.0), _hold("left", 35.0, 40.0)],
                "reps": [{"side": "left", "count": 2}],
                "phases": [{"phase": "one_knee", "side": "left", "start_s": 2.0, "end_s": 33.0}],
                "faults": [{"fault": "head_up", "side": None, "start_s": 4.0, "end_s": 6.0}],
                "neutral": {},
                "ranges": {
                    "left_hip_flexion_deg": {"low": 80.0, "high": 121.0},
                    "right_hip_flexion_deg": {"low": 40.0, "high": 45.0},
                    "head_height_ratio": {"low": None, "high": 0.3},
                },
            },
            {
                "exercise": "cat_cow",
                "name": None,
                "start_s": 50.0,
                "end_s": 80.0,
                "holds": [],
                "reps": [{"side": None, "count": 5}],
                "phases": [],
                "faults": [],
                "neutral": {"spinal_curve_deg": -40.5, "head_angle_deg": 12.0},
                "ranges": {
                    "spinal_curve_deg": {"low": -86.0, "high": 6.0},
                    "lower_curve_deg": {"low": -50.0, "high": 1.0},
                    "left_elbow_flexion_deg": {"low": 2.0, "high": 9.0},
                },
            },
        ],
        "stills": [],
        "notices": ["The person was lost once: the legs cannot be seen."],
    }


def _hold(side: str, start_s: float, end_s: float) -> dict[str, Any]:
    return {
        "phase": "one_knee",
        "side": side,
        "start_s": start_s,
        "end_s": end_s,
        "held_s": end_s - start_s,
    }
