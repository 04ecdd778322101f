"""The two kinds of frame."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tests.body.stick_figure import hands_and_knees, pose

from matside.body.frames import BACK_POINTS, Frame, unseen


def test_the_size_of_a_frame_is_width_then_height():
    frame = Frame(index=0, t_s=0.0, image=np.zeros((480, 640, 3), np.uint8))
    assert frame.size_px == (640, 480)


def test_nobody_in_view_is_a_frame_in_which_everything_is_unknown():
    frame = unseen(2.5, (640, 480))
    assert not frame.seen
    assert (frame.t_s, frame.size_px, frame.people) == (2.5, (640, 480), 0)
    shapes = {"image_px": (33, 2), "world_m": (33, 3), "visibility": (33,), "on_body": (33,)}
    shapes["back_px"] = (BACK_POINTS, 2)
    for name, shape in shapes.items():
        values = getattr(frame, name)
        assert values.shape == shape
        assert values.dtype == np.float64
        assert np.isnan(values).all()


@pytest.mark.parametrize(("people", "seen"), [(0, False), (1, True), (2, True)])
def test_somebody_is_seen_from_one_person_on(people, seen):
    assert pose(hands_and_knees(), people=people).seen is seen


def test_a_pose_is_of_one_person_unless_told_otherwise():
    known = {
        field.name: getattr(pose(hands_and_knees()), field.name)
        for field in dataclasses.fields(pose(hands_and_knees()))
        if field.name != "people"
    }
    assert type(pose(hands_and_knees()))(**known).people == 1


def test_frames_do_not_change():
    with pytest.raises(dataclasses.FrozenInstanceError):
        pose(hands_and_knees()).t_s = 1.0  # type: ignore[misc]  # it is frozen
