"""A live session with a window: its keys, the question for pain, and how one is shown in it."""

from __future__ import annotations

import json
import os
import signal
import threading
from typing import Any

import pytest
from tests.app.live_stand_ins import Camera, Ear, Model, Pane, frames

from matside.app.live import LiveSession
from matside.app.report import make_report
from matside.app.screen import ask_pain
from matside.coach.summary import NoticeKind
from matside.errors import ModelError, UsageError
from matside.overlay.keys import Key
from matside.overlay.privacy import Privacy
from matside.record.files import SUMMARY


def test_ctrl_c_keeps_what_was_judged(practise):
    done = practise(pane=Pane(error=KeyboardInterrupt()))
    assert done.interrupted
    assert len(practise.stored()) <= 1
    assert (done.folder / SUMMARY).exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no signal to itself alone")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_breaks_into_nothing_that_holds_a_lock(practise, poses, monkeypatch, name):
    """An exception between a lock and its release would let the session's thread wait for ever."""
    handed_over = []
    newest = LiveSession.newest

    def interrupted(session, *arguments):
        with session._changed:
            signal.raise_signal(getattr(signal, name))
        handed_over.append(newest(session, *arguments))
        assert len(handed_over) < 10, "the signal is not heard"
        return handed_over[-1]

    monkeypatch.setattr(LiveSession, "newest", interrupted)
    done = practise(pane=Pane(), camera=Camera(frames(poses[:40]), endless=True))
    assert done.interrupted
    assert len(handed_over) == 1


def test_closing_the_window_ends_the_session(practise, poses):
    camera = Camera(frames(poses[:40]), endless=True)
    done = practise(pane=Pane(closes_after=3), camera=camera)
    assert not done.interrupted
    assert camera.closed


def test_keys_pause_skip_mute_and_end(practise, poses):
    ear = Ear()
    keys = {3: (Key.MUTE,), 4: (Key.HELP,), 5: (Key.FULL_SCREEN, Key.NEXT), 6: (Key.QUIT,)}
    pane = Pane(keys=keys)
    camera = Camera(frames(poses[:60]), endless=True)
    practise(pane=pane, ear=ear, camera=camera, exercises=("cat-cow", "childs-pose"))
    assert ear.muted
    assert pane.full
    assert pane.sizes == {(720, 1280), (36, 64)}  # "Starting" comes before any picture


def test_pain_before_is_asked_in_the_window_and_the_session_asks_for_less(practise, poses):
    heeded: list[Any] = []
    pane = Pane(keys={1: (Key.MUTE,), 2: (Key.PAIN_5,)}, closes_after=10)
    camera = Camera(frames(poses[:40]))
    done = practise(
        camera=camera, pane=pane, heed_pain=heeded.append, exercises=("knees-to-chest",)
    )
    assert heeded == [5]
    assert practise.stored()[0].start.pain_before == 5
    assert NoticeKind.EASED in {notice.kind for notice in done.summary.notices}


@pytest.mark.parametrize("key", [Key.NEXT, Key.QUIT])
def test_who_would_rather_not_say_begins_without(practise, poses, key):
    heeded: list[Any] = []
    pane = Pane(keys={0: (key,)}, closes_after=10)
    practise(camera=Camera(frames(poses[:40])), pane=pane, heed_pain=heeded.append)
    assert heeded == []
    assert practise.stored()[0].start.pain_before is None


def test_too_much_pain_ends_it_before_the_camera_is_opened(practise, tmp_path):
    class NotToday(Exception):  # noqa: N818 (it is none)
        pass

    def heed(_pain):
        raise NotToday

    pane = Pane(keys={0: (Key.PAIN_8,), 3: (Key.NEXT,)})
    with pytest.raises(NotToday):
        practise(pane=pane, heed_pain=heed)
    assert pane.shown == 4, "what to do stands in the window until a key is pressed"
    assert not (tmp_path / "data" / "sessions").exists()


