"""What is said and chimed can be read as well, for a while."""

from typing import Any

import pytest
from tests.app.live_stand_ins import Ear
from tests.pseudo_language import pseudo_language, untranslated

from matside.app.live_parts import CAPTION_S, Announcer
from matside.guidance.outcome import Chime, Utterance
from matside.guidance.texts import CHIMES


@pytest.fixture
def announcer() -> Announcer:
    ear: Any = Ear()
    return Announcer(voice=ear)


def test_each_chime_has_a_caption_of_its_own_in_every_language():
    assert set(CHIMES) == set(Chime)
    assert len(set(CHIMES.values())) == len(Chime)
    with pseudo_language():
        assert [untranslated(str(CHIMES[chime])) for chime in Chime] == [[]] * len(Chime)


def test_a_chime_can_be_read_for_a_while(announcer):
    assert announcer.caption(0.0) == ""
    announcer.play(Chime.HALF_WAY, 10.0)
    assert announcer.voice.heard == [Chime.HALF_WAY]
    assert announcer.caption(10.0 + CAPTION_S) == "Half-way."
    announcer.play(Chime.LAST_SECONDS, 12.0)
    assert announcer.caption(12.1) == "The last seconds."
    assert announcer.caption(12.1 + CAPTION_S) == ""


def test_a_sentence_goes_before_the_chime_that_it_comes_with(announcer):
    announcer.say(Utterance(t_s=10.0, text="Three.", expires_s=12.0))
    announcer.play(Chime.REPETITION, 10.0)
    assert announcer.caption(10.5) == "Three."
    announcer.play(Chime.REPETITION, 13.5)
    assert announcer.caption(14.0) == "Counted."


def test_a_long_sentence_can_be_read_as_long_as_it_is_said(announcer):
    text = "How much does it hurt now? Press a number from zero, not at all, to nine."
    announcer.say(Utterance(t_s=10.0, text=text, expires_s=20.0))
    assert announcer.caption(10.0 + 1.8 * CAPTION_S) == text
    assert announcer.caption(20.0) == ""
