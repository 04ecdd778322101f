"""Who is another person, and who may be the same."""

from __future__ import annotations

import numpy as np
import pytest

from matside.pose.people import Detection, Followed, is_another, nearest

SHAPE = np.random.default_rng(3).uniform(0.0, 1.0, (33, 2))
SHAPE[0], SHAPE[1] = (0.0, 0.0), (1.0, 1.0)


def person(
    x: float = 0.0, y: float = 0.0, size: float = 100.0, visibility: float = 0.9
) -> Detection:
    """A person in the square of side ``size`` with its top left corner at x, y."""
    return Detection(
        image_px=SHAPE * size + (x, y),
        world_m=np.zeros((33, 3)),
        visibility=np.full(33, visibility),
        mask=None,
    )


def test_the_size_is_the_diagonal_of_the_box() -> None:
    assert person(size=30.0).size_px == pytest.approx(30.0 * 2**0.5)
    low, high = person(x=5.0, y=7.0, size=30.0).box_px
    assert low.tolist() == [5.0, 7.0]
    assert high.tolist() == [35.0, 37.0]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (person(x=300.0), True),
        (person(x=0.0), False),
        (person(x=10.0, y=10.0), False),
        (person(x=41.0), True),
        (person(x=39.0), False),
        (person(x=300.0, size=26.0), True),
        (person(x=300.0, size=24.0), False),
        (person(x=30.0, y=30.0, size=30.0), False),
        (person(x=300.0, visibility=0.39), False),
        (person(x=300.0, visibility=0.41), True),
        (person(x=300.0, size=0.0), False),
    ],
    ids=[
        "beside", "same", "almost the same", "overlapping by 59 %", "overlapping by 61 %",
        "small", "too small", "inside", "guessed", "just visible", "a point",
    ],
)  # fmt: skip
def test_another_person_is_elsewhere_visible_and_not_tiny(other: Detection, expected: bool) -> None:
    assert is_another(other, [person()]) is expected


def test_another_person_differs_from_everyone_so_far() -> None:
    assert not is_another(person(x=300.0), [person(), person(x=300.0)])
    assert is_another(person(x=300.0), [person(), person(x=600.0)])


def test_the_first_is_nearest_unless_another_is_clearly_larger() -> None:
    first, larger, largest = person(), person(size=119.0), person(size=125.0)
    assert nearest([first]) is first
    assert nearest([first, larger]) is first
    assert nearest([first, larger, largest]) is largest
    assert nearest([largest, first]) is largest


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (person(), True),
        (person(x=104.0), True),
        (person(x=108.0), False),
        (person(x=-25.0, y=-25.0, size=150.0), True),
        (person(x=-60.0, y=-60.0, size=220.0), False),
        (person(x=30.0, y=30.0, size=45.0), False),
    ],
    ids=["same place", "within reach", "out of reach", "grown", "too large", "too small"],
)
def test_the_followed_person_is_near_the_old_place_and_of_that_size(
    found: Detection, expected: bool
) -> None:
    assert Followed.at(person(), 1.0).may_be(found) is expected
