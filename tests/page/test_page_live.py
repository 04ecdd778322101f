"""A live session on the page: one page steers it, others watch, and it ends gently."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from tests.page.page_stand_in import PICTURE, WORDS, Session
from tests.waiting import WAIT_S, wait_for
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from matside.app.page_display import _KEYS, GONE_S, PageDisplay
from matside.app.page_live import LiveRunner
from matside.capture.camera_list import CameraInfo
from matside.errors import CameraError, UsageError
from matside.overlay.keys import Key
from matside.page.live_model import Command


@pytest.fixture
def served_with(serve):
    """Return a server whose sessions are stood in for, and the session that is next."""
    sessions = []

    def make(session: Session, **options):
        runner = LiveRunner("film.mp4", practise=session, **options)
        served = serve(live=runner)
        served.enter()
        sessions.append(session)
        return served

    yield make
    for session in sessions:
        session.let_go.set()


def begin(served, **changes):
    form = {"what": "cat_cow", "camera": "0", "pain": "3", "speak": "on"} | changes
    return served.post("/practise/begin", urlencode(form).encode(), accept="application/json")


def watch(served, token: str = ""):
    page = connect(
        f"ws://{served.host}/practise/live",
        origin=served.origin,
        additional_headers={"Cookie": served.cookie},
    )

    class Page:
        def __enter__(self):
            self.socket = page.__enter__()
            self.send(token=token)
            return self

        def __exit__(self, *error):
            page.__exit__(*error)

        def send(self, **told):
            self.socket.send(json.dumps(told))

        def next(self):
            while not (told := self.socket.recv(timeout=WAIT_S)):
                pass  # the server says that it is there
            assert isinstance(told, bytes)
            length = int.from_bytes(told[:4], "big")
            self.send(seen=1)
            return json.loads(told[4 : 4 + length]), told[4 + length :]

    return Page()


def test_a_session_is_begun_shown_and_steered(served_with) -> None:
    session = Session()
    served = served_with(session)
    assert served.get("/practise").status == 400
    token = json.loads(begin(served).text)["token"]
    assert served.get("/practise").status == 200
    with watch(served, token) as page:
        state, jpeg = page.next()
        assert state["steers"] is True
        assert state["hud"]["ring"]["figure"] == "4"
        assert state["hud"]["banner"] == {
            "kind": "cue", "text": "Press the floor away.", "posture": ""
        }  # fmt: skip
        assert state["caption"] == "Four."
        assert jpeg.startswith(b"\xff\xd8")
        page.send(command="pause")
        page.send(command="pain", value=7)
        wait_for(lambda: len(session.commands) == 2, "the commands")
        page.send(command="stop")
        while not (state := page.next()[0]).get("over"):
            pass
    assert state["session"] is None
    assert session.commands[:2] == [(Command.PAUSE, 0), (Command.PAIN, 7)]
    assert session.options is not None
    assert session.options.exercises == ("cat_cow",)
    assert (session.options.camera, session.options.pain_before) == ("film.mp4", 3)
    assert session.options.speak is True


@pytest.mark.parametrize(
    "told",
    [
        {"command": "explode"}, {"command": ["stop"]}, {"command": "pain", "value": 11},
        {"command": None}, {"command": "pain", "value": -1}, {"command": "pain", "value": "5"},
        {"command": "pain", "value": True}, {"other": 1},
    ],
)  # fmt: skip
def test_a_command_that_makes_no_sense_is_none(served_with, told) -> None:
    session = Session()
    served = served_with(session)
    token = json.loads(begin(served).text)["token"]
    with watch(served, token) as page:
        page.send(**told)
        page.send(command="mute")
        wait_for(lambda: session.commands, "the command")
    assert session.commands == [(Command.MUTE, 0)]


@pytest.mark.parametrize("word", ["", "wrong", "\N{SNOWMAN}"])
def test_another_page_watches_and_steers_nothing(served_with, word) -> None:
    session = Session()
    served = served_with(session)
    begin(served)
    with watch(served, word) as page:
        page.send(command="stop")
        for _ in range(5):
            state, jpeg = page.next()
            assert state["steers"] is False
            assert jpeg
    assert session.commands == []
    assert served.live.running


def test_only_one_session_at_a_time(served_with) -> None:
    session = Session()
    served = served_with(session)
    assert begin(served).status == 200
    answer = begin(served)
    assert answer.status == 400
    assert "under way" in json.loads(answer.text)["error"]
    assert served.post("/history/delete").status == 400  # it is being written


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"pain": "6"}, "leave the stretches"),
        ({"pain": "10"}, "leave the stretches"),
        ({"what": "../../etc"}, "were expected"),
        ({"camera": "rtsp://evil.example"}, "were expected"),
        ({"camera": "/etc/passwd"}, "were expected"),
    ],
)
def test_what_must_not_begin_does_not(served_with, form, words) -> None:
    session = Session()
    answer = begin(served_with(session), **form)
    assert answer.status == 400
    assert words in json.loads(answer.text)["error"]
    assert session.options is None


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (CameraError("Camera 3 is not there: plug it in."), "Camera 3 is not there"),
        (ZeroDivisionError(), "matside itself failed"),
    ],
)
def test_a_session_that_cannot_begin_says_why_and_the_next_one_may(
    served_with, failure, words
) -> None:
    session = Session(failure=failure)
    served = served_with(session)
    token = json.loads(begin(served).text)["token"]
    with watch(served, token) as page:
        assert words in page.next()[0]["trouble"]
    wait_for(lambda: not served.live.running, "its end")
    assert begin(served).status == 200


@pytest.mark.parametrize(("pain", "advice"), [(2, []), (7, ["Stop here"]), (5, ["Do less next"])])
def test_the_pain_afterwards_is_asked_for_kept_and_answered(served_with, pain, advice) -> None:
    session = Session(asks=True)
    served = served_with(session)
    token = json.loads(begin(served).text)["token"]
    with watch(served, token) as page:
        page.next()
        page.send(command="stop")
        while not page.next()[0].get("asking"):
            pass
        assert page.socket.recv(timeout=WAIT_S) == b"", "that it is there, though nothing is new"
        page.send(command="pain", value=pain)
        while not (state := page.next()[0]).get("over"):
            pass
    assert session.pain == pain
    said = zip(state["lines"], advice, strict=True)
    assert all(line.startswith(start) for line, start in said)


def test_it_ends_some_time_after_the_page_that_steers_is_gone() -> None:
    now_s = 0.0
    display = PageDisplay(clock=lambda: now_s)
    display.steer(1)
    now_s = 1000.0
    assert not display.closed
    display.steer(-1)
    now_s += GONE_S - 1.0
    display.steer(1)  # loaded again
    now_s += 1000.0
    assert not display.closed
    display.steer(-1)
    now_s += GONE_S + 0.1
    assert display.closed


def test_a_page_that_goes_ends_no_session_at_once(served_with) -> None:
    session = Session()
    served = served_with(session)
    token = json.loads(begin(served).text)["token"]
    with watch(served, token) as page:
        page.next()
    with watch(served, token) as page:
        assert page.next()[0]["steers"] is True


def test_the_end_of_the_server_ends_the_session(serve) -> None:
    session = Session()
    served = serve(live=LiveRunner("film.mp4", practise=session))
    served.enter()
    begin(served)
    wait_for(lambda: session.options is not None, "the session")
    served.live.close()
    assert not served.live.running


def test_a_slow_page_gets_the_newest_picture_and_no_old_one() -> None:
    display = PageDisplay()
    for _ in range(50):
        display.publish(PICTURE, WORDS, {})
    moment = display.newest(0, 0.0)
    assert moment is not None
    assert moment.number == 50
    assert display.newest(50, 0.0) is None


def test_cameras_are_listed_with_what_is_wrong_with_them() -> None:
    found = (CameraInfo(number=0, name="Front"), CameraInfo(number=2, trouble="It is in use."))
    choices = LiveRunner(cameras=lambda: found).cameras()
    assert [(one.id, one.name, one.trouble) for one in choices] == [
        ("0", "Front", ""),
        ("2", "Camera 2", "It is in use."),
    ]


def test_cameras_are_left_alone_while_one_is_in_use(served_with) -> None:
    served = served_with(Session())
    assert json.loads(served.get("/practise/cameras").text)[0]["name"] == "film.mp4"
    busy = LiveRunner(practise=Session(), cameras=lambda: pytest.fail("it was opened"))
    busy.begin("cat_cow", "0", pain=None, speak=False)
    with pytest.raises(UsageError, match="under way"):
        busy.cameras()
    busy.close()


def test_every_key_of_the_window_that_the_page_offers_is_one() -> None:
    assert set(_KEYS) == set(Command) - {Command.PAIN}
    assert all(isinstance(key, Key) for key in _KEYS.values())


def test_a_stranger_sees_no_picture(served_with) -> None:
    served = served_with(Session())
    begin(served)
    with (
        pytest.raises(InvalidStatus, match="403"),
        connect(f"ws://{served.host}/practise/live", origin=served.origin),
    ):
        pass


def test_the_dose_that_is_chosen_is_asked_for(served_with) -> None:
    session = Session()
    served = served_with(session)
    assert 'name="dose"' in served.get("/exercises/knees_to_chest").text
    assert begin(served, what="knees_to_chest", dose="mobility").status == 200
    wait_for(lambda: session.options is not None, "the session")
    assert session.options is not None
    assert session.options.dose == "mobility"


@pytest.mark.parametrize("dose", ["nonsense", "../x"])
def test_a_dose_that_the_exercise_does_not_know_begins_nothing(served_with, dose) -> None:
    session = Session()
    assert begin(served_with(session), what="knees_to_chest", dose=dose).status == 400
    assert session.options is None
