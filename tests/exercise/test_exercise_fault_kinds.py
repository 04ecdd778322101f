"""Detectors of bands, when they are met and since when; and sides in balance."""

import pytest
from tests.coach.coach_samples import (
    HEIGHT,
    HIP,
    LEFT,
    RIGHT,
    condition,
    ends,
    exercise,
    fault,
    head_situations,
    hips,
    judgements_by_time,
    phase,
    rule,
    sample,
    situation,
    times,
)

from matside.exercise.fault_kinds.balance import BalanceFault

# Bands

LOW = rule("band", lasts_s=1.0, when=[condition(ends(at_most=0.5), ends(at_most=0.7))])


def test_band_says_since_when_it_is_met():
    judgements = judgements_by_time(LOW, head_situations([(0, 1), (1, 0), (2, 0), (3, 1)]))
    assert {v.since_s for v in judgements.values()} == {0.5}
    assert min(judgements) == pytest.approx(0.5)
    assert max(judgements) == pytest.approx(2.7, abs=0.11)


def test_all_conditions_of_a_band_must_be_met():
    legs = condition(ends(100), measure=HIP, of="own")
    made = rule("band", ["knee"], lasts_s=1.0, when=[condition(ends(at_most=0.5)), legs])
    for left, height, met in ((120, 0, True), (120, 1, False), (80, 0, False)):
        one = hips(0.0, left, 0, head_height_ratio=height)
        assert bool(judgements_by_time(made, [situation(one, side=LEFT)])) is met
        assert not judgements_by_time(made, [situation(one, side=RIGHT)])


def test_band_begins_with_the_last_condition():
    legs = condition(ends(100), measure=HIP, of="larger")
    made = rule("band", lasts_s=1.0, when=[condition(ends(at_most=0.5)), legs])
    shown = [situation(hips(t, 80 + 40 * t, 0, head_height_ratio=0)) for t in times(0, 1)]
    assert {v.since_s for v in judgements_by_time(made, shown).values()} == {0.5}


def test_band_may_be_about_the_neutral_or_the_best():
    low = [condition(ends(at_most=-0.2), relative_to="neutral")]
    worse = [condition(ends(at_most=0.8), relative_to="best")]
    one = sample(0.0, head_height_ratio=1.0)
    made = exercise(
        phase(),
        faults=[
            fault("low", lasts_s=1.0, when=low),
            fault("worse", lasts_s=1.0, when=worse),
        ],
        neutral={
            "measures": [HEIGHT],
            "postures": ["folded"],
            "quiet_s": 1,
            "quiet_range": 1,
            "swing": 1,
            "typical": 0,
            "source": "made up",
        },
    )
    for made_fault, name in zip(made.fault, ("neutral", "best"), strict=True):
        assert judgements_by_time(made_fault, [situation(one, **{name: {HEIGHT: 1.3}})])
        assert not judgements_by_time(made_fault, [situation(one, **{name: {HEIGHT: 1.1}})])
        assert not judgements_by_time(made_fault, [situation(one)])


def test_band_is_not_watched_outside_of_its_phases():
    shown = head_situations([(0, 0), (2, 0)])
    outside = [situation(now.sample, in_phase=False) for now in shown]
    assert judgements_by_time(LOW, outside) == {}
    again = situation(sample(2.1, head_height_ratio=0))
    assert judgements_by_time(LOW, [*shown, *outside[-1:], again])[2.1].since_s == 2.1


def test_band_bridges_a_short_drop_out_and_no_longer_one():
    gap = [situation(sample(t)) for t in times(1.1, 4)]
    judgements = judgements_by_time(LOW, head_situations([(0, 0), (1, 0)]) + gap)
    assert max(judgements) == pytest.approx(2.0)
    back = [situation(sample(4.1, head_height_ratio=0))]
    assert (
        judgements_by_time(LOW, head_situations([(0, 0), (1, 0)]) + gap + back)[4.1].since_s == 4.1
    )


# Sides in balance


@pytest.mark.parametrize(
    ("counts", "fewer"),
    [
        ({LEFT: 5, RIGHT: 3}, RIGHT),
        ({LEFT: 1, RIGHT: 9}, LEFT),
        ({LEFT: 5, RIGHT: 4}, None),
        ({LEFT: 5, RIGHT: 5}, None),
        ({LEFT: 5}, None),
        ({None: 5}, None),
        ({}, None),
    ],
)
def test_sides_are_unbalanced_once_both_were_done_and_two_or_more_apart(counts, fewer):
    balance = BalanceFault.model_validate(fault("uneven", "balance", least=2))
    assert balance.at_end(counts) is fewer
