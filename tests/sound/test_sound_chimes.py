from __future__ import annotations

import itertools
import wave

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matside.errors import SourceError
from matside.guidance.outcome import Chime
from matside.sound.chimes import LEVEL_DB, PEAK, chime_sound
from matside.sound.loudness import RATE_HZ, a_weight, faded, levelled, loudness_db
from matside.sound.wav_file import pcm, read_wav, resampled

RISING = (Chime.GO, Chime.HOLD_STARTED, Chime.FOUND, Chime.BREATHE_IN)
FALLING = (Chime.HOLD_DONE, Chime.SET_DONE, Chime.LOST, Chime.BREATHE_OUT)
LEVEL = (Chime.COUNT, Chime.HALF_WAY, Chime.LAST_SECONDS, Chime.REPETITION)


def sine(pitch_hz: float, length_s: float = 1.0, amplitude: float = 1.0):
    t_s = np.arange(int(length_s * RATE_HZ)) / RATE_HZ
    return (amplitude * np.sin(2 * np.pi * pitch_hz * t_s)).astype(np.float32)


def pitch_hz(sound) -> float:
    """The strongest frequency."""
    padded = np.zeros(1 << 16)
    padded[: sound.size] = sound * np.hanning(sound.size)
    return float(np.argmax(np.abs(np.fft.rfft(padded)))) * RATE_HZ / padded.size


