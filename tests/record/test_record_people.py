"""Several people on one computer: whose folder is whose."""

import json
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.typed import there

from matside.errors import UsageError
from matside.record.history.database import history_file, own_folder, person_folder
from matside.record.history.sessions import History
from matside.record.history.stored import SessionStart
from matside.record.people import (
    LONGEST_NAME,
    PERSON,
    checked_name,
    delete_person,
    find_person,
    people,
    person_in_use,
    rename_person,
    use_person,
)


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch):
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path))
    yield tmp_path
    use_person(None)


def begun(folder=None, source="0"):
    with History.open() as history:
        start = SessionStart(
            kind="practice",
            started=datetime(2026, 11, 27, tzinfo=UTC),
            source=source,
            matside="1",
            folder=folder,
        )
        history.begin(start)


def sources():
    with History.open() as history:
        return [session.start.source for session in history.sessions()]


def test_the_owner_keeps_everything_where_it_always_lay(own):
    assert person_folder() == own_folder() == own
    assert history_file() == own / "history.sqlite3"
    assert person_in_use() is None


def test_what_one_does_is_not_among_what_others_do(own):
    begun(source="owner")
    assert use_person("Ann", new=True)
    begun(source="ann")
    assert not use_person("Ann", new=True)
    assert sources() == ["ann"]
    assert history_file().parent.parent == own / "people"
    use_person(None)
    assert sources() == ["owner"]


def test_a_new_persons_folder_and_name_are_its_owners_alone(own):
    use_person("Ann", new=True)
    assert person_folder().stat().st_mode & 0o777 == 0o700
    assert (person_folder() / PERSON).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("Ann", "ANN"),
        ("Zoë", unicodedata.normalize("NFD", "zoë")),
        ("Straße", "STRASSE"),
        ("Жанна", "ЖАННА"),
        ("Ann  Lee", " ann lee "),
    ],
)
def test_two_spellings_of_a_name_are_one_person(one, same):
    use_person(one, new=True)
    folder = person_folder()
    assert not use_person(same, new=True)
    assert person_folder() == folder
    assert len(people()) == 1


@pytest.mark.parametrize(
    "name", ["../..", "/etc", "C:\\x", "CON", "nul", ".", "..", "a/b", "%2e%2e", "🧘", "日本", "~"]
)
def test_a_name_leads_to_no_other_place(own, name):
    use_person(name, new=True)
    folder = person_folder()
    assert folder.parent == own / "people"
    assert folder.resolve() == folder
    assert folder.name.isascii()
    assert find_person(name).name == checked_name(name)


SEEN = st.characters(categories=["L", "M", "N", "P", "S", "Zs"])


@given(st.text(SEEN, min_size=1, max_size=30), st.text(SEEN, min_size=1, max_size=30))
def test_names_are_kept_apart_or_are_the_same_whatever_they_are(tmp_path_factory, one, other):
    own = tmp_path_factory.mktemp("own")
    folders = set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MATSIDE_DATA", str(own))
        for name in (one, other, unicodedata.normalize("NFD", other)):
            try:
                use_person(name, new=True)
            except UsageError:
                assume(False)
            assert person_folder().parent == own / "people"
            assert checked_name(checked_name(name)) == checked_name(name)
            folders.add(person_folder().name.lower())
        assert len(folders) == len(people()) <= 2


@pytest.mark.parametrize("name", ["", "   ", "a\x00b", "\x1b[2J", "a\u202eb", "x" * 61, "a\udce9"])
def test_what_is_no_name_is_told(name):
    with pytest.raises(UsageError, match=f"1 to {LONGEST_NAME} letters"):
        use_person(name, new=True)


def test_who_is_not_known_is_told_who_is():
    use_person("Ann", new=True)
    with pytest.raises(UsageError, match="Nobody called 'Anm' practises here: known are Ann"):
        use_person("Anm")
    assert there(person_in_use()).name == "Ann"


def test_a_renamed_person_keeps_everything_and_their_old_name_is_free():
    use_person("Ann", new=True)
    begun()
    folder = person_folder()
    assert rename_person("ann", "Anna").folder == folder
    use_person("Ann", new=True)
    assert person_folder() != folder
    assert sources() == []
    with pytest.raises(UsageError, match="Somebody else is called 'Anna'"):
        rename_person("Ann", "ANNA")
    assert rename_person("Anna", "ANNA").name == "ANNA"


def test_a_deleted_person_leaves_nothing_and_the_owner_is_next(own, tmp_path_factory):
    use_person("Ann", new=True)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    begun(elsewhere, source="a")
    begun(person_folder() / "sessions" / "1", source="b")
    folder = person_folder()
    assert delete_person("Ann") == (elsewhere,)
    assert not folder.exists()
    assert person_in_use() is None
    assert people() == []


def test_a_damaged_history_or_name_can_be_deleted_as_well():
    use_person("Ann", new=True)
    history_file().write_bytes(b"no database at all" * 100)
    (person_folder() / PERSON).write_text('{"name": 7}')
    assert [person.name for person in people()] == ["ann-1"]
    delete_person("ann-1")
    assert people() == []


def test_only_folders_that_were_made_for_a_person_are_people(own):
    (own / "people" / "other").mkdir(parents=True)
    (own / "people" / "Notes").mkdir()
    (own / "people" / "Notes" / PERSON).write_text(json.dumps({"name": "x"}))
    (own / "people" / "linked").symlink_to(own)
    assert people() == []
