from __future__ import annotations

import math

import pytest
from tests.typed import there

from matside.body.landmark import Side
from matside.coach.events import LossReason
from matside.coach.result import DoseProgress
from matside.overlay.hud import Banner, BannerKind, Hud, hud
from matside.wording.labels import Labels

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
        ("brightness", Side.RIGHT, "Brightness, right"),
        ("cat", None, "Cat"),
    ],
)
def test_a_side_follows_its_phase(make_result, phase, side, headline):
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


def test_a_cue_is_a_sentence_in_the_banner(make_result):
    labels = Labels(cues={("hug", "head_up"): "rest your head"})
    banner = hud(make_result(exercise="hug", cue="head_up"), labels).banner
    assert banner == Banner(kind=BannerKind.CUE, text="Rest your head")


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (LossReason.NOBODY, "Paused: nobody is in view."),
        (LossReason.TRUNK, "Paused: the trunk cannot be seen."),
        (LossReason.LEGS, "Paused: the legs cannot be seen."),
    ],
)
def test_a_loss_takes_the_place_of_the_cue_and_pauses_the_ring(make_result, reason, text):
    words = hud(make_result(cue="x", reason=reason, hold_target_s=9.0, held_s=1.0), LABELS)
    assert words.banner == Banner(kind=BannerKind.PAUSED, text=text)
    assert words.ring is not None
    assert words.ring.paused


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -1.0, 7.0])
def test_a_share_is_always_between_nought_and_one(make_result, wrong):
    ring = hud(make_result(progress=wrong, reps={None: 1}), LABELS).ring
    assert ring is not None
    assert 0.0 <= ring.share <= 1.0


def dose(reps: int, target: int = 8, *, sides=None, each_side=True, set_reps=0) -> DoseProgress:
    return DoseProgress(
        dose="d",
        reps=reps,
        reps_target=target,
        set_reps=set_reps or target,
        each_side=sides is not None and each_side,
        sides={None: reps} if sides is None else sides,
    )


def test_the_ring_tells_how_many_of_the_dose_are_done_from_the_first_on(make_result):
    for count in (0, 3):
        result = make_result(exercise="x", phase="cat", progress=0.5, dose=dose(count))
        ring = hud(result, LABELS).ring
        assert ring is not None
        assert (ring.figure, ring.unit, ring.share) == (str(count), "of 8", 0.5)
        assert not ring.done


@pytest.mark.parametrize("count", [8, 11])
def test_a_full_dose_is_a_full_ring_however_far_one_goes_on(make_result, count):
    ring = hud(make_result(exercise="x", progress=0.2, dose=dose(count)), LABELS).ring
    assert ring is not None
    assert (ring.share, ring.figure, ring.done) == (1.0, str(count), True)


def test_a_dose_for_each_side_counts_the_side_at_work_and_between_phases_both(make_result):
    reps = {Side.LEFT: 4, Side.RIGHT: 8}
    told = {"exercise": "x", "reps": reps, "dose": dose(4, sides=reps)}
    working = hud(make_result(phase="open", side=Side.LEFT, **told), LABELS)
    assert working.ring is not None
    assert (working.ring.figure, working.ring.unit) == ("4", "of 8")
    assert working.tally == "left 4 · right 8"
    between = hud(make_result(**told), LABELS)
    assert between.ring is not None
    assert (between.ring.figure, between.ring.unit) == ("12", "of 16")


def ring_of(words):
    ring = there(words.ring)
    return ring.figure, ring.unit


def test_both_sides_at_once_count_once_where_nothing_was_done_on_one_side_only(make_result):
    together = hud(make_result(exercise="x", dose=dose(2, 3, sides={None: 2})), LABELS)
    assert ring_of(together) == ("2", "of 3")
    mixed = make_result(exercise="x", dose=dose(2, 3, sides={None: 2, Side.LEFT: 1}))
    assert ring_of(hud(mixed, LABELS)) == ("5", "of 6")
    left = make_result(exercise="x", side=Side.LEFT, dose=mixed.dose)
    assert ring_of(hud(left, LABELS)) == ("3", "of 3")


def test_a_side_that_has_not_begun_is_at_nought(make_result):
    told = {"exercise": "x", "phase": "open", "dose": dose(0, sides={Side.LEFT: 4})}
    ring = hud(make_result(side=Side.RIGHT, **told), LABELS).ring
    assert ring is not None
    assert ring.figure == "0"


def test_while_holding_the_tally_tells_how_many_holds_of_the_dose_are_done(make_result):
    told = {"phase": "h", "hold_target_s": 30.0, "held_s": 3.0}
    reps = {Side.LEFT: 2, Side.RIGHT: 1}
    assert hud(make_result(dose=dose(1, 3), **told), LABELS).tally == "1 of 3 done"
    counted = dose(2, 3, sides={Side.LEFT: 2}, each_side=False)
    sided = hud(make_result(dose=counted, reps=reps, side=Side.LEFT, **told), LABELS)
    assert sided.tally == "left 2 · right 0 · 2 of 3 done", "a short hold on the right is no news"
    first = dose(0, 3, sides={}, each_side=True)
    assert hud(make_result(dose=first, side=Side.LEFT, **told), LABELS).tally == "0 of 3 done"
    none_yet = dose(0, 3, sides={}, each_side=False)
    assert hud(make_result(dose=none_yet, reps=reps, **told), LABELS).tally == "0 of 3 done"
    assert hud(make_result(dose=dose(0, 1), **told), LABELS).tally == "", "one hold is the ring"


@pytest.mark.parametrize(("done", "number"), [(0, 1), (7, 1), (8, 2), (16, 3), (24, 3), (30, 3)])
def test_several_sets_are_told_apart(make_result, done, number):
    result = make_result(exercise="x", phase="cat", dose=dose(done, 24, set_reps=8))
    assert hud(result, LABELS).tally == f"set {number} of 3"
