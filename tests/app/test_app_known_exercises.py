"""Exercises that come with a plan: kept with it, known everywhere, gone with it."""

from __future__ import annotations

import io
import stat
from datetime import date, datetime

import pytest
from rich.console import Console
from tests.exercise.test_exercise_limits import BRIDGE
from tests.shared import told
from tests.typed import there
from typer.testing import CliRunner

from matside.app import plan as jobs
from matside.app.analyse_options import AnalyseOptions
from matside.app.known_exercises import known_exercises, plan_exercise_files
from matside.app.page_store import DiskStore
from matside.app.practice_setting import PracticeOptions
from matside.app.practice_steps import planned, with_plan
from matside.app.prescribed import Now, followed, forget, limits_in_force, load_plan, plan_file
from matside.app.remarks import session_labels
from matside.cli.plan import plan_app
from matside.errors import ExerciseError, OutputError
from matside.exercise.library import load_library
from matside.exercise.limits import LimitName
from matside.exercise.programmes import load_programmes
from matside.record.profile import Profile, write_profile

TODAY = datetime(2026, 12, 2, 12).astimezone()
PLAN = """\
schema_version = 1
id = "lifts"
name = "Lifts"
prescribed_by = "A. Example"
from = 2026-11-30

[[session]]
id = "daily"
name = "Daily lifts"
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
times = ["12:00"]

[[session.step]]
exercise = "bridge"
reps = 3
hold_s = 5
"""
OWN_CAT = """
schema_version = 1
id = "cat_cow"
name = "Half a cat"
says = "Only the rounding."
view = "From the side."
steps = ["Come onto hands and knees."]
safety = ["Stop if it hurts."]
sources = ["A test"]
shows = ["hip_flexion_deg"]
[set_up]
say = "Come onto hands and knees."
postures = ["hands_and_knees"]
begin = "Round."
[repetition]
cycle = ["up"]
[[dose]]
id = "stretch"
name = "Short holds"
reps = 10
source = "A test"
[[phase]]
id = "up"
name = "Rounded"
kind = "hold"
postures = ["hands_and_knees"]
settle_s = 0.5
grace_s = 0.8
"""


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch):
    """matside's own folder, empty."""
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path / "own"))


@pytest.fixture
def plan(tmp_path):
    return file_of(tmp_path / "plan.toml", PLAN)


@pytest.fixture
def bridge(tmp_path):
    return file_of(tmp_path / "bridge.toml", BRIDGE)


def file_of(path, text):
    path.write_text(text, "utf-8")
    return path


def quiet() -> Console:
    return Console(file=io.StringIO(), width=100, color_system=None)


def ids(exercises):
    return [exercise.id for exercise in exercises]


def test_the_commands_take_a_plan_together_with_its_exercises(plan, bridge):
    runner = CliRunner()
    alone = runner.invoke(plan_app, ["check", str(plan)])
    assert isinstance(alone.exception, ExerciseError)
    assert "the file of another exercise is named together with the plan" in str(alone.exception)
    together = ["--exercise-file", str(bridge)]
    checked = runner.invoke(plan_app, ["check", str(plan), *together])
    assert checked.output == f"{plan}: fine, Lifts (lifts)\n"
    used = runner.invoke(plan_app, ["use", str(plan), *together])
    assert used.exit_code == 0, used.output
    assert "Bridge: 3 holds of 5 s" in used.output


def test_the_exercise_of_a_plan_is_found_after_its_own_file_is_gone(plan, bridge):
    jobs.use_plan(plan, [bridge])
    plan.unlink()
    bridge.unlink()
    (kept,) = plan_exercise_files()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    options = with_plan(PracticeOptions(), console=quiet(), when=TODAY)
    request, steps, name = planned(options)
    assert (ids(request.library)[-1], [step.exercise for step in steps]) == ("bridge", ["bridge"])
    assert name == "Daily lifts"
    assert planned(PracticeOptions(exercises=("Bridge",)))[1][0].exercise == "bridge", "alone too"
    assert AnalyseOptions(exercise="bridge").request().targets() == ("bridge",)
    assert session_labels([]).exercise("bridge") == "Bridge"
    assert there(followed()).weeks(Now.of(TODAY)) is not None


def test_the_page_offers_it(plan, bridge):
    jobs.use_plan(plan, [bridge])
    cards = {card.id: card for card in DiskStore(busy=lambda: False).offered()}
    assert cards["plan:daily"].steps == ("Bridge: 3 holds of 5\N{NO-BREAK SPACE}s",)
    assert cards["bridge"].name == "Bridge"


def test_it_goes_with_the_plan(plan, bridge):
    jobs.use_plan(plan, [bridge])
    assert forget()
    assert plan_exercise_files() == ()
    assert known_exercises() == load_library()


def test_another_plan_brings_exercises_of_its_own(plan, bridge, tmp_path):
    jobs.use_plan(plan, [bridge])
    other = PLAN.replace('"bridge"', '"cat_cow"').replace("hold_s = 5", "")
    jobs.use_plan(file_of(tmp_path / "other.toml", other))
    assert plan_exercise_files() == ()
    with pytest.raises(ExerciseError, match="bridge"):
        jobs.use_plan(plan)
    assert there(followed()).prescription.session[0].step[0].exercise == "cat_cow", (
        "still the other"
    )


