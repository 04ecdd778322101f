"""How fast matside analyses a recording, against a bare loop of decoder and pose model.

    python benchmarks/speed.py [CLIP] [--rounds 5] [--repeat 1] [--quality normal]

Six programs go through the clip, in turn, each in a process of its own, so
that a drift of the machine's speed hits all alike:

* bare: decode with PyAV, make the picture at most 640 pixels long as matside
  does, call the pose landmarker with masks, nothing else;
* every: ``matside analyse --no-video`` (trace, table, summary, report);
* auto: the same with ``--rate auto``;
* annotated: ``matside analyse`` with the drawn video;
* one job, two jobs: ``matside analyse --jobs`` of a folder that holds the clip
  four times. Their ratio to each other is printed, too: two jobs are worth as
  much more as one leaves of the processors.

The clip is shown at 30 frames a second (frames are repeated where it has
fewer), for that is what phones film and what ``--rate auto`` is for. Printed
are the film's frames a second (median over the rounds), the median of the
paired ratios to the bare loop, the processor's seconds for a minute of film,
and the peak memory of the largest process. ``--repeat`` makes a clip that many
times as long, to see that memory stays flat.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_CLIP = ROOT / "sample_videos" / "cat_cow_5reps.mp4"
PROGRAMS = ("bare", "every", "auto", "annotated", "one job", "two jobs")
JOBS = {"one job": 1, "two jobs": 2}
COPIES = 4
"""Files of a folder that is analysed by one job and by two."""
TARGETS = {"every": 1.0, "auto": 2.5, "annotated": 0.75}
RATE_HZ = 30
LONGEST_PX = 640
PEAK_MB = 700


def bare(clip: Path, quality: str) -> None:
    """Decode every frame and call the landmarker."""
    import av
    import mediapipe as mp
    from mediapipe.tasks.python import BaseOptions, vision

    from matside.pose.model import Quality, load_model

    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_buffer=load_model(Quality(quality)).data),
        output_segmentation_masks=True,
        running_mode=vision.RunningMode.VIDEO,
    )
    last_ms = -1
    with (
        vision.PoseLandmarker.create_from_options(options) as landmarker,
        av.open(str(clip)) as container,
    ):
        container.streams.video[0].thread_type = "AUTO"
        for frame in container.decode(video=0):
            shrink = min(1.0, LONGEST_PX / max(frame.width, frame.height))
            width = round(frame.width * shrink) // 4 * 4
            picture = frame.reformat(width, round(frame.height * shrink), "rgb24").to_ndarray()
            image = mp.Image(image_format=mp.ImageFormat.SRGB, data=picture)
            last_ms = max(last_ms + 1, round(1000 * (frame.time or 0.0)))
            landmarker.detect_for_video(image, last_ms)


def analysed(clip: Path, quality: str, *, rate: str = "every", video: bool = False) -> None:
    """Run the analysis as the command line does."""
    from rich.console import Console

    from matside.app.analyse import run_analyse
    from matside.app.analyse_options import AnalyseOptions
    from matside.app.outputs import OutputSettings
    from matside.pose.model import Quality
    from matside.pose.rate import Rate

    with tempfile.TemporaryDirectory() as folder:
        options = AnalyseOptions(
            output=Path(folder),
            files=OutputSettings(annotate=video),
            model=Quality(quality),
            rate=Rate(rate),
            save=False,
        )
        run_analyse([clip], options, console=Console(file=io.StringIO()))


def analysed_folder(clip: Path, quality: str, jobs: int) -> None:
    """Run the analysis of a folder as the command line does."""
    from rich.console import Console

    from matside.app.analyse import run_analyse
    from matside.app.analyse_options import AnalyseOptions, BatchOptions
    from matside.pose.model import Quality

    with tempfile.TemporaryDirectory() as folder:
        films = Path(folder) / "films"
        films.mkdir()
        for number in range(COPIES):
            shutil.copy(clip, films / f"{number}{clip.suffix}")
        options = AnalyseOptions(
            output=Path(folder) / "results",
            model=Quality(quality),
            save=False,
            batch=BatchOptions(jobs=jobs),
        )
        run_analyse([films], options, console=Console(file=io.StringIO()))


def work(program: str, clip: Path, quality: str) -> None:
    """Run one program and print what it took, as JSON."""
    import matside.app.analyse  # noqa: F401 (imports are not what is timed)

    begin = time.perf_counter()
    before = processor_s()
    if program == "bare":
        bare(clip, quality)
    elif program in JOBS:
        analysed_folder(clip, quality, JOBS[program])
    elif program == "annotated":
        analysed(clip, quality, video=True)
    else:
        analysed(clip, quality, rate=program)
    taken = {
        "seconds": time.perf_counter() - begin,
        "processor_s": processor_s() - before,
        "peak_mb": max(resource.getrusage(who).ru_maxrss for who in WHOSE) / 1024,
    }
    print(json.dumps(taken))


WHOSE = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def processor_s() -> float:
    """Return the processor's seconds of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in WHOSE]
    return sum(one.ru_utime + one.ru_stime for one in used)


