"""The demonstration: the sample videos, analysed as a person's own would be."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from matside.app.analyse import run_analyse
from matside.app.analyse_options import AnalyseOptions, BatchOptions
from matside.data import data_folder
from matside.errors import SourceError
from matside.record.files import DEFAULT_ROOT
from matside.translation import _

SHOWN = ("cat_cow_5reps.mp4", "knees_to_chest_single.mp4")
"""The samples that the demonstration goes through: one that counts and one that times holds."""


def run_demo(*, output: Path | None = None, debug: bool = False) -> int:
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
    console = Console()
    root = output or DEFAULT_ROOT
    options = AnalyseOptions(
        output=root, save=False, debug=debug, batch=BatchOptions(video=True, force=True)
    )
    code = run_analyse(clips, options, console=console)
    console.print(
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
