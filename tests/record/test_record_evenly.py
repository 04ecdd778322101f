from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matside.errors import OutputError
from matside.record.evenly import EvenlySpacedWriter, even_grid, read_off

NAN = math.nan


class Plain(EvenlySpacedWriter):
    """Writes time and numbers, and the grid in the first line."""

    def write(self, result):
        t_s, *values = result
        self._put(t_s, np.array(values, dtype=np.float64))

    def _text(self, grid, rows):
        yield f"{grid.count} {grid.rate_hz:.3f} {grid.resampled}"
        for t_s, values in rows:
            yield f"{t_s:.3f} " + " ".join(f"{value:.3f}" for value in values)


def written(path, rows):
    with Plain(path, len(rows[0]) - 1) as writer:
        for row in rows:
            writer.write(row)
    return path.read_text(encoding="utf-8").splitlines()


def column(at_s, times_s, values, bridge_s=0.25, most=math.inf):
    at, times, known = (np.array(a, dtype=np.float64) for a in (at_s, times_s, values))
    return read_off(at, times, known, bridge_s, most).tolist()


def test_even_times_are_kept():
    grid = even_grid(np.arange(10) / 25)

    assert (grid.count, grid.frames, grid.resampled) == (10, 10, False)
    assert grid.rate_hz == pytest.approx(25.0)
    assert grid.frame_rate_hz == pytest.approx(25.0)


def test_times_that_were_rounded_to_milliseconds_are_even():
    times = np.round(np.arange(3000) / 30, 3)

    grid = even_grid(times)

    assert not grid.resampled
    assert grid.count == 3000
    assert grid.rate_hz == pytest.approx(30.0, rel=1e-5)


def test_a_dropped_frame_makes_the_median_spacing_the_step():
    grid = even_grid(np.array([1.0, 1.1, 1.2, 1.4, 1.5]))

    assert grid.resampled
    assert grid.times().tolist() == pytest.approx([1.0, 1.1, 1.2, 1.3, 1.4, 1.5])
    assert grid.frames == 5
    assert grid.frame_rate_hz == pytest.approx(8.0)


def test_one_frame_is_one_row():
    grid = even_grid(np.array([7.0]))

    assert (grid.count, grid.rate_hz, grid.frame_rate_hz) == (1, 1.0, 1.0)
    assert grid.times().tolist() == [7.0]


@given(st.lists(st.floats(0.01, 0.4), min_size=1, max_size=60), st.floats(0.0, 1000.0, width=32))
def test_even_times_stay_within_those_of_the_frames(steps, start):
    times = start + np.concatenate(([0.0], np.cumsum(steps)))

    even = even_grid(times).times()

    assert even[0] == times[0]
    assert even[-1] <= times[-1] + 1e-6
    assert (np.diff(even) > 0.0).all()


def test_a_number_lies_on_the_line_between_the_frames_around_it():
    assert column([0.0, 0.05, 0.1], [0.0, 0.1], [2.0, 4.0]) == [2.0, 3.0, 4.0]


def test_a_short_gap_is_bridged_and_a_long_one_is_not():
    times = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]

    assert column([0.1], times, [1.0, NAN, 3.0, 4.0, 5.0, 6.0]) == [2.0]
    long = column(times, times, [1.0, NAN, NAN, 4.0, 5.0, 6.0])
    assert long == pytest.approx([1.0, NAN, NAN, 4.0, 5.0, 6.0], nan_ok=True)


def test_nothing_is_told_before_the_first_and_after_the_last_frame_that_knows():
    assert column([0.0, 0.1, 0.2], [0.0, 0.1, 0.2], [NAN, 5.0, NAN]) == pytest.approx(
        [NAN, 5.0, NAN], nan_ok=True
    )
    assert column([0.0], [0.0], [NAN]) == pytest.approx([NAN], nan_ok=True)


