"""The kinds of fault of form that an exercise file can describe.

A class holds all of its kind: the keys in the file, the judgement on a frame, and
its traits; its memory stands before it. The union below registers it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from matside.exercise.fault_kinds.band import BandFault
from matside.exercise.fault_kinds.motion import OscillationFault, PeakFault, TravelFault
from matside.exercise.fault_kinds.timing import BalanceFault, LeadFault, PaceFault, TogetherFault

Fault = Annotated[
    BandFault
    | TogetherFault
    | OscillationFault
    | PaceFault
    | TravelFault
    | PeakFault
    | LeadFault
    | BalanceFault,
    Field(discriminator="kind"),
]
