"""What is said of every sample video, to somebody with the eyes closed, against its truth."""

import itertools
from dataclasses import dataclass
from typing import Any

import pytest

from matside.coach import events as ev
from matside.exercise.library import load_library
from matside.exercise.programme import Step
from matside.guidance.guide import begin, guide
from matside.guidance.messages import TopicKind
from matside.guidance.outcome import Chime, Moment, Talk
from matside.guidance.plan import plan_of
from matside.guidance.speech import speaking_s

LIBRARY = {exercise.id: exercise for exercise in load_library()}
COUNTS = ("One", "Two", "Three", "Four", "Five", "Six")
STARTS_S = 1.6
"""A hold is announced this soon after it truly begins: it has to settle."""
COUNT_S = 1.2
"""A repetition is counted this soon after it was completed."""
CUE_S = 1.0
"""A cue is begun this soon after the fault has lasted long enough, if nothing is being said."""
TALKS = 0.65
"""No more of these short sessions than this share is filled with speech, opening and all."""
LONGEST = 60
"""Characters of what is said in one breath."""
LONG = {TopicKind.TIP, TopicKind.HOLD, TopicKind.INTRODUCTION, TopicKind.COUNT}
"""What may be longer: tips are given in a rest, introductions before anything begins, and the last
count comes with what was done."""


@dataclass(frozen=True)
class Transcript:
    """What was said and played in one session."""

    sample: object
    utterances: tuple
    chimes: tuple
    instructions: frozenset

    @property
    def texts(self):
        return [utterance.text for utterance in self.utterances]

    def about(self, kind):
        return [u for u in self.utterances if u.topic.kind is kind]


def listen(sample, *, asked="", talk=Talk.NORMAL):
    """The transcript of a session in which these frames are seen."""
    plan = plan_of([Step(exercise=asked)], LIBRARY) if asked else None
    state = begin(LIBRARY.values(), plan=plan, talk=talk)
    said: list[Any]
    said, played, shown = [], [], set()
    for result in sample.frames:
        state, guidance = guide(state, Moment(t_s=result.t_s, result=result, light=140.0))
        said += guidance.utterances
        played += [(result.t_s, chime) for chime in guidance.chimes]
        shown.add(guidance.instruction)
    return Transcript(
        sample=sample,
        utterances=tuple(said),
        chimes=tuple(played),
        instructions=frozenset(shown - {""}),
    )


@pytest.fixture(scope="session")
def heard(sample):
    """The session in which the exercise has to be recognised."""
    return listen(sample)


def completed(sample):
    """The moments at which repetitions of the true exercise were completed and reported."""
    return [
        (result.t_s, event)
        for result in sample.frames
        for event in result.events
        if isinstance(event, ev.RepDone) and event.exercise == sample.expected.exercise
    ]


@pytest.mark.parametrize("talk", [None, Talk.FEW, Talk.MANY])
def test_one_thing_at_a_time_and_nothing_stale(sample, heard, talk):
    asked = sample.expected.exercise
    said = (listen(sample, asked=asked, talk=talk) if talk else heard).utterances
    for before, after in itertools.pairwise(said):
        assert after.urgent or after.t_s >= before.t_s + speaking_s(before.text)
    assert all(u.t_s <= u.expires_s for u in said)
    quick = [u for u in said if u.topic.kind is not TopicKind.INTRODUCTION]
    assert all(u.expires_s <= u.t_s + 20.0 for u in quick)
    long = LONG if talk is Talk.MANY else LONG - {TopicKind.HOLD}
    assert all(len(u.text) <= LONGEST for u in said if u.topic.kind not in long)
    assert all(
        len(u.text) <= LONGEST for u in said if talk is not Talk.MANY and u.topic.kind not in LONG
    )


def test_it_begins_with_the_rule_that_matters_most(heard):
    assert heard.utterances[0].t_s < 0.1
    assert "stop if it hurts" in heard.texts[0]


def test_it_does_not_chatter(heard):
    length_s = heard.sample.frames[-1].t_s
    assert sum(speaking_s(text) for text in heard.texts) < TALKS * length_s


