"""A plan goes through the form on the page and back into a file, and nothing of it is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import tomli_w
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.analysis.plans import MONDAY
from tests.page.page_plan_form import Form, answer_to, form

from matside.app.prescribed import follow, load_plan
from matside.exercise.library import load_library
from matside.exercise.limits import LimitName
from matside.exercise.prescription import WEEKDAYS, Prescription
from matside.exercise.programmes import load_programmes

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "example-plan.toml"
PROGRAMMES = [programme.id for programme in load_programmes(load_library())]
WORDS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Zs", "Cn", "Co")
    ),
    min_size=1,
    max_size=20,
)
LINES = st.lists(WORDS, min_size=1, max_size=2).map("\n".join)
DAYS = st.integers(0, 5).map(lambda n: date.fromordinal(MONDAY + n).isoformat())
COUNTED = {"cat_cow": ("mobility", "starter"), "thoracic_rotation": ("mobility", "starter")}
HELD = {"knees_to_chest": ("stretch", "mobility", "starter"), "childs_pose": ("stretch", "rest")}
LATER = st.fixed_dictionaries(
    {"days": st.integers(1, 9), "phase": st.just("both_knees")}, optional={"note": LINES}
)


def of(needed: dict, **optional) -> st.SearchStrategy[dict]:
    return st.fixed_dictionaries(needed, optional=optional)


def steps(exercise: str, doses: tuple[str, ...]) -> st.SearchStrategy[dict]:
    more: dict = {"hold_s": st.integers(1, 90) | st.just(12.5)} if exercise in HELD else {}
    if exercise == "knees_to_chest":
        more |= {"phase": st.just("one_knee"), "later": LATER}
    if exercise in {"knees_to_chest", "thoracic_rotation"}:
        more["side"] = st.sampled_from(["each", "left", "right", "any"])
    return of(
        {"exercise": st.just(exercise)},
        dose=st.sampled_from(doses),
        reps=st.integers(1, 30),
        sets=st.integers(1, 3),
        rest_s=st.integers(0, 60),
        switch_s=st.integers(0, 60),
        note=LINES,
        **more,
    )


@st.composite
def plans(draw) -> dict:
    """Draw contents of plans with every key that a file may have."""
    sessions = []
    for number in range(draw(st.integers(1, 3))):
        step = st.one_of(*(steps(*one) for one in (COUNTED | HELD).items()))
        done = of({"step": st.lists(step, min_size=1, max_size=3)})
        named = of({"programme": st.sampled_from(PROGRAMMES)})
        days = st.sets(st.sampled_from(WEEKDAYS), min_size=1).map(
            lambda chosen: [day for day in WEEKDAYS if day in chosen]
        )
        times = st.just([f"{number + 7:02}:15", f"{number + 17:02}:05"])
        needed = {"id": st.just(f"s{number}"), "name": WORDS, "days": days, "times": times}
        sessions.append(draw(of(needed, note=LINES)) | draw(done | named))
        if len(sessions[-1]["days"]) == 7:
            sessions[-1] |= draw(
                of({}, **{"from": DAYS, "until": DAYS.map(lambda _day: "2027-01-01")})
            )
    sore = [name for name in LimitName if name.startswith("sore")]
    dated = of({"id": st.sampled_from(list(LimitName))}, until=DAYS)
    return draw(
        of(
            {
                "schema_version": st.just(1),
                "id": st.just("mine"),
                "name": WORDS,
                "prescribed_by": WORDS,
                "from": st.just(date.fromordinal(MONDAY).isoformat()),
                "limits": st.sets(st.sampled_from(sore)).map(sorted),
                "session": st.just(sessions),
            },
            prescribed_to=WORDS,
            until=st.just("2027-03-01"),
            note=LINES,
            mind=st.lists(WORDS, max_size=3),
            limit=st.lists(dated, max_size=3),
            bounds=of({}, hold_s=st.just(300), reps=st.just(30), sessions_a_day=st.just(6)),
        )
    )


def told_of(plan: Prescription) -> dict:
    """Return a plan without the order of its limits, which means nothing."""
    content = plan.model_dump(mode="json")
    for key in ("limits", "limit"):
        content[key] = sorted(content[key], key=str)
    return content


def round_trip(served, path: Path) -> None:
    """Fill the form from a plan, send it as a browser does, and read the file that comes of it."""
    before = follow(path)
    answer = answer_to(served, form(served, "/plan/write?change=").sent, "file")
    assert answer.headers.get("content-disposition"), Form(answer.text).wrong
    path.write_text(answer.text, "utf-8")
    assert told_of(load_plan(path)) == told_of(before)


@given(plans())
@settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.generate],  # each example asks the server: to shrink one takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_plan_loses_anything_on_its_way_through_the_form(served, tmp_path, content):
    path = tmp_path / "plan.toml"
    path.write_text(tomli_w.dumps(content), "utf-8")
    round_trip(served, path)


def test_the_example_of_the_documents_goes_through_the_form(served, tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text(EXAMPLE.read_text("utf-8"), "utf-8")
    round_trip(served, path)
