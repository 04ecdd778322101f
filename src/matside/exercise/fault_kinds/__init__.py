"""The kinds of fault of form that an exercise file can describe, one module each.

A module holds all of its kind: the keys in the file, what is remembered between
frames, the judgement on a frame, and its traits. The union below registers it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from matside.exercise.fault_kinds.balance import BalanceFault
from matside.exercise.fault_kinds.band import BandFault
from matside.exercise.fault_kinds.lead import LeadFault
from matside.exercise.fault_kinds.oscillation import OscillationFault
from matside.exercise.fault_kinds.pace import PaceFault
from matside.exercise.fault_kinds.peak import PeakFault
from matside.exercise.fault_kinds.together import TogetherFault
from matside.exercise.fault_kinds.travel import TravelFault

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
