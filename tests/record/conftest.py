from __future__ import annotations

import numpy as np
import pytest

from matside.body.frames import BACK_POINTS, PoseFrame
from matside.record.history.sessions import History


@pytest.fixture
def make_pose():
    """Return a maker of poses in which every number differs and a few are NaN."""

    def make(t_s: float = 0.0, *, people: int = 1, seed: int = 0) -> PoseFrame:
        rng = np.random.default_rng(seed)
        back = rng.uniform(0, 700, (BACK_POINTS, 2))
        back[:4] = np.nan
        image = rng.uniform(-50, 1300, (33, 2))
        image[20] = np.nan
        return PoseFrame(
            t_s=t_s,
            image_px=image,
            world_m=rng.uniform(-1, 1, (33, 3)),
            visibility=rng.uniform(0, 1, 33),
            on_body=rng.uniform(0, 1, 33),
            back_px=back,
            size_px=(1280, 720),
            people=people,
        )

    return make


@pytest.fixture
def path(tmp_path):
    """Return where a history may lie, in a fresh folder."""
    return tmp_path / "history.sqlite3"


@pytest.fixture
def history(path):
    """Yield an empty history."""
    with History.open(path) as opened:
        yield opened
