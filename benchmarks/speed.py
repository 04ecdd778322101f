"""How fast matside analyses a recording, against a bare loop of decoder and pose model.

    python benchmarks/speed.py [CLIP] [--rounds 5] [--repeat 1]

Three programs go through every frame of the clip, in turn, each in a process
of its own, so that a drift of the machine's speed hits all alike:

* bare: decode with PyAV, call the pose landmarker with masks, nothing else;
* analyse: ``matside analyse --no-video`` (trace, table, summary, report);
* annotated: ``matside analyse`` with the drawn video.

Printed are frames a second (median over the rounds), the median of the paired
ratios to the bare loop, and the peak memory. ``--repeat`` makes a clip that
many times as long, to see that memory stays flat.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_CLIP = ROOT / "sample_videos" / "cat_cow_5reps.mp4"
PROGRAMS = ("bare", "analyse", "annotated")
TARGETS = {"analyse": 0.95, "annotated": 0.75}
PEAK_MB = 700


def bare(clip: Path) -> int:
    """Decode every frame and call the landmarker; return the number of frames."""
    import av
    import mediapipe as mp
    from mediapipe.tasks.python import BaseOptions, vision

    from matside.pose.model import load_model

    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_buffer=load_model().data),
        output_segmentation_masks=True,
        running_mode=vision.RunningMode.VIDEO,
    )
    frames, last_ms = 0, -1
    with (
        vision.PoseLandmarker.create_from_options(options) as landmarker,
        av.open(str(clip)) as container,
    ):
        container.streams.video[0].thread_type = "AUTO"
        for frame in container.decode(video=0):
            image = mp.Image(
                image_format=mp.ImageFormat.SRGB, data=frame.to_ndarray(format="rgb24")
            )
            last_ms = max(last_ms + 1, round(1000 * (frame.time or 0.0)))
            landmarker.detect_for_video(image, last_ms)
            frames += 1
    return frames


def analysed(clip: Path, *, video: bool) -> int:
    """Run the analysis as the command line does; return the number of frames."""
    from rich.console import Console

    from matside.app.analyse import AnalyseOptions, run_analyse
    from matside.app.outputs import OutputSettings

    with tempfile.TemporaryDirectory() as folder:
        quiet = Console(file=io.StringIO())
        files = OutputSettings(annotate=video)
        options = AnalyseOptions(output=Path(folder), files=files, save=False)
        run_analyse([clip], options, console=quiet)
        summary = next(Path(folder).glob("*/summary.json"))
        return int(json.loads(summary.read_text("utf-8"))["frames"])


def work(program: str, clip: Path) -> None:
    """Run one program and print what it took, as JSON."""
    import matside.app.analyse  # noqa: F401 (imports are not what is timed)

    begin = time.perf_counter()
    frames = bare(clip) if program == "bare" else analysed(clip, video=program == "annotated")
    seconds = time.perf_counter() - begin
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"frames": frames, "seconds": seconds, "peak_mb": peak_mb}))


def measure(program: str, clip: Path) -> dict[str, Any]:
    """Return what one program took, in a process of its own."""
    command = [sys.executable, __file__, str(clip), "--program", program]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    taken: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return taken


def repeated(clip: Path, times: int, folder: Path) -> Path:
    """Return a clip in ``folder`` that shows ``clip`` several times over, not encoded anew."""
    import av

    target = folder / f"repeated{clip.suffix}"
    with av.open(str(target), "w") as output:
        stream, offset = None, 0
        for _ in range(times):
            with av.open(str(clip)) as source:
                video = source.streams.video[0]
                stream = stream or output.add_stream_from_template(video)
                last = offset
                for packet in source.demux(video):
                    if packet.dts is None or packet.pts is None:
                        continue
                    packet.pts += offset
                    packet.dts += offset
                    last = max(last, packet.pts + (packet.duration or 1))
                    packet.stream = stream
                    output.mux(packet)
                offset = last
    return target


def report(clip: Path, rounds: int) -> dict[str, Any]:
    """Run all programs in turn and return their figures."""
    taken: dict[str, list[dict[str, Any]]] = {program: [] for program in PROGRAMS}
    for program in PROGRAMS:
        measure(program, clip)
    for _ in range(rounds):
        for program in PROGRAMS:
            taken[program].append(measure(program, clip))
    rates = {p: [run["frames"] / run["seconds"] for run in taken[p]] for p in PROGRAMS}
    return {
        program: {
            "frames": taken[program][0]["frames"],
            "fps": statistics.median(rates[program]),
            "ratio": statistics.median(
                mine / base for mine, base in zip(rates[program], rates["bare"], strict=True)
            ),
            "peak_mb": max(run["peak_mb"] for run in taken[program]),
        }
        for program in PROGRAMS
    }


def main() -> int:
    """Run the benchmark; return 1 if a target is missed."""
    parser = argparse.ArgumentParser(description="Time matside against a bare loop.")
    parser.add_argument("clip", nargs="?", type=Path, default=DEFAULT_CLIP)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--repeat", type=int, default=1, help="show the clip so many times over")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--program", choices=PROGRAMS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.program:
        work(options.program, options.clip)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        clip = options.clip
        if options.repeat > 1:
            clip = repeated(clip, options.repeat, Path(folder))
        figures = report(clip, options.rounds)
    if options.json:
        print(json.dumps(figures, indent=2))
    else:
        print(f"{'program':<12}{'frames':>8}{'fps':>8}{'ratio':>8}{'target':>8}{'peak MB':>9}")
        for program, row in figures.items():
            target = TARGETS.get(program)
            print(
                f"{program:<12}{row['frames']:>8}{row['fps']:>8.1f}{row['ratio']:>8.2f}"
                f"{target or '':>8}{row['peak_mb']:>9.0f}"
            )
    missed = any(figures[program]["ratio"] < target for program, target in TARGETS.items())
    return int(missed or any(row["peak_mb"] > PEAK_MB for row in figures.values()))


if __name__ == "__main__":
    sys.exit(main())
