from __future__ import annotations

import time

import numpy as np
import pytest
from tests.sound.speech_engines import Failing, Tones
from tests.typed import there

from matside.guidance.outcome import Chime, Utterance
from matside.sound.loudness import RATE_HZ
from matside.sound.mixer import Mixer
from matside.sound.speech_wire import utterance_fields
from matside.sound.spoken import GAP_S, SpokenSentences
from matside.sound.talker import LATE_S, Talker


class Room:
    """A talker in a room without devices and threads, where time is a number."""

    def __init__(self, engine=None):
        self.t_s = 0.0
        self.told = []
        self.mixer = Mixer()
        self.talker = Talker(self.mixer, self.tell, lambda: self.t_s)
        self.talker._spoken = SpokenSentences(engine or Tones())

    def tell(self, kind, **fields):
        self.told.append((kind, fields))

    def say(self, text, **fields):
        utterance = Utterance(**{"t_s": self.t_s, "text": text, "expires_s": 99.0, **fields})
        self.talker.take({"kind": "say", "utterance": utterance_fields(utterance)})

    def listen(self, length_s):
        """What is heard over the next seconds, in steps of a tenth."""
        heard = []
        for _ in range(round(length_s * 10)):
            self.work()
            heard.append(self.talker.pull(RATE_HZ // 10, self.t_s))
            self.t_s += 0.1
        self.work()
        return np.concatenate(heard)

    def work(self):
        self.talker._receive(wait=False)
        while self.talker._advance():
            self.talker._receive(wait=False)
        self.talker._receive(wait=False)

    @property
    def said(self):
        return [(f["text"], round(f["start_s"], 3), round(f["end_s"], 1)) for _, f in self.told]


def test_sentences_are_said_one_after_the_other():
    room = Room()
    room.say("440 0.5")
    room.say("880 1.0")
    room.listen(3.0)
    (first, began, ended), (second, later, last) = room.said
    assert (first, began, ended) == ("440 0.5", 0.0, 0.5)
    assert second == "880 1.0"
    assert later >= ended + GAP_S - 0.05
    assert last == pytest.approx(later + 1.0, abs=0.06)


def test_what_is_urgent_cuts_off_what_is_said():
    room = Room()
    room.say("440 3.0")
    room.listen(1.0)
    room.say("880 0.5", urgent=True)
    room.listen(1.0)
    assert room.said == [("440 3.0", 0.0, 3.0), ("880 0.5", 1.0, 1.5)]


def test_what_is_stale_when_it_could_begin_is_not_said():
    room = Room()
    room.say("440 2.0")
    room.say("880 0.5", expires_s=1.0)
    room.listen(4.0)
    assert [text for text, *_ in room.said] == ["440 2.0"]


def test_a_hush_ends_what_is_said_and_forgets_what_waits():
    room = Room()
    room.say("440 3.0")
    room.say("880 3.0")
    room.listen(0.5)
    room.talker.take({"kind": "hush"})
    heard = room.listen(1.0)
    assert not heard[RATE_HZ // 20 :].any()
    assert len(room.said) == 1


def test_a_chime_is_heard_at_once_and_beside_speech():
    room = Room()
    room.say("440 2.0")
    alone = room.listen(0.2)
    room.talker.take({"kind": "chime", "chime": Chime.GO.value, "t_s": room.t_s})
    both = room.listen(0.2)
    assert np.abs(both).max() > np.abs(alone).max()
    assert len(room.said) == 1


@pytest.mark.parametrize(("late_s", "heard"), [(LATE_S - 0.01, True), (LATE_S + 0.01, False)])
def test_a_chime_that_comes_too_late_is_left_out(late_s, heard):
    room = Room()
    room.t_s = 10.0
    room.talker.take({"kind": "chime", "chime": Chime.COUNT.value, "t_s": 10.0 - late_s})
    assert room.mixer.silent != heard


def test_what_is_prepared_is_rendered_while_there_is_nothing_to_say():
    room = Room()
    room.talker.take({"kind": "prepare", "texts": ["440 0.5", "880 0.5"]})
    room.work()
    assert "880 0.5" in there(room.talker._spoken)
    assert room.said == []


def test_an_engine_that_fails_is_given_up_and_said_so():
    room = Room(Failing())
    for number in range(4):
        room.say(f"sentence {number}")
        room.listen(0.1)
    assert [kind for kind, _ in room.told] == ["advice"]
    assert "sounds go on" in room.told[0][1]["text"]


def test_closing_waits_for_what_is_said_but_not_longer_than_told():
    room = Room()
    room.say("440 1.0")
    room.listen(0.5)
    room.talker.take({"kind": "close", "wait_s": 0.0})
    room.talker.run(SpokenSentences(Tones()))  # returns at once
    assert room.mixer.speaking


def test_an_output_that_stopped_or_an_engine_that_hangs_is_noticed(monkeypatch):
    room = Room()
    assert not room.talker.stalled()
    real = time.monotonic
    monkeypatch.setattr("matside.sound.talker.time.monotonic", lambda: real() + 60.0)
    assert not room.talker.stalled()  # nothing to be heard: nobody needs to pull
    room.mixer.add_chime(np.ones(10, dtype=np.float32))
    assert room.talker.stalled()
    room.mixer.pull(20, 0.0)
    assert not room.talker.stalled()
    room.talker._rendering = real()
    assert room.talker.stalled()
