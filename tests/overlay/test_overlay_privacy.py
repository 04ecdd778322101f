"""A face is never let through: where it is not known where it is, more is blurred."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matside.body.frames import PoseFrame, unseen
from matside.body.landmark import Landmark
from matside.overlay.drawing import Overlay
from matside.overlay.faces import TURNS, Face
from matside.overlay.heads import grain
from matside.overlay.privacy import FaceBlur, Privacy, blur_face, chosen, skeleton_only

SIZE = (640, 360)
FIELD_PX = 4
"""Fields of one pixel would be grain."""
HEAD = slice(Landmark.NOSE, Landmark.MOUTH_RIGHT + 1)
FACE_AT = (500.0, 150.0)


def chequered(width: int = SIZE[0], height: int = SIZE[1]) -> np.ndarray:
    """A board of small black and white fields: any spot that is left as it was shows."""
    rows, columns = np.indices((height, width)) // FIELD_PX
    return np.repeat((((rows + columns) % 2) * 255).astype(np.uint8)[:, :, None], 3, axis=2)


def pose(t_s: float = 0.0, face: tuple[float, float] = FACE_AT, people: int = 1) -> PoseFrame:
    """Hands and knees: torso of 200 px, the head beyond the shoulders."""
    px = np.full((33, 2), np.nan)
    px[HEAD] = np.array(face) + np.linspace(-18, 18, 11)[:, None] * (1.0, 0.4)
    px[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]] = (420.0, 160.0)
    px[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]] = (220.0, 160.0)
    return replace(unseen(t_s, SIZE), image_px=px, people=people)


def headless(t_s: float) -> PoseFrame:
    with_head = pose(t_s)
    px = with_head.image_px.copy()
    px[HEAD] = np.nan
    return replace(with_head, image_px=px)


def detail(image: np.ndarray, at: tuple[float, float], radius: int = 45) -> float:
    """How much of the board is left about a point: 1 all, 0 nothing."""
    x, y = (round(value) for value in at)
    part = image[max(0, y - radius) : y + radius, max(0, x - radius) : x + radius, 0].astype(float)
    return FIELD_PX * float(np.abs(np.diff(part, axis=1)).mean() / 255.0)


def nothing(image: np.ndarray, turns: Collection[int]) -> list[Face]:
    """A face detector that finds no face."""
    return []


def at(*places: tuple[float, float], turn: int | None = None):
    """Return a face detector that finds faces at these places, in one turn of the picture only."""

    def detect(image: np.ndarray, turns: Collection[int]) -> list[Face]:
        seen = turn is None or turn in turns
        return [Face(x=x, y=y, half_px=20.0, score=0.9) for x, y in places if seen]

    return detect


OTHER = (120.0, 80.0)


def test_a_face_that_the_pose_knows_nothing_of_is_gone() -> None:
    """A second person, small or at the side; or the pose is wrong about where the head is."""
    blurred = blur_face(chequered(), pose(), at(OTHER))
    assert detail(blurred, OTHER, 20) < 0.02
    assert detail(blurred, FACE_AT) < 0.02
    assert detail(blurred, (300.0, 300.0)) > 0.9


def test_faces_that_lie_are_covered_between_two_looks_at_the_turned_picture() -> None:
    blur = FaceBlur(at(OTHER, turn=3))
    for number in range(30):
        blurred = blur.apply(chequered(), pose(number / 30))
        assert detail(blurred, OTHER, 20) < 0.02, number


def test_where_frames_are_rare_every_turn_is_looked_at_each_time() -> None:
    looked = []

    def note(image: np.ndarray, turns: Collection[int]) -> list[Face]:
        looked.append(tuple(turns))
        return []

    blur = FaceBlur(note)
    for t_s in (0.0, 0.5, 0.54, 0.58, 0.62, 0.66):
        blur.apply(chequered(), pose(t_s))
    assert looked == [TURNS, TURNS, (0, 1), (0, 2), (0, 3), (0, 1)]


def test_two_people_whose_faces_are_known_leave_the_rest_as_it_is() -> None:
    blurred = blur_face(chequered(), pose(people=2), at(FACE_AT, OTHER))
    assert detail(blurred, OTHER, 20) < 0.02
    assert detail(blurred, FACE_AT) < 0.02
    assert detail(blurred, (300.0, 300.0)) > 0.9
    one_twice = blur_face(chequered(), pose(people=2), at(FACE_AT, FACE_AT))
    assert detail(one_twice, (300.0, 300.0)) < 0.1, "one face for two people"


def test_somebody_else_who_looks_away_stays_covered_for_a_while() -> None:
    blur = FaceBlur(at(OTHER))
    blur.apply(chequered(), pose(0.0))
    blur._detect = nothing
    for number in range(1, 39):
        blurred = blur.apply(chequered(), pose(number / 10))
        assert detail(blurred, OTHER, 20) < 0.02, number
    assert detail(blur.apply(chequered(), pose(4.1)), OTHER, 20) > 0.9


def test_the_persons_own_face_leaves_no_such_trace() -> None:
    blur = FaceBlur(at(FACE_AT))
    for number in range(10):
        blurred = blur.apply(chequered(), pose(number / 10, face=(480.0 - 30 * number, 150.0)))
        blur._detect = at((480.0 - 30 * (number + 1), 150.0))
    assert detail(blurred, (500.0, 150.0), 15) > 0.9


HIPS = (220.0, 160.0)


def test_after_a_jump_the_whole_body_is_covered_until_the_head_is_seen_there() -> None:
    blur = FaceBlur(nothing)
    assert detail(blur.apply(chequered(), pose(0.0)), HIPS) > 0.9
    for number in range(1, 20):
        blurred = blur.apply(chequered(), pose(number / 10, face=(120.0, 250.0)))
        assert detail(blurred, HIPS) < 0.02, number
        assert detail(blurred, (420.0, 160.0)) < 0.02, number
    blur._detect = at((120.0, 250.0))
    for number in range(20, 28):
        blurred = blur.apply(chequered(), pose(number / 10, face=(120.0, 250.0)))
    assert detail(blurred, HIPS, 20) > 0.9


def test_a_head_that_moves_as_people_do_is_no_jump() -> None:
    blur = FaceBlur(nothing)
    for number in range(4):
        blurred = blur.apply(chequered(), pose(number / 10, face=(560.0 - 60 * number, 150.0)))
        assert detail(blurred, HIPS) > 0.9


def grainy(sigma: float) -> np.ndarray:
    """A grey picture with so much noise."""
    noise = np.random.default_rng(1).normal(0.0, sigma, (SIZE[1], SIZE[0], 1))
    return np.clip(128 + np.repeat(noise, 3, axis=2), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("sigma", [3.0, 12.0, 35.0])
def test_grain_is_measured(sigma: float) -> None:
    assert grain(grainy(sigma)) == pytest.approx(sigma, rel=0.1)


def test_neither_edges_nor_slopes_are_grain() -> None:
    rows, columns = np.indices((SIZE[1], SIZE[0]))
    slope = np.repeat(((rows + columns) // 4).astype(np.uint8)[:, :, None], 3, axis=2)
    assert grain(slope) < 1.0
    assert grain(chequered()) == 0.0


@pytest.mark.parametrize(("sigma", "covered"), [(10.0, False), (35.0, True)])
def test_in_a_grainy_picture_the_head_may_be_at_the_hips(sigma: float, covered: bool) -> None:
    image = grainy(sigma)
    blurred = blur_face(image, pose(), nothing)
    x, y = (round(value) for value in HIPS)
    part = slice(y - 60, y + 60), slice(x - 60, x + 60)
    assert (
        (blurred[part] != image[part]).any(axis=2).mean() > 0.9
        if covered
        else (blurred[part] == image[part]).all()
    )


def test_in_a_grainy_picture_without_a_body_everything_is_blurred() -> None:
    head_alone = pose()
    px = head_alone.image_px.copy()
    px[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]] = np.nan
    image = grainy(35.0)
    blurred = blur_face(image, replace(head_alone, image_px=px), nothing)
    assert (blurred != image).any(axis=2).mean() > 0.9


def test_it_is_told_how_sure_it_is() -> None:
    blur = FaceBlur(at(FACE_AT))
    blur.apply(chequered(), pose(0.0))
    blur.apply(chequered(), unseen(0.04, SIZE))
    away = FaceBlur(at(OTHER))
    away.apply(chequered(), pose(0.0))
    away._detect = nothing
    away.apply(chequered(), unseen(0.04, SIZE))
    assert (blur.certainty.both, blur.certainty.one, blur.certainty.neither) == (1, 1, 0)
    assert (away.certainty.both, away.certainty.one, away.certainty.neither) == (0, 1, 1)


def test_the_face_is_gone_and_the_rest_stays() -> None:
    image = chequered()
    blurred = blur_face(image, pose(), nothing)
    assert detail(blurred, FACE_AT) < 0.02
    assert (blurred[:, :300] == image[:, :300]).all()
    assert (image == chequered()).all(), "the picture itself is not changed"


def test_what_is_left_of_a_face_is_a_few_colours() -> None:
    blurred = blur_face(chequered(), pose(), nothing)
    x, y = (round(value) for value in FACE_AT)
    around = blurred[y - 40 : y + 40, x - 40 : x + 40].astype(int)
    assert around.max() - around.min() < 12


def test_without_a_head_all_around_the_shoulders_is_blurred() -> None:
    blurred = blur_face(chequered(), headless(0.0), nothing)
    for face in (FACE_AT, (500.0, 100.0), (470.0, 240.0), (420.0, 290.0)):
        assert detail(blurred, face, 20) < 0.02
    assert detail(blurred, (100.0, 160.0)) > 0.9


@pytest.mark.parametrize("what", ["nobody", "no trunk", "two people"])
def test_where_nothing_is_known_everything_is_blurred(what: str) -> None:
    poses = {
        "nobody": unseen(0.0, SIZE),
        "no trunk": replace(unseen(0.0, SIZE), people=1),
        "two people": pose(people=2),
    }
    blurred = blur_face(chequered(), poses[what], nothing)
    assert blurred.shape == (SIZE[1], SIZE[0], 3)
    assert np.abs(np.diff(blurred[:, :, 0].astype(int), axis=1)).max() < 40


def test_a_lost_head_stays_covered_where_it_was_and_then_everything_is() -> None:
    blur = FaceBlur(nothing)
    blur.apply(chequered(), pose(0.0))
    for t_s in (0.04, 0.5, 1.0, 1.4):
        blurred = blur.apply(chequered(), unseen(t_s, SIZE))
        assert detail(blurred, FACE_AT) < 0.02, t_s
        assert detail(blurred, (60.0, 200.0)) > 0.9
    late = blur.apply(chequered(), unseen(1.6, SIZE))
    assert detail(late, (60.0, 200.0)) < 0.05


def test_a_landmark_that_jumps_uncovers_no_face() -> None:
    blur = FaceBlur(nothing)
    blur.apply(chequered(), pose(0.0))
    blurred = blur.apply(chequered(), pose(0.04, face=(100.0, 250.0)))
    assert detail(blurred, FACE_AT) < 0.02
    assert detail(blurred, (100.0, 250.0)) < 0.02


def test_the_trail_ends() -> None:
    blur = FaceBlur(nothing)
    blur.apply(chequered(), pose(0.0))
    blur.apply(chequered(), pose(0.5, face=(300.0, 200.0)))
    blurred = blur.apply(chequered(), pose(1.0, face=(300.0, 200.0)))
    assert detail(blurred, (560.0, 150.0), 20) > 0.9


def test_a_foreshortened_torso_makes_no_small_face() -> None:
    lying = pose()
    px = lying.image_px.copy()
    px[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]] = (410.0, 170.0)
    px[Landmark.LEFT_KNEE] = (410.0, 345.0)
    px[HEAD] = FACE_AT
    blurred = blur_face(chequered(), replace(lying, image_px=px), nothing)
    assert detail(blurred, FACE_AT) < 0.02


def test_the_region_follows_the_size_of_the_picture() -> None:
    blurred = blur_face(chequered(320, 180), pose(), nothing)
    assert detail(blurred, (FACE_AT[0] / 2, FACE_AT[1] / 2), 22) < 0.02


@given(
    st.lists(
        st.tuples(st.floats(-50, 690), st.floats(-50, 410), st.booleans()), min_size=1, max_size=6
    )
)
def test_wherever_the_head_goes_it_is_covered_in_every_frame(path) -> None:
    blur = FaceBlur(nothing)
    face = None
    for number, (x, y, found) in enumerate(path):
        face = (x, y) if found else face
        now = pose(number / 25, face=(x, y)) if found else unseen(number / 25, SIZE)
        blurred = blur.apply(chequered(), now)
        at = face or (320.0, 180.0)
        if 10 <= at[0] <= 630 and 10 <= at[1] <= 350:
            assert detail(blurred, at, 10) < 0.1


def test_the_skeleton_alone_shows_nothing_of_the_picture(make_result) -> None:
    plain = skeleton_only((640, 360))
    assert plain.shape == (360, 640, 3)
    assert len(np.unique(plain.reshape(-1, 3), axis=0)) == 1
    drawn = Overlay().draw(plain, make_result())
    assert (drawn != plain).any(), "the overlay's lines are seen on it"


def test_the_stricter_wish_wins() -> None:
    assert chosen(blur_face=False, skeleton_only=False) is Privacy.NONE
    assert chosen(blur_face=True, skeleton_only=False) is Privacy.BLUR_FACE
    assert chosen(blur_face=True, skeleton_only=True) is Privacy.SKELETON_ONLY
