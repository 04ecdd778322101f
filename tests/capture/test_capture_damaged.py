"""Damaged files by the hundred: each gives frames or one sentence, in bounds of time and memory."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from tests.capture.video_files import MakeVideo

KINDS = 16
"""Of damage to each file."""
EACH_S = 5
"""Processor seconds that a file may take."""
ALL_MB = 700
"""What one analysis may take, see ``matside.app.workers``; decoding alone takes a fifth of it."""

LOOKS = f"""
import signal, sys
from pathlib import Path
from matside.capture.source import open_source
from matside.errors import MatsideError

def late(*_):
    raise TimeoutError

signal.signal(signal.SIGPROF, late)  # by the processor's time: the machine may be busy
for name in sys.stdin.read().splitlines():
    signal.setitimer(signal.ITIMER_PROF, {EACH_S})
    try:
        with open_source(Path(name)) as source:
            told = "frames" if sum(1 for _ in source) else "nothing"
    except MatsideError as error:
        told = "told" if str(error) else "silent"
    except BaseException as error:
        told = repr(error)
    signal.setitimer(signal.ITIMER_PROF, 0)
    print(Path(name).name, told, sep="\\t")
status = Path("/proc/self/status")
if status.exists():  # what getrusage tells may be the parent's
    peak = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
    print("MB", int(peak.split()[1]) // 1024, sep="\\t")
"""


def damaged(content: bytes, seed: int) -> bytes:
    """Return a file with some bytes changed, emptied, left out, doubled, or its end cut off."""
    chance, data = random.Random(seed), bytearray(content)  # noqa: S311 (no secret)
    start = chance.randrange(len(data))
    length = min(chance.choice((1, 4, 64, 700)), len(data) - start)
    match seed % 5:
        case 0:
            for place in chance.sample(range(len(data)), min(len(data), 1 + seed // 2)):
                data[place] ^= 1 << chance.randrange(8)
        case 1:
            data[start : start + length] = bytes(length)
        case 2:
            del data[start : start + length]
        case 3:
            data[start:start] = data[start : start + length]
        case _:
            del data[start:]
    return bytes(data)


@pytest.fixture
def corpus(tmp_path: Path, make_video: MakeVideo) -> list[Path]:
    pts = [40 * number for number in range(12)]
    whole = [make_video(f"film.{suffix}", pts) for suffix in ("mp4", "mkv", "ts")]
    whole.append(make_video("film.avi", pts, codec="mpeg4"))
    picture = np.random.default_rng(1).integers(0, 255, (40, 60, 3), dtype=np.uint8)
    for suffix in ("png", "jpg", "webp", "gif"):
        whole.append(tmp_path / f"picture.{suffix}")
        cv2.imwrite(str(whole[-1]), picture)
    return list(_damaged_files(whole))


def _damaged_files(whole: list[Path]) -> Iterator[Path]:
    for path in whole:
        for seed in range(KINDS):
            bad = path.with_name(f"{path.stem}-{seed}{path.suffix}")
            bad.write_bytes(damaged(path.read_bytes(), seed))
            yield bad


@pytest.mark.skipif(os.name != "posix", reason="bounds of time and memory are POSIX's")
def test_every_damaged_file_gives_frames_or_a_sentence_within_bounds(corpus: list[Path]) -> None:
    """Processor time is bounded wherever POSIX is, memory on Linux, which alone tells its peak."""
    done = subprocess.run(
        [sys.executable, "-c", LOOKS],
        input="\n".join(map(str, corpus)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    lines = dict(line.split("\t") for line in done.stdout.splitlines())
    peak_mb = lines.pop("MB", None)
    assert len(lines) == len(corpus)
    assert set(lines.values()) == {"frames", "told"}, lines
    assert (peak_mb is not None) == (sys.platform == "linux")
    assert peak_mb is None or int(peak_mb) < ALL_MB
