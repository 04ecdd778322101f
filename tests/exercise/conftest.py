"""An exercise file that is as small as the schema allows, to be spoilt in one place by a test."""

from pathlib import Path

import pytest

MINIMAL = """\
schema_version = 1
id = "nod"
name = "Nod"
also = ["head nod"]
says = "The head nods."
view = "From the side."
steps = ["Nod."]
safety = ["Stop if it hurts."]
sources = ["Made up for tests"]

[neutral]
measures = ["head_angle_deg"]
postures = ["hands_and_knees"]
quiet_s = 1.0
quiet_range = 5
swing = 20
typical = 0
source = "Made up"

[repetition]
cycle = ["up", "down"]

[[dose]]
id = "few"
name = "A few"
reps = 3
source = "Made up"

[[phase]]
id = "up"
name = "Looking up"
kind = "move"
postures = ["hands_and_knees"]
settle_s = 0.25
grace_s = 0.3

[[phase.when]]
measure = "head_angle_deg"
relative_to = "neutral"
enter = { at_most = -20 }
exit = { at_most = -15 }
source = "Made up"

[[phase]]
id = "down"
name = "Looking down"
kind = "hold"
postures = ["hands_and_knees"]
settle_s = 0.25
grace_s = 0.3

[[phase.when]]
measure = "elbow_height_ratio"
of = "larger"
enter = { at_most = -0.12 }
source = "Made up"

[[fault]]
id = "quick"
name = "Too quick"
cue = "Slower."
priority = 15
phases = ["up", "down"]
kind = "pace"
least_s = 2.5
source = "Made up"

[[fault]]
id = "bent"
name = "Elbows bent"
cue = "Straighten your elbows."
priority = 20
phases = ["down"]
kind = "band"
lasts_s = 1.0
source = "Made up"

[[fault.when]]
measure = "elbow_flexion_deg"
of = "near"
enter = { at_least = 48 }
source = "Made up"
"""


@pytest.fixture
def exercise_file(tmp_path):
    """A function that writes the small exercise with some of its text replaced.

    Each pair is old text (which must occur) and new; only the first occurrence
    is replaced.
    """

    def write(*changes: tuple[str, str], name: str = "nod.toml") -> Path:
        text = MINIMAL
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write
