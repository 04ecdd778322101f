"""The job of ``matside analyse``: videos, pictures and traces into files and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from matside.app.analyse_file import (
    INTERRUPTED,
    NOTHING_RECOGNISED,
    AnalysedFile,
    analyse_file,
    print_file,
    recognised,
)
from matside.app.analyse_options import AnalyseOptions, BatchOptions
from matside.app.board import FileState
from matside.app.process import ended_by_signals, tuned_process
from matside.capture.files import find_videos
from matside.data import data_folder
from matside.errors import SourceError, UsageError
from matside.pose.rate import Rate
from matside.record.files import DEFAULT_ROOT
from matside.terminal.as_json import print_json_list
from matside.translation import _
from matside.wording.labels import labels_of

SHOWN = ("cat_cow_5reps.mp4", "knees_to_chest_single.mp4")
"""The samples that the demonstration goes through: one that counts and one that times holds."""


def run_analyse(
    paths: Sequence[Path], options: AnalyseOptions, *, console: Console | None = None
) -> int:
    """Analyse files and folders, write the results, print the tables; return the exit code.

    Several files, or a folder, are a batch (``matside.app.batch``). The exit
    code is 1 if a file of it failed, 3 if no exercise was recognised in any,
    and after Ctrl-C, SIGTERM or SIGHUP 130: of a single file what was analysed
    so far is saved, of a batch the files that are finished.

    Raises:
        MatsideError: Nothing can be begun: no such file, exercise or model, or
            the only file failed.
    """
    request = options.request()
    request.runner()
    console = console or Console()
    files = find_videos(paths)
    folders = any(path.is_dir() for path in paths)
    batch = len(files) > 1 or folders or options.batch.study is not None
    options = _fitting(options, batch=batch)
    labels = labels_of(request.library)
    if batch:
        from matside.app.batch import run_batch  # noqa: PLC0415 (one file needs no workers)

        return run_batch(files, options, labels, console)
    with tuned_process(), ended_by_signals():
        done = analyse_file(files[0], request, options)
    summary = done.summary()
    if options.as_json:
        print_json_list("files", [AnalysedFile.of_outcome(files[0], done)], console.file)
    else:
        print_file(summary.source.name, done, labels, console)
    if done.state is FileState.STOPPED:
        return INTERRUPTED
    return 0 if recognised(summary) else NOTHING_RECOGNISED


def _fitting(options: AnalyseOptions, *, batch: bool) -> AnalyseOptions:
    """Return the options with drawn videos of a batch only where they are asked for.

    Raises:
        UsageError: A drawn video is wanted at a rate that it cannot have.
    """
    annotate = options.files.annotate and (options.batch.video or not batch)
    if options.rate is Rate.AUTO and annotate:
        raise UsageError("The drawn video shows every frame: give --no-video with --rate auto.")
    return replace(options, files=replace(options.files, annotate=annotate))


def run_demo(*, output: Path | None = None, as_json: bool = False, debug: bool = False) -> int:
    """Analyse the sample videos, write their results and say where they are; return the exit code.

    Raises:
        SourceError: The samples are not there.
    """
    folder = data_folder("sample_videos")
    clips = [folder / name for name in SHOWN if (folder / name).exists()]
    if not clips:
        raise SourceError(
            "The sample videos were expected in {folder} and are not there: reinstall matside.",
            folder=folder,
        )
    root = output or DEFAULT_ROOT
    options = AnalyseOptions(
        output=root,
        save=False,
        debug=debug,
        as_json=as_json,
        batch=BatchOptions(video=True, force=True),
    )
    code = run_analyse(clips, options)
    Console(stderr=as_json).print(
        _(
            "The drawn videos, tables and summaries are in {folder}: open annotated.mp4 "
            "in any player or browser. Try your own with: matside analyse VIDEO",
            folder=root.resolve(),
        ),
        soft_wrap=True,
        markup=False,
        highlight=False,
    )
    return code
