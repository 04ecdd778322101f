"""How promptly a live session shows and says what it sees, and whether its memory stays flat.

    python benchmarks/live.py [CLIP] [--seconds 30] [--rate 30] [--page] [--json]

The clip is practised twice, as the command line practises, with everything on
(window, voice, sounds, recording): once as an MJPEG stream on loopback at 30
frames a second, once as a file that plays in real time. A stream of 30 frames
cannot show more; ``--rate 60`` says how many there could be. Printed are

* frames a second that were judged and shown,
* the time from the capture of a frame until it is on the screen,
* the time from the moment at which a fault is told until its cue is heard,
* what drawing costs, how many processors it took (1.00 is all of one; this process with all of
  its threads), and the greatest memory.

``--page`` does the same on the page in a real Chromium without a screen, from the capture of a
frame until the page has drawn it (``live_page.py``); the browser then works on the same cores.

Where there is no display, Xvfb gives one. Speech goes into a file: a sound device may add 0.1 s.
``soak.py`` practises for an hour.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mjpeg import camera  # type: ignore[import-not-found]  # beside this file

from matside.coach.events import CueGiven
from matside.guidance.messages import TopicKind
from matside.guidance.outcome import Utterance

if TYPE_CHECKING:
    from matside.app.practise import Practised
    from matside.app.screen import Shown

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_CLIP = ROOT / "sample_videos" / "cat_cow_bent_elbows_rocking.mp4"
"""Somebody who is corrected, so that there are cues to time."""
TARGETS = {"shown_fps": 30.0, "latency_p95_ms": 60.0, "cue_max_s": 1.0, "cores": 1.0}
PAGE_TARGETS = {"shown_fps": 30.0, "latency_p95_ms": 120.0}
WARM_UP_S = 3.0
"""The first seconds (model, window, voice) are not part of the figures."""


@dataclass(slots=True)
class Noted:
    """What was noted of one session."""

    origin_s: float = 0.0
    shown: list[Any] = field(default_factory=list)
    said: list[dict[str, Any]] = field(default_factory=list)
    memory_mb: list[tuple[float, float]] = field(default_factory=list)
    used_s: list[tuple[float, float]] = field(default_factory=list)
    done: Practised | None = None


@contextmanager
def display() -> Iterator[None]:
    """Give this process a display: its own, or one of Xvfb."""
    if not sys.platform.startswith("linux") or os.environ.get("DISPLAY"):
        yield
        return
    if shutil.which("Xvfb") is None:
        sys.exit("There is no display: install Xvfb (Debian: apt install xvfb).")
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1920x1080x24"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as process:
        try:
            os.close(write)
            with os.fdopen(read) as lines:
                os.environ["DISPLAY"] = f":{lines.readline().strip()}"
            yield
        finally:
            os.environ.pop("DISPLAY", None)
            process.terminate()


def memory_mb() -> float:
    """Return the resident memory of this process now."""
    status = Path("/proc/self/status")
    if not status.exists():
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    line = next(row for row in status.read_text().splitlines() if row.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def practise(
    spec: str,
    seconds: float,
    *,
    speed: float = 1.0,
    watch: Callable[[Shown], None] | None = None,
    output: Path | None = None,
) -> Noted:
    """Practise in front of ``spec`` for so many real seconds; return what was noted.

    Args:
        spec: A stream or a file.
        seconds: How long.
        speed: Of a file; at another one than 1 nothing is recorded.
        watch: What is called for each picture that is shown; by default it is noted.
        output: Where the session is kept; by default it is thrown away.
    """
    from rich.console import Console

    from matside.app.practice_setting import Devices, PracticeOptions
    from matside.app.practise import run_practise
    from matside.capture.live import LiveSource, open_live
    from matside.overlay.window import Window
    from matside.sound.voice import Voice

    noted = Noted()
    over = threading.Event()

    class Timed(Window):
        @property
        def closed(self) -> bool:
            return over.is_set() or super().closed

    def source(spec: str, origin_s: float) -> LiveSource:
        noted.origin_s = origin_s
        return open_live(spec, origin_s=origin_s, loop=True, speed=speed)

    class Noting(Voice):
        def _hear(self, found: dict[str, object]) -> None:
            if found["kind"] == "said":
                noted.said.append(dict(found))
            super()._hear(found)

    def voice(origin_s: float, speak: bool, volume: float) -> Voice:  # noqa: FBT001
        sink = Path(folder) / "heard.wav"
        return Noting(origin_s=origin_s, speak=speak, volume=volume, sink=sink)

    def watch_use() -> None:
        while not over.wait(1.0):
            at_s = time.monotonic()
            noted.memory_mb.append((at_s - noted.origin_s, memory_mb()))
            noted.used_s.append((at_s, time.process_time()))

    with tempfile.TemporaryDirectory() as folder:
        options = PracticeOptions(
            camera=spec, record=speed == 1.0, output=output or Path(folder), save=False
        )
        devices = Devices(
            source=source,
            window=lambda full: Timed("matside", full_screen=full),
            voice=voice,
            watch=watch or (lambda shown: noted.shown.append(_lean(shown))),
        )
        timer = threading.Timer(seconds, over.set)
        timer.daemon = True  # a session that ends early is not waited for
        watcher = threading.Thread(target=watch_use, daemon=True)
        timer.start()
        watcher.start()
        noted.done = run_practise(options, console=Console(file=StringIO()), devices=devices)
        over.set()
    return noted


def _is_cue(utterance: Utterance) -> bool:
    return utterance.topic is not None and utterance.topic.kind is TopicKind.FAULT


def _lean(shown: Shown) -> dict[str, Any]:
    """Return what is measured of a shown picture, without the picture."""
    seen = shown.seen
    events = seen.result.events if seen.result is not None else ()
    return {
        "at_s": shown.at_s,
        "drawn_ms": 1000.0 * shown.drawn_s,
        "frame_s": None if seen.frame is None else seen.frame.t_s,
        "index": None if seen.frame is None else seen.frame.index,
        "cues": [e.fault for e in events if isinstance(e, CueGiven)],
        "faults": [u.text for u in seen.guidance.utterances if _is_cue(u)],
        "t_s": seen.result.t_s if seen.result is not None else None,
    }


def figures(noted: Noted) -> dict[str, float | int | None]:
    """Return the figures of one session."""
    begun = noted.origin_s + WARM_UP_S
    shown = [s for s in noted.shown if s["at_s"] >= begun and s["index"] is not None]
    fresh = list({s["index"]: s for s in reversed(shown)}.values())
    fresh.sort(key=lambda s: s["at_s"])
    latency = sorted(1000.0 * (s["at_s"] - noted.origin_s - s["frame_s"]) for s in fresh)
    span = fresh[-1]["at_s"] - fresh[0]["at_s"]
    cue_s = cue_delays(noted)
    return {
        "shown_fps": (len(fresh) - 1) / span,
        "latency_median_ms": statistics.median(latency),
        "latency_p95_ms": latency[int(0.95 * (len(latency) - 1))],
        "drawn_median_ms": statistics.median(s["drawn_ms"] for s in fresh),
        "cores": _cores([one for one in noted.used_s if one[0] >= begun]),
        "cues": len(cue_s),
        "cue_max_s": max(cue_s, default=None),
        "peak_mb": max((mb for _, mb in noted.memory_mb), default=memory_mb()),
    }


def _cores(used: list[tuple[float, float]]) -> float:
    """Return how many processors were busy, by readings of clock and processor time."""
    (first_s, before_s), (last_s, after_s) = used[0], used[-1]
    return (after_s - before_s) / (last_s - first_s)


def cue_delays(noted: Noted) -> list[float]:
    """Return for each spoken cue how long after the fault was told it was begun, in seconds."""
    delays = []
    for said in noted.said:
        told = [s["t_s"] for s in noted.shown if said["text"] in s["faults"]]
        before = [t_s for t_s in told if t_s <= said["start_s"]]
        if before:
            delays.append(said["start_s"] - before[-1])
    return delays


def main() -> int:
    """Run the benchmark; return 1 if a target is missed."""
    parser = argparse.ArgumentParser(description="Time a live session.")
    parser.add_argument("clip", nargs="?", type=Path, default=DEFAULT_CLIP)
    parser.add_argument("--seconds", type=float, default=30.0, help="real time of each session")
    parser.add_argument("--rate", type=float, default=30.0, help="frames a second of the stream")
    parser.add_argument("--page", action="store_true", help="time the page in Chromium instead")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    if options.page:
        from live_page import page_figures  # type: ignore[import-not-found]  # beside this file

        with camera(options.clip, options.rate) as stream:
            told = {"stream": page_figures(stream.url, options.seconds, WARM_UP_S)}
        return _told(told, PAGE_TARGETS, as_json=options.json)
    with display():
        with camera(options.clip, options.rate) as stream:
            rows = {"stream": figures(practise(stream.url, options.seconds))}
        rows["file"] = figures(practise(str(options.clip), options.seconds))
    return _told(rows, TARGETS, as_json=options.json)


Figures = Mapping[str, float | int | None]


def _told(rows: Mapping[str, Figures], targets: Mapping[str, float], *, as_json: bool) -> int:
    """Print the figures; return 1 if the stream misses a target."""
    if as_json:
        print(json.dumps(rows, indent=2))
    else:
        heads = [*rows, "target"]
        print(f"{'figure':<20}" + "".join(f"{head:>10}" for head in heads))
        for name in rows["stream"]:
            cells = [rows[source][name] for source in rows] + [targets.get(name)]
            print(f"{name:<20}" + "".join(f"{'-' if c is None else f'{c:.2f}':>10}" for c in cells))
    return int(any(_missed(name, rows["stream"][name], target) for name, target in targets.items()))


def _missed(name: str, value: float | None, target: float) -> bool:
    """Return whether a figure misses its target: a rate from below, anything else from above."""
    if name.endswith("fps"):
        return (value or 0.0) < target - 0.5
    return (value or 0.0) > target


if __name__ == "__main__":
    sys.exit(main())
