from __future__ import annotations

import pytest

from matside.wording.labels import Labels, in_words


@pytest.mark.parametrize(
    ("identifier", "words"),
    [("knees_to_chest", "Knees to chest"), ("", ""), ("cow", "Cow"), ("_x_", "X")],
)
def test_an_identifier_is_put_in_words(identifier, words):
    assert in_words(identifier) == words


def test_given_names_win_and_the_rest_are_put_in_words():
    labels = Labels(
        exercises={"childs_pose": "Child's pose"},
        phases={("a", "hold"): "Hold it"},
        faults={("a", "head_up"): "Head off the mat"},
    )
    assert labels.exercise("childs_pose") == "Child's pose"
    assert labels.exercise("cat_cow") == "Cat cow"
    assert (labels.phase("a", "hold"), labels.phase("b", "hold")) == ("Hold it", "Hold")
    assert (labels.fault("a", "head_up"), labels.fault("b", "head_up")) == (
        "Head off the mat",
        "Head up",
    )
    assert labels.posture("hands_and_knees") == "On hands and knees"
    assert labels.posture("on_the_moon") == "On the moon"


def test_an_exercise_that_is_not_listed_judges_everything():
    labels = Labels(measures={"cat_cow": frozenset({"spinal_curve_deg"})})
    assert labels.judges("childs_pose", "hip_flexion_deg")
    assert labels.judges("cat_cow", "spinal_curve_deg")
    assert not labels.judges("cat_cow", "hip_flexion_deg")
