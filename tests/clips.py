"""Clips of other lengths out of the sample videos, without encoding them anew."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
from tests.typed import there

TIME_BASE = Fraction(1, 90_000)


def remuxed(clip: Path, path: Path, *, end_s: float = float("inf"), rounds: int = 1) -> Path:
    """Write the pictures of ``clip`` up to ``end_s``, so many times in a row, to ``path``."""
    with av.open(str(clip)) as source, av.open(str(path), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        stream.time_base = TIME_BASE
        begun = 0
        for _ in range(rounds):
            source.seek(0)
            last = begun
            for packet in source.demux(video=0):
                if packet.pts is None or packet.pts * packet.time_base >= end_s:
                    continue
                step = int(there(packet.duration) * packet.time_base / TIME_BASE)
                packet.pts = begun + int(packet.pts * packet.time_base / TIME_BASE)
                packet.dts = begun + int(there(packet.dts) * packet.time_base / TIME_BASE)
                packet.duration, packet.time_base = step, TIME_BASE
                packet.stream = stream
                last = max(last, packet.pts + step)
                target.mux(packet)
            begun = last
    return path


def length_s(path: Path) -> float:
    """Return when the last picture of a video ends, having decoded them all."""
    with av.open(str(path)) as container:
        frames = list(container.decode(video=0))
    last = frames[-1]
    return float(last.time + last.duration * there(last.time_base))