def measure(program: str, clip: Path, quality: str) -> dict[str, Any]:
    """Return what one program took, in a process of its own."""
    command = [sys.executable, __file__, str(clip), "--program", program, "--quality", quality]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    taken: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(f"{program}: {taken['seconds']:.1f} s", file=sys.stderr)
    return taken


def at_rate(clip: Path, folder: Path) -> tuple[Path, int, float]:
    """Return the clip at ``RATE_HZ``, encoded anew into ``folder``, its frames and seconds."""
    import av

    target, count = folder / "film.mp4", 0
    with av.open(str(clip)) as source, av.open(str(target), "w") as output:
        video = source.streams.video[0]
        stream = output.add_stream("libx264", rate=RATE_HZ)
        stream.width, stream.height, stream.pix_fmt = video.width, video.height, "yuv420p"
        for frame in source.decode(video):
            due = float(frame.time or 0.0) * RATE_HZ
            while count <= due:
                frame.pts, frame.time_base = count, Fraction(1, RATE_HZ)
                output.mux(stream.encode(frame))
                count += 1
        output.mux(stream.encode(None))
    return target, count, count / RATE_HZ


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


def report(
    clip: Path, options: argparse.Namespace, frames: int, film_s: float
) -> dict[str, dict[str, float]]:
    """Run all programs in turn and return their figures."""
    taken: dict[str, list[dict[str, Any]]] = {program: [] for program in PROGRAMS}
    for program in PROGRAMS:
        measure(program, clip, options.quality)
    for _ in range(options.rounds):
        for program in PROGRAMS:
            taken[program].append(measure(program, clip, options.quality))
    copies = {program: COPIES if program in JOBS else 1 for program in PROGRAMS}
    rates = {p: [copies[p] * frames / run["seconds"] for run in taken[p]] for p in PROGRAMS}
    return {
        program: {
            "fps": statistics.median(rates[program]),
            "ratio": statistics.median(
                mine / base for mine, base in zip(rates[program], rates["bare"], strict=True)
            ),
            "processor_s_per_min": 60.0
            * statistics.median(run["processor_s"] for run in taken[program])
            / (copies[program] * film_s),
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
    parser.add_argument("--quality", default="normal", help="fast, normal or best")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--program", choices=PROGRAMS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.program:
        work(options.program, options.clip, options.quality)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        clip, frames, film_s = at_rate(options.clip, Path(folder))
        if options.repeat > 1:
            clip = repeated(clip, options.repeat, Path(folder))
        figures = report(clip, options, options.repeat * frames, options.repeat * film_s)
    if options.json:
        print(json.dumps(figures, indent=2))
    else:
        print(f"{frames} frames, {film_s:.1f} s of film, shown {options.repeat} times")
        print(f"{'program':<12}{'fps':>8}{'ratio':>8}{'target':>8}{'cpu s/min':>11}{'peak MB':>9}")
        for program, row in figures.items():
            print(
                f"{program:<12}{row['fps']:>8.1f}{row['ratio']:>8.2f}"
                f"{TARGETS.get(program, ''):>8}{row['processor_s_per_min']:>11.1f}"
                f"{row['peak_mb']:>9.0f}"
            )
        speed_up = figures["two jobs"]["fps"] / figures["one job"]["fps"]
        print(f"two jobs over one: {speed_up:.2f}")
    missed = any(figures[program]["ratio"] < target for program, target in TARGETS.items())
    return int(missed or any(row["peak_mb"] > PEAK_MB for row in figures.values()))


if __name__ == "__main__":
    sys.exit(main())
