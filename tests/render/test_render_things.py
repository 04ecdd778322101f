"""What stands or walks in a rendered room: where it is, which way it goes, what it hides."""

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("scipy", reason="the rendering tool needs scipy (pip install scipy)")

from render.clip import Occluder, parse_clip
from render.things import clutter, occluder_solid

PET = Occluder(start_s=0.0, end_s=4.0, kind="pet", radius_m=0.15, from_x=-1.0, to_x=1.0)
BACK = Occluder(start_s=0.0, end_s=4.0, kind="pet", radius_m=0.15, from_x=1.0, to_x=-1.0)
SCENE = {
    "exercise": "cat_cow",
    "video": {"width": 160, "height": 90, "fps": 4.0, "noise": 0.0, "fine": False, "seed": 1},
    "scene": {"clutter": 12},
    "step": [{"pose": "all_fours", "hold_s": 2.0}],
    "occluder": [
        {"kind": "pet", "start_s": 0.0, "end_s": 1.0, "from_x": -0.5, "to_x": 0.5}
        | {"y": -0.6, "radius_m": 0.3}
    ],
}


@pytest.mark.parametrize("seed", range(8))
def test_clutter_stands_on_the_floor_and_never_before_the_body(seed):
    for thing in clutter(12, seed):
        x, y, z = thing.vertices.T
        assert z.min() > -0.01
        behind = y.min() > 0.4
        beyond = abs(x.mean()) > 1.3
        assert behind or beyond
        assert thing.colours.min() >= 0.0
        assert thing.colours.max() <= 1.0


def test_the_same_seed_places_the_same_clutter_and_another_one_other():
    first, again, other = clutter(5, 3), clutter(5, 3), clutter(5, 4)
    assert [t.vertices.tolist() for t in first] == [t.vertices.tolist() for t in again]
    assert [t.vertices.tolist() for t in first] != [t.vertices.tolist() for t in other]


def test_every_face_of_a_thing_is_of_its_own_corners():
    for thing in (*clutter(20, 0), occluder_solid(PET, 0.0)):
        assert sorted(set(thing.faces.ravel())) == list(range(len(thing.vertices)))


@pytest.mark.parametrize("x", [-0.7, 0.0, 0.4])
def test_a_pet_walks_on_the_floor_at_its_height_and_looks_ahead(x):
    there, back = (occluder_solid(pet, x).vertices - [x, PET.y, 0.0] for pet in (PET, BACK))
    assert there[:, 2].min() == pytest.approx(0.0, abs=0.01)
    assert there[:, 2].max() == pytest.approx(2.0 * PET.radius_m, abs=0.03)
    eyes = there[there[:, 2] > 0.78 * 2.0 * PET.radius_m]
    assert eyes[:, 0].max() > 0.2
    np.testing.assert_allclose(there[:, 0].max(), -back[:, 0].min(), atol=0.05)


def test_a_pet_moves_its_legs():
    first, next_ = (occluder_solid(PET, x).vertices - [x, 0.0, 0.0] for x in (0.0, 0.12))
    low = first[:, 2] < 0.1
    assert np.abs(first[low] - next_[low]).max() > 0.02
    np.testing.assert_allclose(first[:300], next_[:300], atol=1e-9)


def test_a_pet_before_the_body_hides_some_of_it_and_clutter_nothing(tmp_path: Path):
    pytest.importorskip("moderngl", reason="drawing needs moderngl (pip install moderngl)")
    pytest.importorskip("av", reason="the rendering tool needs PyAV (pip install av)")
    from render.errors import GraphicsError  # noqa: PLC0415
    from render.film import Film  # noqa: PLC0415

    try:
        film = Film(parse_clip(SCENE, "things"))
    except GraphicsError as error:
        pytest.skip(f"drawing needs OpenGL through EGL: {error}")
    hidden, bare = film.frame(0.5), film.frame(1.5)
    assert (hidden != bare).any(axis=2).mean() > 0.02
    film.record.write(tmp_path / "truth.json")
    shares = json.loads((tmp_path / "truth.json").read_text())["frames"]["in_view"]
    assert shares[0] < 0.95
    assert shares[1] == 1.0
