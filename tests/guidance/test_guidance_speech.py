"""What is said when: one sentence at a time, the most important first, nothing stale."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matside.guidance.messages import Say, Topic, TopicKind, said
from matside.guidance.speech import (
    BEGIN_S,
    NEARLY_OVER_S,
    REST_S,
    WORD_S,
    Line,
    Rank,
    Speech,
    choose,
    speaking_s,
    withdraw,
)


def word(messages):
    return " ".join(message.name for message in messages)


def plan(state, t_s, offers):
    after, _, utterance = choose(state, t_s, offers, word)
    return after, utterance


def line(text, rank=Rank.CUE, expires_s=10.0, about=None):
    topic = Topic(TopicKind.FAULT, about or text)
    messages = said(Say.STEP_NOTE, name=text)
    return Line(messages=messages, topic=topic, rank=rank, expires_s=expires_s)


def talk(steps, state=None):
    """Times and texts of what is said, for pairs of time and offers."""
    state, said = state or Speech(), []
    for t_s, *offers in steps:
        state, utterance = plan(state, t_s, tuple(offers))
        said += [(t_s, utterance.text)] if utterance else []
    return said


@pytest.mark.parametrize(
    ("text", "words"), [("Three.", 1), ("Hold still, please.", 3), ("Half-way.", 2)]
)
def test_a_sentence_takes_its_words_and_a_breath(text, words):
    assert speaking_s(text) == pytest.approx(BEGIN_S + words * WORD_S)


def test_nothing_to_say_is_silence():
    assert plan(Speech(), 0.0, ()) == (Speech(), None)


def test_what_matters_most_is_said_first_and_the_other_after_it():
    busy_s = speaking_s("Now this.") + REST_S
    steps = [(0.0, line("And that.", Rank.TIP), line("Now this.", Rank.CUE)), (busy_s - 0.01,)]
    assert talk([*steps, (busy_s,)]) == [(0.0, "Now this."), (busy_s, "And that.")]


def test_what_waited_too_long_is_dropped():
    steps = [
        (0.0, line("A long one that takes its time to say.")),
        (0.1, line("One.", Rank.COUNT, 1.1)),
    ]
    assert talk([*steps, (6.0,)]) == [(0.0, "A long one that takes its time to say.")]


def test_a_line_may_be_said_at_the_very_moment_it_expires():
    assert talk([(2.0, line("One.", expires_s=2.0))]) == [(2.0, "One.")]


def test_a_newer_line_about_the_same_replaces_the_one_that_waits():
    steps = [
        (0.0, line("Something else.")),
        (0.1, line("Three.", Rank.COUNT, about="count")),
        (0.2, line("Four.", Rank.COUNT, about="count")),
        (5.0,),
        (6.0,),
    ]
    assert talk(steps) == [(0.0, "Something else."), (5.0, "Four.")]


@pytest.mark.parametrize("rank", [Rank.SAFETY, Rank.RELEASE])
def test_the_urgent_cuts_off_what_matters_less(rank):
    steps = [(0.0, line("A cue of quite some words.")), (0.5, line("And release slowly.", rank))]
    assert talk(steps) == [(0.0, "A cue of quite some words."), (0.5, "And release slowly.")]


def test_nothing_else_cuts_anything_off():
    for rank in set(Rank) - {Rank.SAFETY, Rank.RELEASE}:
        steps = [(0.0, line("A tip of some words.", Rank.TIP)), (0.5, line("Listen.", rank))]
        assert talk(steps) == [(0.0, "A tip of some words.")]


def test_the_urgent_does_not_cut_off_the_urgent():
    steps = [(0.0, line("Slower, please.", Rank.SAFETY)), (0.3, line("Bouncing.", Rank.SAFETY))]
    assert talk(steps) == [(0.0, "Slower, please.")]


def test_what_is_nearly_over_is_not_cut_off():
    end_s = speaking_s("Some words.")
    nearly = end_s - NEARLY_OVER_S + 0.01
    steps = [(0.0, line("Some words.")), (nearly, line("Stop.", Rank.SAFETY)), (end_s + REST_S,)]
    assert talk(steps) == [(0.0, "Some words."), (end_s + REST_S, "Stop.")]


def test_what_is_withdrawn_is_not_said():
    state, _ = plan(Speech(), 0.0, (line("Said."), line("Waits.", Rank.TIP, about="x")))
    state = withdraw(state, lambda waiting: waiting.topic.of == "x")
    assert talk([(9.0,)], state) == []


LINES = st.builds(
    line,
    text=st.sampled_from(["One.", "Keep your neck long.", "And release slowly, the other side."]),
    about=st.sampled_from("abcd"),
    rank=st.sampled_from(Rank),
    expires_s=st.floats(0, 60),
)


@given(st.lists(st.tuples(st.floats(0.01, 3), st.lists(LINES, max_size=3)), max_size=40))
def test_never_two_at_once_and_never_stale(steps):
    t_s, state, last = 0.0, Speech(), None
    for gap_s, offers in steps:
        t_s += gap_s
        state, utterance = plan(state, t_s, tuple(offers))
        assert all(waiting.expires_s >= t_s for waiting in state.waiting)
        if utterance is None:
            continue
        assert utterance.t_s == t_s <= utterance.expires_s
        if last is not None and t_s < last.t_s + speaking_s(last.text):
            assert utterance.urgent
            assert last.t_s + speaking_s(last.text) - t_s > NEARLY_OVER_S
        last = utterance
