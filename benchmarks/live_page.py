"""How promptly the page shows a live session in a real Chromium: what ``live.py --page`` runs.

The server runs in a process of its own with everything on, as ``matside page`` runs it, and its
camera is the stream. A picture counts as shown in the first animation frame after the page has
drawn it. That moment is taken from the browser's clock, which is mapped to the server's by the
quickest of many questions and answers: half of how long that one took bounds the error.
"""

from __future__ import annotations

import itertools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-background-networking")
ASKED = 60
"""Questions by which the clocks are compared; the quickest answer counts."""
PICTURE_PX = 1280, 720
WATCH = """() => {
  const canvas = document.getElementById("picture");
  window.shownFrames = [];
  let last = canvas.dataset.frame;
  const look = () => {
    const frame = canvas.dataset.frame;
    if (frame !== last) {
      last = frame;
      window.shownFrames.push([Number(frame), performance.now() / 1000]);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
BEGIN = """async () => {
  const form = new URLSearchParams({ what: "cat_cow", camera: "0", speak: "on" });
  const headers = { accept: "application/json" };
  const answer = await fetch("/practise/begin", { method: "POST", body: form, headers });
  sessionStorage.setItem("matside-steers", (await answer.json()).token);
}"""


@dataclass(frozen=True, slots=True)
class Server:
    """A page's server in a process of its own."""

    process: subprocess.Popen[str]
    url: str

    def origin_s(self) -> float:
        """Return the server's clock at time 0 of the session that was begun."""
        return float(self._line("origin "))

    def _line(self, start: str) -> str:
        return next(line for line in _lines(self.process) if line.startswith(start))[len(start) :]


def serve_page(camera: str) -> None:
    """Serve the page with this camera, and print where and when: a process of its own."""
    from rich.console import Console

    from matside.app.page import run_page
    from matside.app.practice_setting import Devices
    from matside.capture.live import LiveSource, open_live
    from matside.sound.voice import Voice

    def source(spec: str, origin_s: float) -> LiveSource:
        print(f"origin {origin_s!r}", flush=True)
        return open_live(spec, origin_s=origin_s, loop=True)

    def voice(origin_s: float, speak: bool, volume: float) -> Voice:  # noqa: FBT001
        sink = Path(os.environ["MATSIDE_DATA"]) / "heard.wav"
        return Voice(origin_s=origin_s, speak=speak, volume=volume, sink=sink)

    devices = Devices(source=source, voice=voice)
    run_page(browser=False, port=None, camera=camera, console=Console(), devices=devices)


def page_figures(camera: str, seconds: float, warm_up_s: float) -> dict[str, float | int | None]:
    """Practise on the page in front of ``camera`` for so many seconds; return the figures."""
    from playwright.sync_api import sync_playwright

    program = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if program is None:
        sys.exit("There is no Chromium: install it (Debian: apt install chromium).")
    with (
        tempfile.TemporaryDirectory() as folder,
        _server(camera, Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        width, height = PICTURE_PX
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto(server.url)
        page.evaluate(BEGIN)
        origin_s = server.origin_s()
        page.goto(server.url.partition("/open")[0] + "/practise")
        page.wait_for_selector("#picture[data-frame]")
        size = page.locator("#picture").evaluate("one => [one.width, one.height]")
        page.wait_for_timeout(1000 * warm_up_s)
        page.evaluate(WATCH)
        before_s, begun_s = _used_s(server.process.pid), time.monotonic()
        page.wait_for_timeout(1000 * seconds)
        used = (_used_s(server.process.pid) - before_s) / (time.monotonic() - begun_s)
        offset_s, error_s = _clock_offset(page)
        shown = page.evaluate("window.shownFrames")
        browser.close()
    if tuple(size) != PICTURE_PX:
        print(f"The picture is {size[0]} x {size[1]} pixels and not {PICTURE_PX}.", file=sys.stderr)
    return _figures(shown, offset_s - origin_s) | {
        "clock_error_ms": 1000.0 * error_s,
        "server_cores": used,
        "machine_load": os.getloadavg()[0],
    }


def _figures(shown: list[list[float]], offset_s: float) -> dict[str, float | int | None]:
    """Return the figures of pictures: when taken, and when shown by the browser's clock."""
    latency = sorted(1000.0 * (at_s + offset_s - frame_s) for frame_s, at_s in shown)
    gaps = sorted(1000.0 * (b[1] - a[1]) for a, b in itertools.pairwise(shown))
    return {
        "shown_fps": (len(shown) - 1) / (shown[-1][1] - shown[0][1]),
        "latency_median_ms": statistics.median(latency),
        "latency_p95_ms": latency[int(0.95 * (len(latency) - 1))],
        "gap_p95_ms": gaps[int(0.95 * (len(gaps) - 1))],
    }


def _clock_offset(page: Page) -> tuple[float, float]:
    """Return what to add to the browser's clock to get the server's, and how wrong it may be."""
    found = []
    for _ in range(ASKED):
        asked_s = time.monotonic()
        told_s = page.evaluate("performance.now() / 1000")
        answered_s = time.monotonic()
        found.append((answered_s - asked_s, (asked_s + answered_s) / 2.0 - told_s))
    took_s, offset_s = min(found)
    return offset_s, took_s / 2.0


@contextmanager
def _server(camera: str, folder: Path) -> Iterator[Server]:
    command = [sys.executable, __file__, camera]
    env = os.environ | {"MATSIDE_DATA": str(folder / "own")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as process:
        try:
            line = next(line for line in _lines(process) if "http://" in line)
            yield Server(process, line[line.index("http://") :])
        finally:
            process.terminate()


def _lines(process: subprocess.Popen[str]) -> Iterator[str]:
    if process.stdout is None:
        return
    for line in process.stdout:
        yield line.strip()


def _used_s(pid: int) -> float:
    """Return the processor time of a process so far; NaN where the system does not tell."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return float("nan")
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    serve_page(sys.argv[1])
