"""Command line: renders clips, or contact sheets of them."""

import argparse
import sys
import time
from pathlib import Path

import av
import numpy as np

from render.by_lot import write_scripts
from render.clip import read_clip
from render.errors import RenderError
from render.film import Film


def main(arguments: list[str] | None = None) -> int:
    """Runs the tool; returns the exit status."""
    parser = argparse.ArgumentParser(prog="render", description="Renders sample videos with truth.")
    parser.add_argument("clips", nargs="*", type=Path, metavar="CLIP.toml")
    parser.add_argument(
        "--by-lot", type=int, nargs=2, metavar=("FIRST", "END"), help="clips drawn by lot, by seed"
    )
    parser.add_argument("--out", type=Path, default=Path(), help="folder to write to")
    parser.add_argument("--sheet", type=int, metavar="N", help="only a PNG of N moments each")
    parser.add_argument("--at", type=float, nargs="+", help="only a PNG of these seconds")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    first, end = options.by_lot or (0, 0)
    drawn = write_scripts(first, end, options.out)
    if not (options.clips or drawn):
        parser.error("expected a CLIP.toml or --by-lot FIRST END")
    try:
        for path in (*options.clips, *drawn):
            _render(path, options)
    except RenderError as error:
        print(f"render: {error}", file=sys.stderr)
        return 1
    return 0


def _render(path: Path, options: argparse.Namespace) -> None:
    clip, begun = read_clip(path), time.monotonic()
    film = Film(clip)
    if options.sheet or options.at:
        times = options.at or list(np.linspace(0, clip.timeline.duration_s, options.sheet))
        target = options.out / f"{clip.name}.png"
        av.VideoFrame.from_ndarray(film.sheet(times), format="rgb24").save(target)
    else:
        target = options.out / f"{clip.name}.mp4"
        film.shoot(target)
    print(f"{target}: {clip.timeline.duration_s:.1f} s in {time.monotonic() - begun:.0f} s")