def first_and_last_pitch(chime: Chime) -> tuple[float, float]:
    sound = chime_sound(chime)
    size = np.abs(sound)
    heard = np.flatnonzero(size > 0.2 * size.max())
    sound, part = sound[heard[0] : heard[-1]], max(int(0.04 * RATE_HZ), heard.size // 5)
    return pitch_hz(sound[:part]), pitch_hz(sound[-part:])


@pytest.mark.parametrize(
    ("frequency_hz", "weight_db"),
    [(100.0, -19.1), (500.0, -3.2), (1000.0, 0.0), (2000.0, 1.2), (8000.0, -1.1)],
)
def test_the_weighting_is_that_of_the_standards_table(frequency_hz, weight_db):
    weight = a_weight(np.array([frequency_hz]))
    assert 20 * np.log10(weight[0]) == pytest.approx(weight_db, abs=0.1)


def test_a_full_sine_of_one_kilohertz_has_minus_three_decibels():
    assert loudness_db(sine(1000.0)) == pytest.approx(-3.01, abs=0.02)


def test_half_the_amplitude_is_six_decibels_less():
    assert loudness_db(sine(440.0)) - loudness_db(sine(440.0, amplitude=0.5)) == pytest.approx(
        6.02, abs=0.01
    )


def test_a_short_sound_counts_for_less():
    # 25 ms within an eighth of a second hold a fifth of its energy: 7 dB less.
    assert loudness_db(sine(1000.0, 0.025)) == pytest.approx(-3.01 - 6.99, abs=0.1)


def test_silence_has_no_loudness_and_stays_silence():
    silence = np.zeros(1000, dtype=np.float32)
    assert loudness_db(silence) == -np.inf
    assert loudness_db(silence[:0]) == -np.inf
    assert not levelled(silence, -20.0, 0.5).any()


@given(st.floats(0.01, 1.0), st.floats(100.0, 4000.0))
def test_a_levelled_sound_has_the_level_or_the_peak(amplitude, frequency_hz):
    sound = levelled(sine(frequency_hz, 0.2, amplitude), -12.0, 0.6)
    assert np.abs(sound).max() <= 0.6 + 1e-6
    assert loudness_db(sound) == pytest.approx(-12.0, abs=0.05) or np.abs(
        sound
    ).max() == pytest.approx(0.6, abs=1e-5)


def test_fading_eases_both_ends_and_leaves_the_middle():
    sound = faded(np.ones(RATE_HZ, dtype=np.float32), 0.1, 0.2)
    assert sound[0] == 0.0
    assert sound[-1] == 0.0
    assert sound[int(0.05 * RATE_HZ)] == pytest.approx(0.5, abs=0.01)
    assert (sound[int(0.1 * RATE_HZ) : int(0.8 * RATE_HZ)] == 1.0).all()


@pytest.mark.parametrize("chime", Chime)
def test_every_chime_is_as_loud_as_the_others(chime):
    assert loudness_db(chime_sound(chime)) == pytest.approx(LEVEL_DB, abs=0.1)


@pytest.mark.parametrize("chime", Chime)
def test_no_chime_clicks_clips_or_lingers(chime):
    sound = chime_sound(chime)
    assert sound[0] == pytest.approx(0.0, abs=1e-6)
    assert sound[-1] == pytest.approx(0.0, abs=1e-6)
    assert np.abs(sound).max() <= PEAK
    assert sound.size / RATE_HZ <= 1.3
    # The first millisecond is soft: an attack, not a knock.
    assert np.abs(sound[: RATE_HZ // 1000]).max() < 0.1 * np.abs(sound).max()
    # Nothing above 8 kHz, where clicks are.
    spectrum = np.abs(np.fft.rfft(sound)) ** 2
    high = np.fft.rfftfreq(sound.size, 1 / RATE_HZ) > 8000.0
    assert spectrum[high].sum() < 1e-4 * spectrum.sum()


@pytest.mark.parametrize("chime", RISING)
def test_what_begins_rises(chime):
    first, last = first_and_last_pitch(chime)
    assert last > 1.2 * first


@pytest.mark.parametrize("chime", FALLING)
def test_what_ends_falls(chime):
    first, last = first_and_last_pitch(chime)
    assert last < first / 1.2


@pytest.mark.parametrize("chime", LEVEL)
def test_what_counts_stays_at_its_pitch(chime):
    first, last = first_and_last_pitch(chime)
    assert last == pytest.approx(first, rel=0.05)


def test_every_chime_is_of_one_of_these_kinds():
    assert set(RISING) | set(FALLING) | set(LEVEL) == set(Chime)


def test_ticks_are_short():
    assert chime_sound(Chime.COUNT).size / RATE_HZ <= 0.15
    assert chime_sound(Chime.LAST_SECONDS).size / RATE_HZ <= 0.2


def picture(sound):
    """Energy by eighths of an octave and by twentieths of a second."""
    padded = np.zeros(int(1.3 * RATE_HZ))
    padded[: sound.size] = sound
    size = int(0.05 * RATE_HZ)
    frames = padded[: padded.size // size * size].reshape(-1, size)
    power = np.abs(np.fft.rfft(frames * np.hanning(size), 8192)) ** 2
    edges = 200.0 * 2.0 ** (np.arange(0, 34) / 8)
    bands = np.searchsorted(np.fft.rfftfreq(8192, 1 / RATE_HZ), edges)
    flat = np.add.reduceat(power, bands, axis=1).ravel()
    return np.sqrt(flat / flat.sum())


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(Chime, 2)))
def test_no_two_chimes_are_alike(one, other):
    # 1 is the same sound, 0 has nothing in common at any moment and pitch.
    alike = float(picture(chime_sound(one)) @ picture(chime_sound(other)))
    assert alike < 0.75


def test_a_chime_is_the_same_every_time_and_cannot_be_changed():
    sound = chime_sound(Chime.BREATHE_IN)
    chime_sound.cache_clear()
    assert np.array_equal(chime_sound(Chime.BREATHE_IN), sound)
    with pytest.raises(ValueError, match="read-only"):
        sound[0] = 1.0


def test_a_written_chime_is_read_back(tmp_path):
    path = tmp_path / "go.wav"
    with wave.open(str(path), "wb") as wav:
        wav.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        wav.writeframes(pcm(chime_sound(Chime.GO)).tobytes())
    assert read_wav(path) == pytest.approx(chime_sound(Chime.GO), abs=1e-4)


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"go\.wav cannot be read"):
        read_wav(tmp_path / "go.wav")
    (tmp_path / "go.wav").write_bytes(b"no sound")
    with pytest.raises(SourceError, match=r"go\.wav cannot be read"):
        read_wav(tmp_path / "go.wav")


@pytest.mark.parametrize("rate_hz", [16_000, 44_100, 48_000])
def test_a_tone_keeps_its_pitch_and_length_at_another_rate(rate_hz):
    t_s = np.arange(rate_hz) / rate_hz
    sound = resampled(np.sin(2 * np.pi * 500.0 * t_s).astype(np.float32), rate_hz)
    assert sound.size == RATE_HZ
    assert pitch_hz(sound) == pytest.approx(500.0, abs=1.0)
