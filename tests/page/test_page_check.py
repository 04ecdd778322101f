"""The check before a session: it judges as a live session does, and remembers what was chosen."""

from __future__ import annotations

import json
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from tests.app.live_stand_ins import Camera, Model, frames
from tests.coach.coach_figure import TABLETOP
from tests.guidance.guidance_moments import body
from tests.waiting import WAIT_S, wait_for
from websockets.sync.client import connect

from matside.app.page_check import CameraCheck
from matside.app.practice_setting import Devices
from matside.app.settings import change_settings, read_settings
from matside.errors import CameraError
from matside.guidance.outcome import CameraTrouble, Chime, TroubleKind
from matside.guidance.texts import trouble_text
from matside.page import live_texts
from matside.sound.voices import SpeechVoice

POSES = [body(number / 10.0, TABLETOP, scale=0.6) for number in range(40)]
LOST = CameraTrouble(kind=TroubleKind.GONE)
VOICES = (SpeechVoice(name="Bert", locale="en-gb"), SpeechVoice(name="Anna", locale="en-us"))


class Sounds:
    """Stands in for the voice."""

    advice = ""

    def __init__(self) -> None:
        self.told: tuple[bool, float] | None = None
        self.played: list[Chime] = []
        self.said: list[str] = []

    def __call__(self, _origin_s: float, speak: bool, volume: float) -> Any:
        self.told = speak, volume
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def wait_ready(self, _timeout_s) -> bool:
        return True

    def play(self, chime) -> None:
        self.played.append(chime)

    def say(self, utterance) -> None:
        self.said.append(utterance.text)

    def close(self, _wait_s) -> None:
        pass


def model(*_: object) -> Any:
    return Model(POSES)


def camera_check(camera=None, *, source=None, voice=None, **options) -> CameraCheck:
    camera = camera or Camera(frames(POSES), endless=True)
    devices = Devices(
        source=source or (lambda _spec, _origin_s: camera),
        estimator=model,
        voice=voice or Sounds(),
    )
    return CameraCheck("film.mp4", devices=devices, voices=lambda: VOICES, **options)


@contextmanager
def watch(served, camera: object = "0"):
    with connect(
        f"ws://{served.host}/check/live",
        origin=served.origin,
        additional_headers={"Cookie": served.cookie},
    ) as page:
        page.send(json.dumps({"camera": camera}))
        yield page


def states(page):
    while True:
        while not (told := page.recv(timeout=WAIT_S)):
            pass  # the server says that it is there
        length = int.from_bytes(told[:4], "big")
        page.send('{"seen":1}')
        yield SimpleNamespace(**json.loads(told[4 : 4 + length])), told[4 + length :]


def test_the_placement_is_told_as_it_is_judged_live(serve) -> None:
    camera = Camera(frames(POSES), endless=True)
    served = serve(check=camera_check(camera))
    served.enter()
    with watch(served) as page:
        for state, jpeg in states(page):
            assert jpeg.startswith(b"\xff\xd8")
            if state.words:
                break
        assert state.words == "All is well: you can begin."
        assert state.aspects == dict.fromkeys(("light", "body", "view", "distance"), True)
    wait_for(lambda: camera.closed, "the camera to be given back")


def test_a_camera_that_fails_says_why(serve) -> None:
    def missing(_spec, _origin_s):
        raise CameraError("Camera 0 is not there: plug it in.")

    served = serve(check=camera_check(source=missing))
    served.enter()
    with watch(served) as page:
        state, _ = next(states(page))
    assert state.trouble == "Camera 0 is not there: plug it in."


def test_a_camera_that_is_lost_says_what_is_wrong(serve) -> None:
    camera = Camera(frames(POSES[:3]), endless=True)
    served = serve(check=camera_check(camera))
    served.enter()
    with watch(served) as page:
        told = states(page)
        next(told)
        camera.trouble = LOST
        ends = next(state.trouble for state, _ in told if "over" in vars(state))
    assert ends == trouble_text(LOST)


def test_a_page_that_was_forgotten_leaves_no_camera_on(serve) -> None:
    camera = Camera(frames(POSES), endless=True)
    served = serve(check=camera_check(camera, longest_s=0.2))
    served.enter()
    with watch(served) as page:
        ends = next(state.trouble for state, _ in states(page) if "over" in vars(state))
    assert ends == live_texts.CHECK_LONG()
    wait_for(lambda: camera.closed, "the camera to be given back")


@pytest.mark.parametrize("camera", ["/etc/passwd", "rtsp://evil.example", "", "1234", 7, None])
def test_only_the_number_of_a_camera_is_taken(serve, camera) -> None:
    served = serve(check=camera_check(source=lambda *_: pytest.fail("it was opened")))
    served.enter()
    with watch(served, camera) as page, pytest.raises(Exception, match="1008"):
        page.recv(timeout=WAIT_S)


def test_what_is_set_is_remembered_and_heard(serve) -> None:
    sounds = Sounds()
    served = serve(check=camera_check(voice=sounds))
    served.enter()
    form = {"volume": "35", "rate": "120", "voice": "Anna"}
    assert served.post("/check/settings", urlencode(form).encode()).status == 200
    now = read_settings()
    assert (now.speak, now.volume, now.voice, now.speech_rate) == (False, 0.35, "Anna", 1.2)
    for bad in ({"volume": "101"}, {"rate": "20"}, {"rate": ""}, {"voice": "Nobody"}):
        answer = served.post("/check/settings", urlencode(form | bad).encode())
        assert answer.status == 400, bad
    answer = served.post("/check/sound", accept="application/json")
    assert json.loads(answer.text) == {"advice": ""}
    assert sounds.told == (False, 0.35)
    assert sounds.played == [Chime.GO]
    assert len(sounds.said) == 1
    page = served.get("/check").text
    assert 'value="35"' in page
    assert "<option selected>Anna" in page


def test_without_a_speech_engine_the_page_is_there_all_the_same(own) -> None:
    def none() -> tuple[SpeechVoice, ...]:
        raise CameraError("There is no engine.")

    settings = CameraCheck(voices=none).settings()
    assert (settings.voices, settings.voice) == ((), "")


def test_the_camera_that_was_chosen_is_remembered(own) -> None:
    change_settings(camera="0")
    opened = []

    def source(spec, _origin_s):
        opened.append(spec)
        return Camera(frames(POSES), endless=True)

    devices = Devices(source=source, estimator=model)
    check = CameraCheck(devices=devices)
    check.begin("2")
    wait_for(lambda: opened, "the camera")
    check.close()
    assert opened == ["2"]
    assert read_settings().camera == "2"
