"""The pages about the person: screening, who practises, and what was told."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from tests.page import page_sessions
from tests.page.page_sessions import held
from tests.page.page_stand_in import Session
from tests.pseudo_language import PseudoLanguage, shown_text, untranslated, using
from tests.typed import there
from tests.waiting import wait_for

from matside.app.page_live import LiveRunner
from matside.app.page_store import DiskStore
from matside.app.settings import Pictures, read_settings
from matside.exercise.limits import LimitName
from matside.guidance.screening import Flag
from matside.overlay.privacy import Privacy
from matside.record.people import people, use_person
from matside.record.profile import Answers, profile_file, read_profile
from matside.translation import languages
from matside.wording.conventions import own_name
from matside.wording.formatting import capitalised, day


@pytest.fixture(autouse=True)
def owner():
    yield
    use_person(None)


def told() -> Answers:
    answers = read_profile().answers
    assert answers is not None
    return answers


def tick(served, *true):
    return served.post("/screening", urlencode([("true", one) for one in true]).encode())


def offered():
    return {card.id: card for card in DiskStore(busy=lambda: False).offered()}


def test_the_first_start_leads_over_safety_and_questions_to_today(serve):
    served = serve(screened=False)
    served.enter()
    assert served.get("/").headers["location"] == "/screening"
    page = served.get("/screening").text
    assert "training aid, not a medical device" in page
    assert page.count("checkbox") == len(Flag) + len(LimitName)
    assert "training aid" in served.get("/screening").text, "until it is answered"
    assert tick(served).headers["location"] == "/screening/result"
    assert "speaks against" in served.get("/screening/result").text
    assert served.get("/").status == 200
    assert "training aid" not in served.get("/screening").text


def test_the_safety_note_is_shown_to_each_person(serve):
    served = serve()
    served.enter()
    served.get("/")
    use_person("Anna", new=True)
    assert served.get("/").headers["location"] == "/screening"
    assert "training aid, not a medical device" in served.get("/screening").text


def test_the_questions_can_wait(serve):
    served = serve(screened=False)
    served.enter()
    assert served.post("/screening/later").headers["location"] == "/"
    assert served.get("/").status == 200
    assert not profile_file().exists()


def test_answers_are_kept_shown_changed_and_deleted(served):
    tick(served, "sciatica", "sore_wrists", "sore_elbows")
    assert told().flags == (Flag.SCIATICA,)
    assert read_profile().limits == (LimitName.SORE_WRISTS,)
    page = served.get("/settings").text
    assert "My wrists hurt when I lean on them." in page
    assert "Do it on your forearms" in page
    ticked = re.findall(r'value="(\w+)" checked', served.get("/screening").text)
    assert ticked == ["sciatica", "sore_wrists"]
    assert served.post("/settings/profile/delete").status == 303
    assert not profile_file().exists()
    assert "You have not said anything" in served.get("/settings").text


def begin(served, what="cat_cow", **more):
    form = urlencode({"what": what, "camera": "0", **more}).encode()
    return served.post("/practise/begin", form, accept="application/json")


def test_who_needs_help_now_is_offered_no_start(served):
    tick(served, "back_pain", "fever")
    assert 'id="begin-form"' not in served.get("/exercises/cat_cow").text
    assert "get medical help today" in begin(served).text
    assert "I have asked a doctor" not in served.get("/screening/result").text


def test_who_is_to_ask_first_begins_once_that_was_done(served):
    tick(served, "pregnancy")
    assert "because of pregnancy" in begin(served).text
    assert "I have asked a doctor" in served.get("/screening/result").text
    served.post("/screening/cleared")
    assert 'id="begin-form"' in served.get("/exercises/cat_cow").text
    assert "level back" in served.get("/exercises/cat_cow").text


def test_what_is_withheld_is_shown_with_its_reason_and_not_begun(served):
    tick(served, "no_kneeling", "osteoporosis")
    cards = offered()
    assert cards["childs_pose"].withheld
    assert not cards["knees_to_chest"].withheld
    assert cards["desk_break"].withheld
    assert "Not for you now" in served.get("/").text
    assert 'id="begin-form"' not in served.get("/exercises/childs_pose").text
    assert "take a stretch on the back" in begin(served, "childs_pose").text


def test_a_programme_is_offered_without_what_is_withheld(served):
    tick(served, "osteoporosis")
    card = offered()["desk_break"]
    assert not card.withheld
    assert "Kneeling thoracic rotation is left out" in card.changes[0]
    assert len(card.steps) == 2


# People


def post(served, path, **values):
    return served.post(path, urlencode(values).encode())


def test_each_person_sees_their_own(served):
    page_sessions.store(held())
    tick(served, "sore_wrists")
    assert post(served, "/people/add", name="Zoë").status == 303
    assert served.get("/").headers["location"] == "/screening"
    tick(served)
    assert "Practising: Zoë" in served.get("/").text
    assert "Knees to chest" not in served.get("/history").text
    assert read_settings().person == "Zoë"
    post(served, "/people/choose", name="")
    assert "Knees to chest" in served.get("/history").text
    assert read_profile().limits == (LimitName.SORE_WRISTS,)
    assert read_settings().person is None


def test_people_are_renamed_and_deleted(served):
    post(served, "/people/add", name="Ann")
    post(served, "/people/rename", name="Ann", new="Anna")
    assert "Anna" in served.get("/people").text
    assert read_settings().person == "Anna"
    post(served, "/people/delete", name="Anna")
    assert people() == []
    assert read_settings().person is None


@pytest.mark.parametrize("name", ["", "x" * 61, "\x1b[2J"])
def test_what_is_no_name_is_told(served, name):
    assert post(served, "/people/add", name=name).status in {303, 400}
    assert people() == []


def test_nobody_is_changed_while_a_session_runs(serve):
    session = Session()
    served = serve(live=LiveRunner(cameras=list, practise=session))
    served.enter()
    begin(served)
    for path in ("/people/add", "/people/choose", "/people/delete"):
        assert post(served, path, name="Ann").status == 400
    assert people() == []


# Pictures


def test_how_one_may_be_seen_is_chosen_told_and_remembered(serve):
    session = Session()
    served = serve(live=LiveRunner(cameras=list, practise=session))
    served.enter()
    assert "shows a few pictures of you" in served.get("/exercises/cat_cow").text
    assert "token" in begin(served, pictures="skeleton-only").text
    wait_for(lambda: session.options is not None, "the session")
    assert there(session.options).pictures is Privacy.SKELETON_ONLY
    assert read_settings().pictures is Pictures.SKELETON_ONLY
    assert "shows a few pictures of you" not in served.get("/exercises/cat_cow").text
    assert post(served, "/settings/pictures", pictures="none").status == 303
    assert read_settings().pictures is Pictures.NONE
    assert post(served, "/settings/pictures", pictures="naked").status == 400


@pytest.mark.parametrize(
    "path",
    ["/screening", "/screening/result", "/people", "/settings", "/", "/exercises/childs_pose"],
)
def test_no_word_of_these_pages_is_missing_from_the_catalogue(served, own, path):
    post(served, "/people/add", name="Жанна")
    tick(served, *Flag, *LimitName)
    with using(PseudoLanguage()):
        text = shown_text(served.get(path).text)
    known = ("matside", str(own), "history.sqlite3", "sessions", "uploads", "settings.json",
             "plan.toml", "doses.json", "profile.json", "people", "person-1", "and",
             *(capitalised(own_name(code)) for code in languages()))  # fmt: skip
    assert untranslated(text, day(told().answered), *known) == []
