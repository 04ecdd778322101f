"""The questions before the first session, and what a person told, on the command line."""

import pytest
from tests.pseudo_language import PseudoLanguage, untranslated, using
from tests.typed import there
from typer.testing import CliRunner

from matside.app import practise as practising
from matside.app.settings import Pictures, change_settings, read_settings
from matside.cli import app
from matside.cli.options import Start
from matside.errors import WithheldError
from matside.exercise.limits import LimitName
from matside.guidance.screening import Flag
from matside.overlay.privacy import Privacy
from matside.record.people import use_person
from matside.record.profile import profile_file, read_profile
from matside.wording.formatting import day


class Begun(Exception):  # noqa: N818 (it is none: it ends the command once it has begun)
    """The session that was begun."""


@pytest.fixture(autouse=True)
def own(own_account, tmp_path, monkeypatch):
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path / "data"))
    yield
    use_person(None)


@pytest.fixture
def terminal(monkeypatch):
    """Somebody sits at the terminal."""
    monkeypatch.setattr("matside.cli.options.somebody_answers", lambda: True)


@pytest.fixture
def begun(monkeypatch):
    def begin(options, **_):
        raise Begun(options)

    monkeypatch.setattr(practising, "run_practise", begin)


def run(*arguments, text=""):
    return CliRunner().invoke(app, list(arguments), obj=Start(), input=text)


def options_of(result):
    assert isinstance(result.exception, Begun), (result.output, result.exception)
    return result.exception.args[0]


NOTHING = "\n\n\n"
PLAIN = "1\n"


def test_the_first_session_on_a_terminal_asks_and_goes_on(terminal, begun):
    result = run("practise", "cat-cow", text=NOTHING + PLAIN)
    assert "The answers stay on this computer" in result.output
    assert "Nothing that you said speaks against gentle stretches" in result.output
    assert options_of(result).limits == ()
    assert there(read_profile().answers).flags == ()
    again = run("practise", "cat-cow")
    assert "The answers stay" not in again.output
    options_of(again)


def test_who_needs_help_now_does_not_begin(terminal, begun):
    result = run("practise", text="1 5\n\n\n")
    assert result.exit_code == 0
    assert result.exception is None
    assert "get medical help today, because of back pain and fever" in result.output
    assert there(read_profile().answers).flags == (Flag.BACK_PAIN, Flag.FEVER)
    assert "get medical help" in run("practise").output


def test_who_is_to_ask_first_begins_once_that_was_done(terminal, begun):
    result = run("practise", text="\n\n8\nn\n")
    assert "Ask a doctor or physiotherapist before you practise, because of pregnancy." in (
        result.output
    )
    assert result.exception is None
    options = options_of(run("practise", "cat-cow", text="y\n" + PLAIN))
    assert options.limits == (LimitName.PREGNANCY,)
    options_of(run("practise", "cat-cow"))


def test_numbers_that_nobody_asked_for_are_asked_again(terminal):
    result = run("screening", text="x\n9\n1,1\n\n1 4\n")
    assert result.output.count("Numbers from 1 to 8 are expected") == 2
    assert there(read_profile().answers).flags == (Flag.BACK_PAIN,)
    assert read_profile().limits == (LimitName.SORE_WRISTS, LimitName.SORE_KNEES)


def test_a_script_is_told_in_a_sentence_and_goes_on(begun):
    result = run("practise", "cat-cow")
    assert "'matside screening' does." in result.stderr
    options_of(result)
    assert not profile_file().exists()


def test_a_script_is_told_the_verdict_too(terminal, begun, monkeypatch):
    run("screening", text="2\n\n\n")
    monkeypatch.setattr("matside.cli.options.somebody_answers", lambda: False)
    result = run("practise", "cat-cow")
    assert "numbness between the legs" in result.stderr
    options_of(result)


def test_each_person_is_asked(terminal, begun):
    options_of(run("practise", text=NOTHING + PLAIN))
    result = run("practise", "--person", "Ann", text="\n\n1\n")
    assert options_of(result).limits == (LimitName.SORE_WRISTS,)
    assert options_of(run("practise")).limits == ()