def test_keys_that_are_pressed_while_the_model_is_loaded_are_not_lost(practise, poses):
    pressed = threading.Event()

    class Slow(Model):
        def __enter__(self):
            assert pressed.wait(60)
            return self

    class Keyboard(Pane):
        def show(self, *arguments):
            keys = super().show(*arguments)
            if Key.FULL_SCREEN in keys:
                pressed.set()
            return keys

    ear = Ear()
    pane = Keyboard(keys={2: (Key.MUTE,), 4: (Key.PAIN_2, Key.FULL_SCREEN)})
    practise(pane=pane, ear=ear, model=Slow(poses), camera=Camera(frames(poses[:20])))
    assert ear.muted
    assert pane.full
    assert practise.stored()[0].practised.pain_during == 2


def test_who_ends_it_while_the_model_is_loaded_has_ended_it(practise, poses):
    camera = Camera(frames(poses), endless=True)
    pane = Pane(keys={1: (Key.QUIT,)})
    practise(pane=pane, camera=camera)
    assert camera.closed


def test_a_model_that_cannot_be_loaded_is_told_with_a_window_too(practise, poses):
    class Broken(Model):
        def __enter__(self):
            raise ModelError("it is broken")

    with pytest.raises(ModelError, match="it is broken"):
        practise(pane=Pane(), model=Broken(poses))


def test_who_ends_it_early_is_asked_for_the_pain_in_the_window(practise, poses):
    over = threading.Event()
    wishes = [(Key.QUIT,), (Key.PAIN_3,)]

    def filmed():
        yield from frames(poses[:100])
        over.set()

    class Person(Pane):
        def show(self, *arguments):
            super().show(*arguments)
            if self.shown == 1:
                return (Key.NEXT,)
            return wishes.pop(0) if over.is_set() and wishes else ()

    ways: dict[str, Any] = {"heed_pain": lambda _pain: None, "pain_after": lambda: 9}
    practise(camera=Camera(filmed(), endless=True), pane=Person(), **ways)
    assert practise.stored()[0].practised.pain_after == 3, "not in the terminal"


def test_a_question_that_nobody_answers_is_given_up():
    times = iter(range(0, 1000, 10))
    assert ask_pain(Pane(), clock=lambda: next(times)) is None


@pytest.mark.parametrize(
    ("privacy", "shown"),
    [
        (Privacy.NONE, True),
        (Privacy.BLUR_FACE, True),
        (Privacy.SKELETON_ONLY, False),
        (Privacy.NO_PICTURES, False),
    ],
)
def test_the_report_shows_no_more_of_the_person_than_was_chosen(
    practise, poses, monkeypatch, privacy, shown
):
    given = []
    monkeypatch.setattr(
        "matside.report.moments.Moments.add",
        lambda _moments, _result, image: given.append(image is not None),
    )
    done = practise(camera=Camera(frames(poses[:20])), pictures=privacy)
    assert given
    assert set(given) == {shown}
    told = json.loads((done.folder / SUMMARY).read_text("utf-8"))
    assert told["options"]["privacy"] == privacy.value


def test_without_pictures_the_report_has_none_now_and_when_it_is_made_again(practise):
    done = practise(pictures=Privacy.NO_PICTURES)
    assert "image/jpeg" not in (done.folder / "report.html").read_text("utf-8")
    assert "image/jpeg" not in make_report(done.folder).read_text("utf-8")
    assert "image/jpeg" in make_report(done.folder, privacy=Privacy.SKELETON_ONLY).read_text()


@pytest.mark.parametrize("privacy", [Privacy.SKELETON_ONLY, Privacy.NO_PICTURES])
def test_a_recording_goes_with_no_choice_that_hides_the_person(practise, poses, privacy):
    with pytest.raises(UsageError, match="no picture of you is kept"):
        practise(record=True, pictures=privacy)
    pane = Pane(keys={2: (Key.RECORD,)}, closes_after=30)
    done = practise(camera=Camera(frames(poses[:40])), pane=pane, pictures=privacy)
    assert not list(done.folder.glob("recording*"))
