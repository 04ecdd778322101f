from __future__ import annotations

import math

import pytest

from matside.body.landmark import Side
from matside.present.hud import Band, BandKind, Hud, hud
from matside.present.labels import Labels

LABELS = Labels()


def test_before_anything_is_recognised_the_posture_is_shown(make_result):
    assert hud(make_result(), LABELS) == Hud(headline="On hands and knees")


@pytest.mark.parametrize("posture", ["other", "unseen"])
def test_a_posture_that_says_nothing_is_not_shown(make_result, posture):
    assert hud(make_result(posture=posture), LABELS) == Hud()


def test_between_phases_only_the_exercise_is_shown(make_result):
    words = hud(make_result(exercise="cat_cow"), LABELS)
    assert (words.title, words.headline) == ("Cat cow", "")


@pytest.mark.parametrize(
    ("phase", "side", "headline"),
    [
        ("open", Side.LEFT, "Open, left"),
        ("right_knee", Side.RIGHT, "Right knee"),
        ("brightness", Side.RIGHT, "Brightness, right"),
        ("cat", None, "Cat"),
    ],
)
def test_the_side_is_said_once(make_result, phase, side, headline):
    assert hud(make_result(exercise="x", phase=phase, side=side), LABELS).headline == headline


def test_a_hold_is_a_ring_that_fills(make_result):
    ring = hud(make_result(phase="hold", hold_target_s=30.0, held_s=12.9), LABELS).ring
    assert ring is not None
    assert ring.share == pytest.approx(0.43)
    assert (ring.figure, ring.unit) == ("12", "of 30 s")
    assert not ring.done
    assert not ring.paused


def test_a_hold_that_has_not_been_credited_yet_shows_its_target(make_result):
    ring = hud(make_result(phase="hold", hold_target_s=30.0), LABELS).ring
    assert ring is not None
    assert (ring.share, ring.figure) == (0.0, "0")


@pytest.mark.parametrize(("held_s", "done"), [(29.99, False), (30.0, True), (47.0, True)])
def test_a_hold_is_done_at_its_target_and_never_more_than_full(make_result, held_s, done):
    ring = hud(make_result(phase="hold", hold_target_s=30.0, held_s=held_s), LABELS).ring
    assert ring is not None
    assert ring.done is done
    assert ring.share <= 1.0
    assert ring.figure == str(math.floor(held_s))


def test_a_hold_without_a_target_counts_without_end(make_result):
    ring = hud(make_result(phase="hold", held_s=125.0), LABELS).ring
    assert ring is not None
    assert (ring.share, ring.figure, ring.unit, ring.done) == (0.0, "2:05", "s", False)


def test_repetitions_without_sides_stand_in_the_ring(make_result):
    words = hud(make_result(exercise="x", phase="cat", progress=0.35, reps={None: 4}), LABELS)
    assert words.ring is not None
    assert (words.ring.share, words.ring.figure, words.ring.unit) == (0.35, "4", "done")
    assert words.tally == ""


def test_the_side_at_work_stands_in_the_ring_and_both_in_the_tally(make_result):
    reps = {Side.RIGHT: 8, Side.LEFT: 4}
    words = hud(make_result(exercise="x", phase="open", side=Side.LEFT, reps=reps), LABELS)
    assert words.ring is not None
    assert (words.ring.figure, words.ring.unit) == ("4", "left side")
    assert words.tally == "left 4 · right 8"
    between = hud(make_result(exercise="x", reps=reps), LABELS)
    assert between.ring is not None
    assert (between.ring.figure, between.ring.unit) == ("12", "in all")


def test_while_holding_repetitions_go_to_the_tally(make_result):
    words = hud(make_result(phase="h", hold_target_s=9.0, held_s=1.0, reps={None: 2}), LABELS)
    assert words.tally == "2 done"
    none_yet = hud(make_result(phase="h", hold_target_s=9.0, held_s=1.0, reps={None: 0}), LABELS)
    assert none_yet.tally == ""


def test_a_cue_is_a_sentence_in_the_band(make_result):
    band = hud(make_result(cue="rest your head"), LABELS).band
    assert band == Band(kind=BandKind.CUE, text="Rest your head")


def test_a_notice_takes_the_place_of_the_cue_and_pauses_the_ring(make_result):
    words = hud(
        make_result(cue="x", notice="paused, I cannot see you", hold_target_s=9.0, held_s=1.0),
        LABELS,
    )
    assert words.band == Band(kind=BandKind.PAUSED, text="Paused, I cannot see you")
    assert words.ring is not None
    assert words.ring.paused


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -1.0, 7.0])
def test_a_share_is_always_between_nought_and_one(make_result, wrong):
    ring = hud(make_result(progress=wrong, reps={None: 1}), LABELS).ring
    assert ring is not None
    assert 0.0 <= ring.share <= 1.0
