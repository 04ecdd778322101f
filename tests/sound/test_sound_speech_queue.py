from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.typed import there

from matside.guidance.messages import Topic, TopicKind
from matside.guidance.outcome import Utterance
from matside.sound.speech_queue import (
    CAPACITY,
    SpeechQueue,
    begun,
    ended,
    up_next,
    with_new,
)


def utterance(text: str, t_s: float = 0.0, **fields) -> Utterance:
    return Utterance(**{"t_s": t_s, "text": text, "expires_s": t_s + 3.0, **fields})


def queue(*waiting: Utterance, speaking: Utterance | None = None) -> SpeechQueue:
    result = SpeechQueue(speaking=speaking)
    for one in waiting:
        result = with_new(result, one)
    return result


def texts(of: SpeechQueue) -> list[str]:
    return [one.text for one in of.waiting]


def test_the_first_that_came_is_said_first():
    waiting = queue(utterance("one"), utterance("two"))
    waiting, first = up_next(waiting, 0.0)
    assert first is not None
    assert first.text == "one"
    waiting = ended(begun(waiting, first))
    assert there(up_next(waiting, 0.0)[1]).text == "two"


def test_nothing_begins_while_something_is_said():
    assert up_next(queue(utterance("two"), speaking=utterance("one")), 1.0)[1] is None


def test_what_is_stale_is_dropped_and_what_expires_now_is_not():
    one, two = utterance("one", expires_s=1.0), utterance("two", expires_s=2.0)
    waiting, first = up_next(queue(one, two), 1.0)
    assert first is one
    waiting, first = up_next(waiting, 1.01)
    assert first is two
    waiting, first = up_next(waiting, 2.01)
    assert first is None
    assert waiting.waiting == ()


def test_what_gets_stale_while_another_is_said_is_never_said():
    speaking = utterance("long")
    waiting = queue(utterance("late", expires_s=1.0), speaking=speaking)
    waiting, first = up_next(waiting, 2.0)
    assert first is None
    assert up_next(ended(waiting), 2.0)[1] is None


def test_a_newer_one_about_the_same_takes_the_place_of_what_waits():
    waiting = queue(
        utterance("5 seconds", topic=Topic(TopicKind.HOLD, "hold")),
        utterance("hips"),
        utterance("3 seconds", topic=Topic(TopicKind.HOLD, "hold")),
    )
    assert texts(waiting) == ["3 seconds", "hips"]


def test_those_about_nothing_do_not_replace_each_other():
    assert texts(queue(utterance("one"), utterance("two"))) == ["one", "two"]


def test_the_oldest_makes_room():
    assert texts(queue(utterance("one"), utterance("two"), utterance("three"))) == ["two", "three"]


def test_what_is_urgent_goes_first_and_does_not_make_room_for_what_is_not():
    waiting = queue(utterance("stop", urgent=True), utterance("two"), utterance("three"))
    assert texts(waiting) == ["stop", "three"]
    waiting = queue(utterance("one"), utterance("two"), utterance("stop", urgent=True))
    assert texts(waiting) == ["stop", "two"]


def test_the_oldest_urgent_one_makes_room_for_another():
    three = [utterance(text, urgent=True) for text in ("one", "two", "three")]
    assert texts(queue(*three)) == ["two", "three"]


def test_what_becomes_urgent_is_moved_to_the_front():
    waiting = queue(
        utterance("one"),
        utterance("hips", topic=Topic(TopicKind.HOLD, "hips")),
        utterance("hips!", topic=Topic(TopicKind.HOLD, "hips"), urgent=True),
    )
    assert texts(waiting) == ["hips!", "one"]


def test_what_is_urgent_cuts_off_what_is_not():
    stop = utterance("stop", 1.0, urgent=True)
    waiting, first = up_next(queue(stop, speaking=utterance("long")), 1.0)
    assert first is stop
    assert begun(waiting, stop) == SpeechQueue(speaking=stop)


def test_of_two_urgent_ones_decided_together_neither_cuts_off_the_other():
    one, two = utterance("one", 1.0, urgent=True), utterance("two", 1.0, urgent=True)
    assert up_next(queue(two, speaking=one), 1.0)[1] is None
    later = utterance("later", 1.1, urgent=True)
    assert up_next(queue(later, speaking=one), 1.1)[1] is later


any_utterance = st.builds(
    Utterance,
    t_s=st.floats(0, 10),
    text=st.text(max_size=3),
    expires_s=st.floats(0, 10),
    urgent=st.booleans(),
    topic=st.sampled_from([None, Topic(TopicKind.FAULT, "hips"), Topic(TopicKind.HOLD)]),
)


@given(st.lists(any_utterance, max_size=8), st.floats(0, 10), st.none() | any_utterance)
def test_whatever_comes_the_queue_stays_short_fresh_and_in_order(coming, now_s, speaking):
    waiting = queue(*coming, speaking=speaking)
    assert len(waiting.waiting) <= CAPACITY
    if coming:
        assert coming[-1] in waiting.waiting or any(one.urgent for one in waiting.waiting)
    topics = [one.topic for one in waiting.waiting if one.topic is not None]
    assert len(set(topics)) == len(topics)
    urgent = [one.urgent for one in waiting.waiting]
    assert urgent == sorted(urgent, reverse=True)
    fresh, first = up_next(waiting, now_s)
    assert all(one.expires_s >= now_s for one in fresh.waiting)
    assert first is None or first is fresh.waiting[0]
    if speaking is None:
        assert (first is None) == (not fresh.waiting)
