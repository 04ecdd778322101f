"""What replaces fields of a state does what ``dataclasses.replace`` does, with slots or without."""

import dataclasses
from typing import Any

import pytest

from matside.coach.faults import FaultTrack
from matside.coach.phase_track import PhaseTrack
from matside.states import replace


@pytest.mark.parametrize("state", [PhaseTrack(crossings=()), FaultTrack()], ids=["dict", "slots"])
def test_a_state_has_the_new_values_and_keeps_the_others(state):
    before = dataclasses.replace(state, start_s=1.0)
    after = replace(before, start_s=2.0)
    assert after == dataclasses.replace(state, start_s=2.0)
    assert before.start_s == 1.0


@pytest.mark.parametrize("state", [PhaseTrack(crossings=()), FaultTrack()], ids=["dict", "slots"])
def test_a_field_that_is_none_is_refused(state: Any):
    with pytest.raises(TypeError, match="nowhere"):
        replace(state, nowhere=1.0)
