"""How steady the pose models are: which stretches of a label count, and what is left of a place."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.steadiness import Part, left_over, lines, middles

from matside.body.parts import PARTS
from matside.pose.model import Quality


def test_the_middle_of_a_hold_leaves_out_what_the_label_does_not_know():
    row = {"holds_s": "1-4;6-7.9", "tolerance_s": "0.5"}
    assert list(middles(row)) == [(2.0, 3.0)]
    assert list(middles({"holds_s": "", "tolerance_s": ""})) == []


def test_a_straight_way_leaves_nothing_and_a_tremble_all_of_itself():
    t_s = np.arange(0.0, 2.0, 0.05)
    way = np.stack([0.3 * t_s, 1.0 - 0.1 * t_s], axis=1)
    trembling = way + 0.02 * np.stack([(-1.0) ** np.arange(len(t_s)), 0.0 * t_s], axis=1)
    wanted = t_s > 0.5
    assert np.nanmax(left_over(t_s, way, wanted)) == pytest.approx(0.0, abs=1e-9)
    assert np.nanmedian(left_over(t_s, trembling, wanted)) == pytest.approx(0.02, rel=0.15)
    assert np.isnan(left_over(t_s, way, wanted)[~wanted]).all()


def test_speeds_that_are_read_as_often_are_told():
    """A model that reads twice the speed reads 0.20 as often as the normal one reads 0.10."""
    pace = np.linspace(0.0, 0.5, 501)
    rests = pace < 0.05

    def read(times: float) -> dict[str, Part]:
        part = Part(pace=times * pace, off=np.full(501, 0.01), rests=rests)
        return dict.fromkeys(PARTS, part)

    clip = {Quality.NORMAL: read(1.0), Quality.FAST: read(2.0)}
    told = [line.split() for line in lines([clip], [Quality.FAST])]
    assert [row[0] for row in told] == list(PARTS)
    assert [float(cell) for cell in told[0][2:]] == pytest.approx(
        [0.049, 0.093, 10.0, 0.2, 0.34, 0.44], abs=0.003
    )
