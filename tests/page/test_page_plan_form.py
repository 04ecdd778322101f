"""A plan written on the page: its form, what is wrong at its field, its file, and what is kept."""

from __future__ import annotations

import re
import tomllib
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from tests.exercise.test_exercise_limits import BRIDGE
from tests.page.page_plan_form import Form, answer_to, form, press
from tests.page.page_rig import left_in
from tests.page.test_page_plan import PLAN
from tests.pseudo_language import pseudo_language, shown_text, untranslated
from tests.typed import there

from matside.app.prescribed import follow, followed, load_plan, plan_file
from matside.exercise.prescription import WEEKDAYS
from matside.page import plan_form_texts as texts

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "example-plan.toml"


def filled(served) -> Form:
    """A form with all that is needed."""
    begun = press(served, form(served), "add 0 knees_to_chest")
    begun = press(served, begun, "add 0 cat_cow")
    return begun.with_(name="Lower back", prescribed_by="A. Example", session__0__name="Morning")


def test_a_plan_is_written_and_followed(served, own):
    filled_in = filled(served).with_(
        session__0__times="7.30, 18",
        session__0__step__0__reps="4",
        session__0__step__0__hold_s="12,5",
    )
    assert left_in(own) == [], "nothing is kept before it is asked for"
    answer = answer_to(served, filled_in.sent, "follow")
    assert answer.headers["location"] == "/plan"
    (session,) = there(followed()).prescription.session
    assert session.times == ("07:30", "18:00")
    assert session.days == WEEKDAYS
    assert [(step.exercise, step.reps, step.hold_s) for step in session.step] == [
        ("knees_to_chest", 4, 12.5),
        ("cat_cow", None, None),
    ]
    assert "Lower back" in shown_text(served.get("/plan").text)
    assert "/plan/write?change=" in served.get("/plan").text


def test_a_plan_is_saved_as_a_file_that_is_followed_elsewhere(served, own, tmp_path):
    answer = answer_to(served, filled(served).sent, "file")
    assert answer.headers["content-disposition"] == 'attachment; filename="plan.toml"'
    (tmp_path / "plan.toml").write_text(answer.text, "utf-8")
    assert load_plan(tmp_path / "plan.toml").id == "lower_back"
    assert tomllib.loads(answer.text)["from"] == date.today()  # noqa: DTZ011
    assert not plan_file().exists(), "it is not followed here"


def test_all_that_is_wrong_is_told_at_its_field_and_what_was_typed_stays(served, own):
    wrong = filled(served).with_(
        name="",
        until="2020-01-01",
        bounds__reps="9",
        bounds__hold_s="long",
        bounds__sessions_a_day="1234567",
        session__0__times="7:30, soon",
        session__0__step__1__reps="12",
    )
    wrong.sent = [(name, value) for name, value in wrong.sent if name != "session.0.days"]
    answer = press(served, wrong, "file")
    assert answer.focus == "wrong"
    told = answer.wrong
    assert told.pop("name") == texts.NEEDED()
    assert told.pop("session.0.days") == texts.DAY_NEEDED()
    assert told.pop("bounds.hold_s").startswith("Expected a number")
    assert "1234567" in told.pop("bounds.sessions_a_day")
    assert '"soon"' in told.pop("session.0.times")
    assert told == {}
    kept = dict(answer.sent)
    assert (kept["bounds.hold_s"], kept["session.0.times"]) == ("long", "07:30, soon")
    assert kept["bounds.sessions_a_day"] == "1234567"
    mended = answer.with_(name="Back", session__0__times="7:30")
    mended = mended.with_(bounds__hold_s="60", bounds__sessions_a_day="3")
    mended.sent.append(("session.0.days", "mon"))
    answer = press(served, mended, "follow")
    assert answer.wrong == {
        "until": "The last day is before the first: change one of them.",
        "session.0.step.1.reps": "Cat-cow: at most 9 in a set in this plan, here 12.",
    }
    assert left_in(own) == [], "nothing is kept until it is right"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"session__0__from": "2020-01-02", "session__0__until": "2020-01-09"}, "days", "None of"),
        ({"session__0__times": "7:30 7:30"}, "times", "07:30 more than once"),
        ({"session__0__times": "7 8 9 10"}, "bounds.sessions_a_day", "4 sessions on one day"),
        ({"session__0__step__0__reps": "300"}, "step.0.reps", "from 1 to 100"),
        ({"session__0__note": "x" * 401}, "note", "401 characters"),
        (
            {"session__0__programme": "cool_down", "bounds__hold_s": "50"},
            "programme",
            "50 s a hold",
        ),
        ({"limit__sore_knees__from": "2026-02-02"}, "limit.sore_knees.until", "before the first"),
    ],
)
def test_what_does_not_go_together_is_told_in_plain_words(served, changes, field, words):
    wrong = filled(served).with_(**changes)
    if field.startswith("limit"):
        wrong.with_(limit__sore_knees__until="2026-01-01").sent.append(("limit.sore_knees", "1"))
    told = press(served, wrong, "check").wrong
    assert [name.removeprefix("session.0.") for name in told] == [field]
    assert words in "".join(told.values())


