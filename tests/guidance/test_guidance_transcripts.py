"""Whole sessions to be read: what is heard of a desk break, a beginner's day and a painful day.

After a change that is meant, read what is heard as a physiotherapist would
before it is written down anew.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.guidance.guidance_moments import LIBRARY, RIGHT
from tests.guidance.guided_person import Habits, practise
from tests.pseudo_language import pseudo_language, untranslated
from tests.typed import there

from matside.exercise.library import load_library
from matside.exercise.programmes import find_programme
from matside.guidance.plan import plan_of

FOLDER = Path(__file__).with_name("transcripts")
DAYS = {
    "desk_break": ("desk break", Habits(pains=((272.0, 1),), moving_s=4.0, rep_s=8.0)),
    "beginners_day": (
        "beginner",
        Habits(first=RIGHT, early=frozenset({3}), moving_s=5.0, rep_s=8.0),
    ),
    "painful_day": ("cool-down", Habits(pains=((30.0, 4), (104.0, 6)), moving_s=4.0)),
}


@pytest.mark.parametrize("day", DAYS)
def test_what_is_heard_is_what_was_read(day):
    assert heard(day) == (FOLDER / f"{day}.txt").read_text("utf-8")


def heard(day: str) -> str:
    """Return what is heard of a day, in the language in use."""
    name, habits = DAYS[day]
    programme = find_programme(name, load_library())
    plan = plan_of(there(programme).step, LIBRARY, there(programme).name)
    return practise(plan, habits, asks_pain=True).transcript() + "\n"


@pytest.mark.parametrize("day", DAYS)
def test_no_utterance_is_missing_from_the_catalogue(day):
    with pseudo_language():
        assert untranslated(re.sub(r"^.*?  ", "", heard(day), flags=re.MULTILINE)) == []
