from __future__ import annotations

import threading
import time
import wave

import numpy as np
import pytest

from matside.errors import OutputError, SystemLibraryError
from matside.sound.loudness import RATE_HZ
from matside.sound.sound_output import DeviceOutput, FileOutput
from matside.sound.wav_file import read_wav


class Pulled:
    """Gives a step from 0 to 0.5 and tells when some were pulled."""

    def __init__(self, after: int = 3):
        self.calls: list[tuple[int, float]] = []
        self.enough = threading.Event()
        self._after = after

    def __call__(self, count, at_s):
        self.calls.append((count, at_s))
        if len(self.calls) >= self._after:
            self.enough.set()
        return np.full(count, 0.5, dtype=np.float32)


def test_a_sample_of_the_file_has_the_time_of_its_place(tmp_path):
    origin_s = time.monotonic() - 2.0
    output, pull = FileOutput(tmp_path / "all.wav", origin_s), Pulled()
    output.start(pull)
    assert pull.enough.wait(10.0)
    output.close()
    heard = read_wav(tmp_path / "all.wav")
    first = int(np.flatnonzero(heard)[0])
    assert first / RATE_HZ >= 2.0  # what passed before is silence
    assert first == round(pull.calls[0][1] * RATE_HZ)
    places = np.cumsum([first, *(count for count, _ in pull.calls)])
    assert [round(at_s * RATE_HZ) for _, at_s in pull.calls] == places[:-1].tolist()
    assert heard.size == places[-1]


def test_nothing_is_pulled_before_the_session_begins(tmp_path):
    output, pull = FileOutput(tmp_path / "all.wav", time.monotonic() + 0.2), Pulled(1)
    output.start(pull)
    assert pull.enough.wait(10.0)
    output.close()
    assert pull.calls[0][1] == 0.0


def test_the_file_is_whole_at_any_moment(tmp_path):
    output, pull = FileOutput(tmp_path / "all.wav", time.monotonic()), Pulled()
    output.start(pull)
    assert pull.enough.wait(10.0)
    with wave.open(str(tmp_path / "all.wav")) as wav:
        assert wav.getnframes() > 0
    output.close()


def test_a_resumed_file_goes_on_where_it_was(tmp_path):
    path, origin_s = tmp_path / "all.wav", time.monotonic()
    for resume in (False, True):
        output, pull = FileOutput(path, origin_s, resume=resume), Pulled()
        output.start(pull)
        assert pull.enough.wait(10.0)
        output.close()
        if not resume:
            before = read_wav(path)
            time.sleep(0.1)
    heard = read_wav(path)
    assert np.array_equal(heard[: before.size], before)
    assert not heard[before.size : round(pull.calls[0][1] * RATE_HZ)].any()
    assert heard[-1] == pytest.approx(0.5, abs=0.001)


@pytest.mark.parametrize("content", [None, b"", b"no sound"])
def test_to_resume_without_a_file_is_to_begin(tmp_path, content):
    if content is not None:
        (tmp_path / "all.wav").write_bytes(content)
    output = FileOutput(tmp_path / "all.wav", time.monotonic(), resume=True)
    output.close()
    assert read_wav(tmp_path / "all.wav").size == 0


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(OutputError, match=r"all\.wav cannot be written"):
        FileOutput(tmp_path / "nowhere" / "all.wav", 0.0)


def test_a_device_pulls_in_its_own_thread():
    # miniaudio's own device without sound keeps time like a real one.
    output, pull = DeviceOutput(time.monotonic(), ("NULL",)), Pulled(5)
    output.start(pull)
    assert pull.enough.wait(10.0)
    output.close()
    seen = len(pull.calls)
    times = [at_s for _, at_s in pull.calls]
    assert times == sorted(times)
    assert all(count > 0 for count, _ in pull.calls)
    time.sleep(0.1)
    assert len(pull.calls) == seen


def test_a_missing_device_is_said():
    with pytest.raises(SystemLibraryError, match="No sound device was found"):
        DeviceOutput(0.0, ("CUSTOM",))
