"""Options that several commands share, and the state of one start of the program."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import typer

from matside import safety
from matside.errors import UsageError
from matside.translation import Text

YES: Final = Text("y", "typed for yes")
NO: Final = Text("n", "typed for no")


@dataclass(slots=True, kw_only=True)
class Start:
    """What holds for one start of the program; ``--debug`` may come before or after a command."""

    debug: bool = False


def _set_debug(context: typer.Context, value: bool) -> bool:
    if value:
        context.obj.debug = True
        logging.getLogger("matside").setLevel(logging.DEBUG)
    return value


def _show_version(value: bool) -> None:
    if value:
        from matside import __version__

        typer.echo(f"matside {__version__}")
        raise typer.Exit


Debug = Annotated[
    bool,
    typer.Option("--debug", callback=_set_debug, help="Show the log and the traceback of errors."),
]
Version = Annotated[
    bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
]
Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH", help="Videos, pictures, traces, or folders of them.")
]
ExerciseName = Annotated[
    str | None,
    typer.Option(
        "--exercise", "-e", metavar="NAME", help="Judge by this exercise; else it is recognised."
    ),
]
ExerciseFiles = Annotated[
    list[Path] | None,
    typer.Option("--exercise-file", metavar="FILE", help="Add an exercise of your own (TOML)."),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FOLDER", help="Where the results go; else to matside-output."
    ),
]
Model = Annotated[
    Path | None,
    typer.Option("--model", metavar="FILE", help="Another MediaPipe pose model (.task)."),
]
Quality = Annotated[
    str | None,
    typer.Option(
        "--quality",
        metavar="fast|normal|best",
        help="How closely each picture is looked at: best takes two to three times as long.",
    ),
]
Rate = Annotated[
    str,
    typer.Option(
        "--rate",
        metavar="every|auto",
        help="Look at every frame, or at as many as the movement needs (with --no-video).",
    ),
]
BatchVideo = Annotated[
    bool | None,
    typer.Option(
        "--video/--no-video",
        help="Write a video with the drawn coaching: by default of a single file only.",
    ),
]
Jobs = Annotated[
    str,
    typer.Option(
        "--jobs", "-j", metavar="N|auto", help="How many files to work on at the same time."
    ),
]
Force = Annotated[
    bool, typer.Option("--force", help="Analyse again what is finished and has not changed.")
]
Study = Annotated[
    Path | None,
    typer.Option(
        "--study",
        metavar="FOLDER",
        help="Tables over all files, as CSV and Parquet: sessions, holds, repetitions, faults.",
    ),
]
WorkersBackend = Annotated[
    str,
    typer.Option(
        "--backend",
        metavar="processes|dask|ray",
        help="Who runs the workers: this computer, or a cluster that is running.",
    ),
]
Cluster = Annotated[
    str, typer.Option("--cluster", metavar="ADDRESS", help="The cluster's address.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print JSON and nothing else, for other programs.")
]
Report = Annotated[bool, typer.Option(help="Write a report, one page for any browser.")]
Save = Annotated[bool, typer.Option("--save/--no-save", help="Keep it in the history.")]
BlurFace = Annotated[
    bool, typer.Option("--blur-face", help="Make the face unrecognisable in video and pictures.")
]
SkeletonOnly = Annotated[
    bool, typer.Option("--skeleton-only", help="Show nothing of the person but the drawn skeleton.")
]
Export = Annotated[
    str,
    typer.Option(
        "--export", metavar="FORMATS", help="Also write files for other programs: trc, mot."
    ),
]
SlowMotion = Annotated[
    float,
    typer.Option(
        "--slow-motion",
        metavar="N",
        help="The video is N times slower than life: every time is divided by it.",
    ),
]


def _use_person(value: str | None) -> str | None:
    """Keep everything of this person apart; somebody new gets a folder."""
    if value is not None:
        from matside.app.people import begin_person

        begin_person(value)
    return value


def _use_known_person(value: str | None) -> str | None:
    """Read what is kept of this person."""
    if value is not None:
        from matside.record.people import use_person

        use_person(value)
    return value


PersonName = Annotated[
    str | None,
    typer.Option(
        "--person",
        metavar="NAME",
        callback=_use_person,
        help="Who practises, if it is not the owner of this computer; kept apart.",
    ),
]
KnownPerson = Annotated[
    str | None,
    typer.Option(
        "--person",
        metavar="NAME",
        callback=_use_known_person,
        help="Who is meant, if it is not the owner of this computer.",
    ),
]
AnyPerson = Annotated[
    str | None,
    typer.Option(
        "--person", metavar="NAME", help="Who is meant, if it is not the owner of this computer."
    ),
]
DoseName = Annotated[
    str | None, typer.Option("--dose", metavar="NAME", help="Aim at this dose of the exercise.")
]


def greet() -> None:
    """Show the safety note to those who have not seen it yet."""
    if safety.is_first_start():
        typer.echo(safety.note(), err=True)


def agrees(question: str) -> bool:
    """Ask a question of yes or no until it is answered, by a letter of the language in use.

    Enter is no; ``y`` and ``n`` are understood in every language.
    """
    yes, no = YES(), NO()
    while True:
        asked = f"{question} [{yes}/{no.upper()}]"
        answer = str(typer.prompt(asked, default="", show_default=False)).strip().casefold()[:1]
        if answer in {yes, "y", no, "n", ""}:
            return answer in {yes, "y"}


def somebody_answers() -> bool:
    """Return whether a question can be answered: this is a terminal, not a script."""
    return sys.stdin.isatty()


def one_of(option: str, value: str, choices: Sequence[str]) -> str:
    """Return the value of an option that has to be one of these.

    Raises:
        UsageError: It is another one.
    """
    if value not in choices:
        raise UsageError(
            "{option} is one of {known}; found '{value}'.",
            option=option,
            known=", ".join(choices),
            value=value,
        )
    return value
