"""What a person told about themselves, on disk."""

from datetime import date

import pytest
from tests.typed import there

from matside.errors import OutputError
from matside.exercise.limits import LimitName
from matside.guidance.screening import Clearance, Flag
from matside.record.people import use_person
from matside.record.profile import (
    Answers,
    Profile,
    delete_profile,
    profile_file,
    read_profile,
    write_profile,
)

TOLD = Profile(
    limits=(LimitName.SORE_WRISTS,),
    answers=Answers(answered=date(2026, 11, 27), flags=(Flag.SCIATICA,)),
)


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch):
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path / "own"))
    yield tmp_path / "own"
    use_person(None)


def test_what_is_written_is_read_again_and_is_its_owners_alone(own):
    write_profile(TOLD)
    assert read_profile() == TOLD
    assert profile_file().stat().st_mode & 0o777 == 0o600
    assert own.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in own.iterdir()] == ["profile.json"]


def test_each_person_has_their_own():
    write_profile(TOLD)
    use_person("Ann", new=True)
    assert read_profile() == Profile()
    write_profile(Profile(limits=(LimitName.PREGNANCY,)))
    use_person(None)
    assert read_profile() == TOLD


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"limits": ["unheard_of"]}', '{"answers": {}}', "{" * 9999, "\x00"]
)
def test_a_damaged_profile_is_asked_for_again(text):
    write_profile(TOLD)
    profile_file().write_text(text)
    assert read_profile().answers is None


def test_it_can_be_deleted():
    assert not delete_profile()
    write_profile(TOLD)
    assert delete_profile()
    assert read_profile() == Profile()


def test_where_it_cannot_be_written_is_told(own):
    own.write_text("a file in the way")
    with pytest.raises(OutputError, match="Cannot write"):
        write_profile(TOLD)


def test_a_profile_comes_to_a_verdict():
    assert Profile().screening.clearance is Clearance.GO
    assert TOLD.screening.reasons == (Flag.SCIATICA,)
    cleared = TOLD.model_copy(
        update={"answers": there(TOLD.answers).model_copy(update={"cleared": True})}
    )
    assert cleared.screening.clearance is Clearance.GO
