"""What an hour of practice leaves behind, with a camera that dies again and again.

    python benchmarks/soak.py [CLIP] [--minutes 60] [--well 280] [--ill 20] [--rate 30]
    python benchmarks/soak.py --file [CLIP] [--minutes 60]

The clip is practised as an MJPEG stream on loopback, with window, voice, sounds and recording.
After every ``--well`` seconds the camera is ill for ``--ill`` seconds, in turn in one of three
ways: it hangs up and refuses every connection, it says nothing any more while the connection
stays, or it repeats one picture. Printed are

* how often that was, how long after it the next picture was judged, and how often the session
  did not tell that something was wrong;
* memory, threads and open files: medians of the first, second and last third of the session;
* what was kept: seconds of the session, of its summary and of the recording, and frames of the
  trace for each that was judged.

``--file`` plays the clip as a file in a loop at eight times its speed instead: the memory of a
session of so many minutes in an eighth of the time. It grows until what the report keeps is
full, at this speed in half an hour, so an hour shows whether that is all.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mjpeg import Health, camera  # type: ignore[import-not-found]  # beside this file

from live import (  # type: ignore[import-not-found]  # beside this file
    DEFAULT_CLIP,
    WARM_UP_S,
    display,
    memory_mb,
    practise,
)
from matside.guidance.outcome import Stage

if TYPE_CHECKING:
    from matside.app.practise import Practised
    from matside.app.screen import Shown

SPEED = 8.0
"""Of a file that is played."""
EVERY_S = 2.0
"""Between two readings of what the session takes."""

Figures = dict[str, float | int]


@dataclass(slots=True)
class Watch:
    """What is seen of a session while it runs; little, for it must not grow by itself.

    Attributes:
        judged: Frames that were judged.
        back_s: When each first picture after an interruption was judged, by the clock.
        troubled_s: When it was shown that there is no picture, a reading for every half a second.
        taken: Clock, memory, threads and open files, ``EVERY_S`` apart.
    """

    judged: int = 0
    back_s: list[float] = field(default_factory=list)
    troubled_s: list[float] = field(default_factory=list)
    taken: list[tuple[float, float, int, int]] = field(default_factory=list)
    _last: int = -1
    _last_s: float = 0.0

    def see(self, shown: Shown) -> None:
        """Take note of a picture that was shown."""
        seen, now_s = shown.seen, time.monotonic()
        if seen.guidance.stage is Stage.WAITING and now_s - _last_of(self.troubled_s) > 0.5:
            self.troubled_s.append(now_s)
        if seen.result is None or seen.frame is None or seen.frame.index == self._last:
            return
        if now_s - self._last_s > 2.0:
            self.back_s.append(now_s)
        self.judged += 1
        self._last, self._last_s = seen.frame.index, now_s

    def take_readings(self, over: threading.Event) -> None:
        """Note what the session takes until it is over; a thread of its own."""
        while not over.wait(EVERY_S):
            files = sum(1 for _ in Path("/proc/self/fd").iterdir())
            self.taken.append((time.monotonic(), memory_mb(), threading.active_count(), files))


def soaked(clip: Path, minutes: float, rate_hz: float, health: Health) -> Figures:
    """Return the figures of a session in front of a camera that dies again and again."""
    watch, over = Watch(), threading.Event()
    with tempfile.TemporaryDirectory() as folder, camera(clip, rate_hz, health) as stream:
        reader = threading.Thread(target=watch.take_readings, args=(over,), daemon=True)
        reader.start()
        begun_s = time.monotonic()
        noted = practise(stream.url, 60.0 * minutes, watch=watch.see, output=Path(folder))
        ended_s = begun_s + 60.0 * minutes
        over.set()
        ill = [
            (stream.ready_s + begin_s, stream.ready_s + end_s)
            for begin_s, end_s, _ in health.spells(ended_s - stream.ready_s - 10.0)
        ]
        kept = _kept(noted.done, watch.judged)
    return {"minutes": minutes} | _recovered(watch, ill) | _thirds(watch.taken) | kept


def _recovered(watch: Watch, ill: Sequence[tuple[float, float]]) -> Figures:
    back = [
        min((at_s for at_s in watch.back_s if at_s > end_s), default=float("inf")) - end_s
        for _, end_s in ill
    ]
    untold = [
        not any(begin_s < at_s < end_s + 1.0 for at_s in watch.troubled_s) for begin_s, end_s in ill
    ]
    return {
        "deaths": len(ill),
        "back_median_s": statistics.median(back),
        "back_max_s": max(back),
        "deaths_untold": sum(untold),
    }


def _thirds(taken: Sequence[tuple[float, float, int, int]]) -> Figures:
    settled = [one for one in taken if one[0] > taken[0][0] + 2 * WARM_UP_S]
    third = max(1, len(settled) // 3)
    parts = {
        "first": settled[:third],
        "second": settled[third:-third] or settled,
        "last": settled[-third:],
    }
    names = ("memory_mb", "threads", "files")
    return {
        f"{name}_{part}": statistics.median(one[1 + place] for one in readings)
        for place, name in enumerate(names)
        for part, readings in parts.items()
    } | {"memory_mb_peak": max(one[1] for one in settled)}


def _kept(done: Practised | None, judged: int) -> Figures:
    """Return what is there of a session."""
    import av

    from matside.record.files import SUMMARY, TRACE
    from matside.record.summary_file import read_summary
    from matside.record.trace_reader import read_trace

    if done is None or done.folder is None:
        return {"summary_s": 0.0}
    summary = read_summary(done.folder / SUMMARY)
    recorded_s = 0.0
    for path in done.folder.glob("recording*.mp4"):
        with av.open(str(path)) as film:
            recorded_s += (film.duration or 0) / 1e6
    _, poses = read_trace(done.folder / TRACE)
    return {
        "summary_s": summary.end_s - summary.start_s,
        "recorded_s": recorded_s,
        "frames": summary.frames,
        "frames_in_trace": sum(1 for _ in poses),
        "frames_shown": judged,
        "unfinished_files": len(list(done.folder.glob("*.part"))),
    }


def fast(clip: Path, minutes: float) -> Figures:
    """Return how the memory grew over so many minutes of a file at eight times its speed."""
    watch, over = Watch(), threading.Event()
    reader = threading.Thread(target=watch.take_readings, args=(over,), daemon=True)
    reader.start()
    practise(str(clip), 60.0 * minutes / SPEED, speed=SPEED, watch=watch.see)
    over.set()
    return {"minutes": minutes} | _thirds(watch.taken)


def _last_of(times: Sequence[float]) -> float:
    return times[-1] if times else float("-inf")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description="Practise for an hour.")
    parser.add_argument("clip", nargs="?", type=Path, default=DEFAULT_CLIP)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--well", type=float, default=280.0, help="seconds between two deaths")
    parser.add_argument("--ill", type=float, default=20.0, help="seconds that a death lasts")
    parser.add_argument("--rate", type=float, default=30.0, help="frames a second of the stream")
    parser.add_argument("--file", action="store_true", help="a file at eight times its speed")
    asked = parser.parse_args()
    with display():
        if asked.file:
            figures = fast(asked.clip, asked.minutes)
        else:
            health = Health(well_s=asked.well, ill_s=asked.ill)
            figures = soaked(asked.clip, asked.minutes, asked.rate, health)
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