def test_a_limit_withholds_an_exercise_at_its_row(served):
    wrong = filled(served)
    wrong.sent.append(("limit.no_kneeling", "1"))
    told = press(served, wrong, "check").wrong
    assert list(told) == ["session.0.step.1.exercise"]
    assert "not for a person with these limits" in told["session.0.step.1.exercise"]


def test_two_sessions_at_one_time_are_told_by_their_names(served):
    two = press(served, filled(served), "add").with_(session__1__name="Desk")
    told = press(served, two.with_(session__1__programme="desk_break"), "check").wrong
    assert told == {
        "session.1.times": "Only one session at a time; at 08:00 there are Morning, Desk."
    }


def exercises_of(shown: Form) -> list[str]:
    return [value for name, value in shown.sent if name.endswith(".exercise")]


def test_rows_are_added_moved_and_removed_without_a_script(served):
    shown = filled(served).with_(session__0__step__1__reps="6")
    assert shown.focus == "session.0.step.1.reps"
    shown = press(served, shown, "up 0 1")
    assert exercises_of(shown) == ["cat_cow", "knees_to_chest"]
    assert dict(shown.sent)["session.0.step.0.reps"] == "6", "what was typed goes with it"
    assert shown.focus == "session.0.step.0.reps"
    assert "up 0 0" not in shown.buttons
    assert shown.buttons["remove 0 0"] == "Remove: 1. Cat-cow"
    shown = press(served, shown, "remove 0 0")
    assert exercises_of(shown) == ["knees_to_chest"]
    shown = press(served, shown, "add")
    assert shown.focus == "session.1.name"
    shown = press(served, press(served, shown, "up 1"), "remove 0")
    assert exercises_of(shown) == ["knees_to_chest"]
    assert shown.wrong == {}, "nobody is scolded before they are done"


@pytest.mark.parametrize("do", ["up 7", "remove 0 9", "add 3 cat_cow", "add 0 dog_cow", "up x", ""])
def test_a_row_that_is_not_there_changes_nothing(served, do):
    shown = filled(served)
    assert exercises_of(press(served, shown, do)) == exercises_of(shown)


def test_a_stranger_writes_no_plan(served, own):
    sent = urlencode([*filled(served).sent, ("do", "follow")]).encode()
    assert served.post("/plan/write", sent, origin="http://elsewhere.example").status == 403
    assert left_in(own) == []


def test_what_the_form_cannot_show_is_kept_until_it_is_unticked(served, own, tmp_path):
    later = '\nrest_s = 40\n[session.step.later]\ndays = 2\nphase = "both_knees"\n'
    step = '\n[[session.step]]\nexercise = "knees_to_chest"\nphase = "one_knee"'
    limits = '\n[[limit]]\nid = "sore_neck"\nfrom = 2025-02-01\n' * 2
    path = tmp_path / "plan.toml"
    path.write_text(PLAN + step + later + limits, "utf-8")
    before = follow(path)
    shown = form(served, "/plan/write?change=")
    words = shown_text(served.get("/plan/write?change=").text)
    assert re.search(r"a rest of 40.s and after 2 good days: Both knees to the chest", words)
    assert answer_to(served, shown.sent, "follow").status == 303
    assert there(followed()).prescription == before
    unticked = [one for one in shown.sent if not one[0].endswith("kept")]
    assert answer_to(served, unticked, "follow").status == 303
    after = there(followed()).prescription
    assert after.session[0].step[1].later is None
    assert len(after.limit) == 1


