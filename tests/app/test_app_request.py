"""What is looked for, and how a trace tells it again."""

import io

import pytest
from rich.console import Console
from tests.pseudo_language import pseudo_language, untranslated

from matside.app.practice_setting import PracticeOptions
from matside.app.practice_steps import planned
from matside.app.request import Request, limits_in_options
from matside.errors import UsageError
from matside.exercise.library import load_library
from matside.exercise.limits import LimitName

WRISTS, KNEES = LimitName.SORE_WRISTS, LimitName.NO_KNEELING


def asked(*names, limits=(), insist=False):
    said = io.StringIO()
    console = Console(width=200, file=said)
    options = PracticeOptions(exercises=names, limits=limits, insist=insist)
    request, steps, _name = planned(options, console)
    return request.library, [step.exercise for step in steps], said.getvalue()


def test_a_trace_is_judged_again_with_the_limits_of_its_session():
    request = Request(library=load_library(), exercises=("cat_cow",)).adapted_to((WRISTS, KNEES))
    assert request.options()["limits"] == "no_kneeling,sore_wrists"
    again = Request(library=load_library()).resumed(request.options())
    assert again.wanted() == request.wanted()
    assert "wrists_away" not in {fault.id for fault in again.wanted()[0].fault}


def test_limits_that_change_nothing_asked_for_are_not_told():
    request = Request(library=load_library(), exercises=("knees_to_chest",)).adapted_to((WRISTS,))
    assert "limits" not in request.options()


def test_limits_of_a_later_matside_are_passed_over():
    assert limits_in_options({"limits": "sore_wrists,sore_toes"}) == (WRISTS,)
    assert limits_in_options({}) == limits_in_options({"limits": None}) == ()


def test_a_programme_goes_on_without_what_is_withheld():
    _library, steps, told = asked("desk_break", limits=(LimitName.OSTEOPOROSIS,))
    assert steps == ["cat_cow", "childs_pose"]
    assert "Kneeling thoracic rotation is left out: It is a deep twist" in told


def test_where_nothing_is_left_it_is_told_why():
    with pytest.raises(UsageError, match="nothing is left to practise here") as told:
        asked("desk_break", limits=(KNEES,))
    assert "take a stretch on the back instead" in str(told.value)


def test_who_insists_gets_what_the_file_says():
    library, steps, _told = asked("childs_pose", limits=(KNEES,), insist=True)
    assert steps == ["childs_pose"]
    assert library == load_library()


def test_what_is_left_out_is_told_in_the_language_in_use():
    with pseudo_language():
        _library, _steps, told = asked("desk_break", limits=(LimitName.OSTEOPOROSIS,))
    assert told.strip()
    assert untranslated(told) == []