def test_an_angle_that_went_once_round_is_not_bridged():
    told = column([0.0, 0.05, 0.1], [0.0, 0.1], [179.0, -179.0], most=180.0)

    assert told == pytest.approx([179.0, NAN, -179.0], nan_ok=True)


def test_even_frames_are_written_as_they_are(tmp_path):
    lines = written(tmp_path / "a", [(0.0, 1.0, NAN), (0.5, 2.0, 3.0), (1.0, 4.0, 5.0)])

    assert lines == ["3 2.000 False", "0.000 1.000 nan", "0.500 2.000 3.000", "1.000 4.000 5.000"]


def test_uneven_frames_are_read_off_at_even_times(tmp_path):
    lines = written(tmp_path / "a", [(0.0, 0.0), (0.1, 1.0), (0.2, 2.0), (0.35, 3.5), (0.4, 4.0)])

    assert lines == [
        "5 10.000 True",
        *("0.000 0.000", "0.100 1.000", "0.200 2.000", "0.300 3.000", "0.400 4.000"),
    ]


def test_many_rows_are_the_same_as_few(tmp_path):
    """A straight line stays one, whichever chunk a row falls into."""
    rng = np.random.default_rng(3)
    times = np.cumsum(rng.uniform(0.02, 0.05, 2000))

    lines = written(tmp_path / "a", [(t, 10.0 * t, -t) for t in times])

    table = np.array([[float(cell) for cell in line.split()] for line in lines[1:]])
    assert len(table) > 1500
    assert np.allclose(table[:, 1], 10.0 * table[:, 0], atol=0.006)
    assert np.allclose(table[:, 2], -table[:, 0], atol=0.001)


def test_without_a_frame_there_is_no_file(tmp_path):
    with Plain(tmp_path / "a", 2):
        pass

    assert list(tmp_path.iterdir()) == []


def test_the_file_appears_when_it_is_whole(tmp_path):
    writer = Plain(tmp_path / "a", 1)
    writer.write((0.0, 1.0))
    assert not (tmp_path / "a").exists()

    writer.close()
    writer.close()

    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_an_error_throws_the_rows_away(tmp_path):
    def fail():
        with Plain(tmp_path / "a", 1) as writer:
            writer.write((0.0, 1.0))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_fails_half_way_leaves_nothing_behind(tmp_path):
    class Failing(Plain):
        def _text(self, grid, rows):
            yield "half"
            raise RuntimeError

    writer = Failing(tmp_path / "a", 1)
    writer.write((0.0, 1.0))

    with pytest.raises(RuntimeError):
        writer.close()

    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_keeps_the_rows(tmp_path):
    def interrupt():
        with Plain(tmp_path / "a", 1) as writer:
            writer.write((0.0, 1.0))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupt()

    assert (tmp_path / "a").exists()


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(OutputError, match="its folder has gone"):
        Plain(tmp_path / "gone" / "a", 1)


def test_a_name_that_is_taken_by_a_folder_leaves_nothing_behind(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x").touch()
    writer = Plain(tmp_path / "a", 1)
    writer.write((0.0, 1.0))

    with pytest.raises(OutputError, match="Cannot write"):
        writer.close()

    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_rows_in_which_nothing_was_filmed_are_never_more_than_the_frames():
    bursts = [start_s + np.arange(30) / 30 for start_s in (0.0, 5.0, 500.0, 1000.0)]
    grid = even_grid(np.concatenate(bursts))
    assert grid.count <= 2 * grid.frames + 2 * len(grid.parts)  # one at each side of a gap
    assert len(grid.parts) > 1
    times = np.concatenate([grid.times(*part) for part in grid.parts])
    assert (np.diff(times) > 0).all()
    assert all(np.abs(times - t_s).min() < grid.step_s for burst in bursts for t_s in burst)


def test_a_short_gap_keeps_its_rows(tmp_path):
    times = np.concatenate([np.arange(30), np.arange(40, 70)]) / 30
    assert even_grid(times).parts == ((0, 70),)