def test_what_is_withheld_is_asked_about(terminal, monkeypatch):
    run("screening", text="\n\n5\n")
    asked = []

    def begin(options, **_):
        asked.append(options.insist)
        if not options.insist:
            raise WithheldError("With what you told, nothing is left.")
        raise Begun(options)

    monkeypatch.setattr(practising, "run_practise", begin)
    result = run("practise", "childs-pose", text=PLAIN + "n\n")
    assert (result.exit_code, result.exception) == (0, None)
    assert options_of(run("practise", "childs-pose", text="y\n")).insist
    monkeypatch.setattr("matside.cli.options.somebody_answers", lambda: False)
    scripted = run("practise", "childs-pose")
    assert "nothing is left" in scripted.stderr
    assert options_of(scripted).insist


# Profile


def test_the_profile_is_shown_set_and_deleted():
    assert "Nothing is kept about you" in run("profile").output
    told = run("profile", "set", "sore_wrists", "no_kneeling").output
    assert "Cat-cow: Do it on your forearms" in told
    assert "Child's pose: It is done kneeling" in told
    assert str(profile_file()) in told.replace("\n", "")
    assert "My wrists hurt when I lean on them." in run("profile", "show").output
    assert "is deleted" in run("profile", "delete").output
    assert not profile_file().exists()


def test_a_limit_that_does_not_exist_is_told():
    result = run("profile", "set", "sore_toes")
    assert "'sore_toes' is no limit: choose among sore_wrists" in str(result.exception)


def test_limits_that_change_have_to_be_cleared_anew(terminal):
    run("screening", text="8\n\n\ny\n")
    assert there(read_profile().answers).cleared
    run("profile", "set", "sore_neck")
    assert not there(read_profile().answers).cleared
    assert there(read_profile().answers).flags == (Flag.SCIATICA,)


def test_everything_is_told_in_the_language_in_use(terminal):
    with using(PseudoLanguage()):
        told = run("screening", text="x\n1 2 3 4 5 6 7 8\n1 2 3 4\n1 2 3 4 5 6 7 8\n").output
        told += run("profile", "show").output.replace(str(profile_file()), "")
    answers = read_profile().answers
    assert answers is not None
    assert untranslated(told, "[y/N]", "and", day(answers.answered)) == []


# Pictures


@pytest.mark.parametrize(
    ("option", "choice", "privacy"),
    [
        ("--blur-face", Pictures.BLUR_FACE, Privacy.BLUR_FACE),
        ("--skeleton-only", Pictures.SKELETON_ONLY, Privacy.SKELETON_ONLY),
        ("--no-pictures", Pictures.NONE, Privacy.NO_PICTURES),
        ("--pictures", Pictures.PLAIN, Privacy.NONE),
    ],
)
def test_the_choice_of_pictures_is_remembered(begun, option, choice, privacy):
    change_settings(pictures=Pictures.BLUR_FACE)
    assert options_of(run("practise", option)).pictures is privacy
    assert read_settings().pictures is choice
    assert options_of(run("practise")).pictures is privacy


def test_that_the_report_shows_pictures_is_said_before_the_first(terminal, begun):
    result = run("practise", text=NOTHING + "7\n2\n")
    assert "The report of a session shows a few pictures of you." in result.output
    assert options_of(result).pictures is Privacy.BLUR_FACE
    assert "pictures of you" not in run("practise").output


def test_a_script_is_told_of_the_pictures_until_somebody_chose(begun):
    for _ in range(2):
        result = run("practise")
        assert "--no-pictures change that" in result.stderr
        assert options_of(result).pictures is Privacy.NONE
    assert read_settings().pictures is None
    assert "pictures of you" not in run("practise", "--no-save").stderr


# Pain


def test_pain_is_asked_in_the_window_where_there_is_one(terminal, begun):
    run("screening", text=NOTHING)
    change_settings(pictures=Pictures.PLAIN)
    shown = options_of(run("practise"))
    assert shown.heed_pain is not None
    assert shown.pain_before is None
    given = options_of(run("practise", "--pain", "4"))
    assert given.pain_before == 4, "which is not asked for again, but that after it is"
    assert given.heed_pain is not None
    unseen = options_of(run("practise", "--no-window", text="3\n"))
    assert (unseen.heed_pain, unseen.pain_before) == (None, 3)