def test_nothing_is_taken_where_an_exercise_is_wrong(plan, bridge, tmp_path):
    wrong = file_of(tmp_path / "wrong.toml", BRIDGE.replace('kind = "hold"', 'kind = "held"'))
    with pytest.raises(ExerciseError, match=r"wrong\.toml"):
        jobs.use_plan(plan, [wrong])
    assert (plan_file().exists(), plan_exercise_files()) == (False, ())


def test_a_plan_that_cannot_be_kept_leaves_the_one_before_with_its_exercises(
    plan, bridge, tmp_path, monkeypatch
):
    jobs.use_plan(plan, [bridge])

    def full(*_arguments):
        raise OutputError("the disk is full")

    monkeypatch.setattr("matside.app.prescribed.write_own", full)
    other = PLAN.replace('"bridge"', '"cat_cow"').replace("hold_s = 5", "")
    with pytest.raises(OutputError):
        jobs.use_plan(file_of(tmp_path / "other.toml", other))
    assert there(followed()).prescription.session[0].step[0].exercise == "bridge"


def test_one_with_the_name_of_matsides_own_takes_its_place(plan, tmp_path):
    own = file_of(tmp_path / "cat.toml", OWN_CAT)
    other = file_of(tmp_path / "other.toml", PLAN.replace('"bridge"', '"cat_cow"'))
    jobs.use_plan(other, [own])
    assert ids(known_exercises()) == ids(load_library())
    assert session_labels([]).exercise("cat_cow") == "Half a cat"
    programmes = {programme.id for programme in load_programmes(known_exercises())}
    assert "beginners_week" not in programmes, "it asks for a dose that this one has not"
    assert {"desk_break", "morning"} <= programmes
    assert DiskStore(busy=lambda: False).offered()


def test_a_kept_exercise_that_is_damaged_is_told_by_the_plan_and_hinders_nothing_else(plan, bridge):
    jobs.use_plan(plan, [bridge])
    (kept,) = plan_exercise_files()
    kept.write_text("nothing of the kind", "utf-8")
    with pytest.raises(ExerciseError, match=r"bridge\.toml"):
        followed()
    assert known_exercises() == load_library()
    named = PracticeOptions(exercises=("cat-cow",))
    assert with_plan(named, console=quiet(), when=TODAY) == named


# Limits of a plan, and their days

LIMITS = """
[[limit]]
id = "sore_wrists"
from = 2026-12-01
until = 2026-12-07

[[limit]]
id = "osteoporosis"
"""


@pytest.fixture
def limited(tmp_path):
    text = PLAN.replace('exercise = "bridge"\nreps = 3\nhold_s = 5', 'exercise = "cat_cow"')
    return file_of(tmp_path / "limited.toml", text + LIMITS)


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2026, 11, 30), ["osteoporosis"]),
        (date(2026, 12, 1), ["sore_wrists", "osteoporosis"]),
        (date(2026, 12, 7), ["sore_wrists", "osteoporosis"]),
        (date(2026, 12, 8), ["osteoporosis"]),
    ],
)
def test_a_limit_holds_on_its_days(limited, day, names):
    jobs.use_plan(limited)
    assert limits_in_force(day) == tuple(map(LimitName, names))
    when = datetime(day.year, day.month, day.day, 12).astimezone()
    options = with_plan(PracticeOptions(free=True), console=quiet(), when=when)
    assert sorted(options.limits) == sorted(names)


def test_the_days_of_a_limit_are_shown(limited):
    shown = " ".join(told(jobs.use_plan, limited).split())
    assert "sore wrists (from 1 December 2026 to 7 December 2026) and severe osteoporosis" in shown


def test_a_limit_that_ends_before_it_begins_is_told(limited):
    text = limited.read_text("utf-8").replace("until = 2026-12-07", "until = 2026-11-07")
    with pytest.raises(ExerciseError, match=r"limit\[0\] \"sore_wrists\" › until: .*2026-12-01"):
        load_plan(file_of(limited, text))


def test_limits_of_profile_and_plan_are_one(limited):
    write_profile(Profile(limits=(LimitName.SORE_KNEES,)))
    assert limits_in_force(date(2027, 1, 1)) == (LimitName.SORE_KNEES,)
    jobs.use_plan(limited)
    both = (LimitName.SORE_KNEES, LimitName.OSTEOPOROSIS)
    assert limits_in_force(date(2027, 1, 1)) == both
    plan_file().write_text(PLAN + LIMITS, "utf-8")  # its exercise is not known: it is not right
    assert set(limits_in_force(date(2027, 1, 1))) == {*both, LimitName.SORE_WRISTS}


def test_the_page_withholds_what_the_plan_withholds(limited):
    jobs.use_plan(limited)
    cards = {card.id: card for card in DiskStore(busy=lambda: False).offered()}
    assert "deep twist" in cards["thoracic_rotation"].withheld
    assert cards["cat_cow"].changes[0].startswith("Round your back only a little")
    forget()
    cards = {card.id: card for card in DiskStore(busy=lambda: False).offered()}
    assert not cards["thoracic_rotation"].withheld