def test_the_exercise_is_named_once_and_no_other(heard):
    names = {name: exercise.name for name, exercise in LIBRARY.items()}
    named = [name for text in heard.texts for name in names if text.startswith(f"{names[name]}.")]
    wanted = heard.sample.expected.exercise
    assert named == ([wanted] if wanted else [])


def test_every_repetition_is_heard_and_counted_unless_a_correction_is(heard):
    reps = completed(heard.sample)
    if not reps or heard.sample.expected.holds is not None:
        assert not any(chime is Chime.REPETITION for _, chime in heard.chimes)
        return
    sounds = [t_s for t_s, chime in heard.chimes if chime is Chime.REPETITION]
    assert sounds == [t_s for t_s, _ in reps]
    for reported_s, event in reps:
        assert reported_s - event.t_s <= COUNT_S
        counted = any(
            event.t_s <= u.t_s <= reported_s + COUNT_S and COUNTS[event.count - 1] in u.text
            for u in heard.about(TopicKind.COUNT)
        )
        corrected = any(
            reported_s - 3.0 <= u.t_s <= reported_s for u in heard.about(TopicKind.FAULT)
        )
        assert counted or corrected


def test_every_hold_is_announced_when_it_begins_and_its_length_told_when_it_ends(heard):
    holds = [
        hold for hold in heard.sample.expected.holds or () if hold.name in ("hold", "both_knees")
    ] or list(heard.sample.expected.holds or ())
    started = [t_s for t_s, chime in heard.chimes if chime is Chime.HOLD_STARTED]
    told = [u for u in heard.about(TopicKind.HOLD) if u.text.endswith("when you are ready.")]
    for hold in holds:
        assert any(hold.start_s - 0.3 <= t_s <= hold.start_s + STARTS_S for t_s in started)
        assert any(hold.end_s <= u.t_s <= hold.end_s + 4.0 for u in told)
    assert len(told) == len(holds)


def test_nobody_who_is_well_placed_is_sent_about(heard):
    """All samples show the whole body from the side: at most where to begin, or being lost."""
    placed = [u.text for u in heard.about(TopicKind.PLACE)]
    assert {text for text in placed if "out of view" in text or "Turn" in text} == set()
    gone = any(isinstance(e, ev.TrackingLost) for r in heard.sample.frames for e in r.events)
    assert ("I can't see you." in placed) <= gone


def test_what_is_shown_was_said(heard):
    assert all(any(shown in text for text in heard.texts) for shown in heard.instructions)


def test_a_cue_is_begun_at_once_or_after_the_sentence_before_it(heard):
    given = [
        (result.t_s, event.fault)
        for result in heard.sample.frames
        for event in result.events
        if isinstance(event, ev.CueGiven) and event.exercise == heard.sample.expected.exercise
    ]
    for utterance in heard.about(TopicKind.FAULT):
        name = utterance.topic.of
        t_s = max(t for t, fault in given if fault == name and t <= utterance.t_s)
        speaking = [
            u for u in heard.utterances if u.t_s < utterance.t_s < u.t_s + speaking_s(u.text) + 0.4
        ]
        assert utterance.t_s - t_s <= CUE_S or speaking


SPOKEN_FAULTS = {
    "cat_cow_bent_elbows_rocking": {"elbows_bent", "hips_rocking"},
    "childs_pose_alongside_hips_high": {"hips_high"},
}


def test_true_faults_are_corrected_and_no_others(heard):
    wanted = SPOKEN_FAULTS.get(heard.sample.case.name, set())
    assert {u.topic.of for u in heard.about(TopicKind.FAULT)} == wanted


def test_a_mend_is_praised(heard):
    name = heard.sample.case.name
    wanted = 1 if name in SPOKEN_FAULTS else 0
    assert heard.texts.count("Good.") == wanted


def test_being_lost_and_found_is_heard(heard):
    reported = [type(e) for r in heard.sample.frames for e in r.events]
    lost = [t_s for t_s, chime in heard.chimes if chime is Chime.LOST]
    found = [t_s for t_s, chime in heard.chimes if chime is Chime.FOUND]
    if heard.sample.expected.exercise:
        assert len(lost) == reported.count(ev.TrackingLost)
        assert len(found) == reported.count(ev.TrackingBack)
    assert len(lost) == len(found)