@pytest.mark.parametrize(
    "kept",
    [
        *('{"limit": 5}', '{"limit": [1]}', '{"limit": [{"id": 5}]}', '{"name": 5}', '{"from": 1}'),
        *("[]", "7", "no JSON", "[" * 100_000),
    ],
)
@pytest.mark.parametrize("do", ["", "follow"])
def test_what_no_plan_carries_along_is_refused(served, own, kept, do):
    sent = [*filled(served).sent, ("kept", kept)]
    assert answer_to(served, sent, do).status == 400
    assert left_in(own) == []


@pytest.mark.parametrize(
    "kept",
    [
        *(
            '{"rest_s": "long"}',
            '{"rest_s": []}',
            '{"switch_s": {}}',
            '{"later": 3}',
            '{"dose": []}',
        ),
        *('{"later": {"days": "x", "phase": "cow"}}', '{"exercise": ["cat_cow"]}', '{"note": 5}'),
    ],
)
def test_what_no_row_carries_along_is_refused(served, own, kept):
    sent = [*filled(served).sent, ("session.0.step.1.kept", kept)]
    assert answer_to(served, sent, "check").status == 400


def test_an_exercise_of_a_row_is_exchanged_and_what_it_does_not_have_is_dropped(
    served, own, tmp_path
):
    row = (
        '\n[[session.step]]\nexercise = "knees_to_chest"\ndose = "stretch"\nphase = "one_knee"\n'
        'side = "left"\nhold_s = 20\nreps = 4\nnote = "Slowly."\nrest_s = 40\n'
        '[session.step.later]\ndays = 2\nphase = "both_knees"\n'
    )
    (tmp_path / "plan.toml").write_text(PLAN + row, "utf-8")
    follow(tmp_path / "plan.toml")
    shown = form(served, "/plan/write?change=").with_(session__0__step__1__exercise="cat_cow")
    assert answer_to(served, press(served, shown, "").sent, "follow").status == 303
    step = there(followed()).prescription.session[0].step[1]
    told = step.model_dump(exclude_none=True)
    assert told == {"exercise": "cat_cow", "reps": 4, "note": "Slowly.", "rest_s": 40.0}


def test_exercises_that_came_with_the_plan_stay_with_it(served, own, tmp_path):
    (tmp_path / "up.toml").write_text(BRIDGE, "utf-8")
    (tmp_path / "plan.toml").write_text(PLAN.replace("cat_cow", "bridge"), "utf-8")
    follow(tmp_path / "plan.toml", [tmp_path / "up.toml"])
    assert "bridge.toml" in shown_text(served.get("/plan/write?change=").text)
    changed = form(served, "/plan/write?change=").with_(name="Another")
    assert answer_to(served, changed.sent, "follow").status == 303
    assert there(followed()).prescription.name == "Another"
    assert there(followed()).prescription.session[0].step[0].exercise == "bridge"


def test_the_plan_is_shown_as_the_person_will_see_it(served):
    later = (date.today() + timedelta(days=30)).isoformat()  # noqa: DTZ011
    answer = answer_to(served, filled(served).with_(**{"from": later}).sent, "check")
    words = shown_text(answer.text)
    for told in (texts.RIGHT(), "every day, at 08:00", "Cat-cow: 8 repetitions", "Sunday, 08:00"):
        assert told in words, told


def test_every_word_of_the_form_can_be_translated(served, own, tmp_path):
    follow(EXAMPLE)
    known = ("matside", "B. Example", "A. Example, physiotherapist", "Lower back, six weeks")
    with pseudo_language():
        empty = form(served)
        pages = [served.get("/plan/write").text, answer_to(served, empty.sent, "check").text]
        for text in pages:
            assert untranslated(shown_text(text), *known) == []
