"""The commands about this computer: whether all is well, cameras, language, voice and icon."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from matside.cli.options import AsJson
from matside.translation import _, language, languages

if TYPE_CHECKING:
    from matside.capture.camera_list import CameraInfo

Name = Annotated[
    str | None,
    typer.Argument(
        metavar="[NAME|system]", help="The voice to remember; system: the first of the language."
    ),
]
Rate = Annotated[
    float | None,
    typer.Option(
        "--speed", min=0.5, max=2.0, metavar="0.5..2", help="How fast it speaks; 1 is calm."
    ),
]
Heard = Annotated[bool, typer.Option("--try", help="Say a sentence.")]
ForReport = Annotated[
    bool, typer.Option("--json", help="As JSON for a bug report, with nothing personal in it.")
]
OPTION = "--lang"
Lang = Annotated[
    str | None, typer.Option(OPTION, metavar="LANGUAGE", help="Speak this language, such as fr.")
]
Which = Annotated[
    str | None,
    typer.Argument(
        metavar="[LANGUAGE|system]", help="What to remember; system: that of this computer."
    ),
]
_SYSTEM = "system"


def named_language(arguments: Sequence[str]) -> str | None:
    """Return what ``--lang`` says before the command, for help and mistakes are told in it too."""
    for place, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == OPTION:
            return value if equals else "".join(arguments[place + 1 : place + 2])
        if not argument.startswith("-"):
            return None
    return None


def choose(which: Which = None) -> None:
    """List the languages, or remember one of them."""
    from matside.app.language import checked_language, choose_language
    from matside.app.settings import change_settings
    from matside.wording.conventions import own_name
    from matside.wording.formatting import capitalised

    if which is not None:
        remembered = None if which == _SYSTEM else checked_language(which)
        change_settings(language=remembered)
        choose_language(remembered, anew=True)
        typer.echo(_("From now on matside speaks {language}.", language=own_name(language())))
        return
    for code in languages():
        typer.echo(f"{'*' if code == language() else ' '} {code:<6} {capitalised(own_name(code))}")


def doctor(as_json: ForReport = False) -> None:
    """Say whether this machine has all that matside needs, and what is kept on it."""
    from matside.app.doctor import run_doctor

    raise typer.Exit(run_doctor(as_json=as_json))


def voices(
    name: Name = None, speed: Rate = None, heard: Heard = False, as_json: AsJson = False
) -> None:
    """List the voices for the language in use, choose one, and hear it.

    matside speaks by a voice of the language, or it only shows what it would say. Names with
    spaces stand in quotation marks.
    """
    from matside.app.voices import choose_voice, list_voices, try_voice

    choose_voice("" if name == _SYSTEM else name, speed)
    list_voices(as_json=as_json)
    if heard:
        try_voice()


def cameras(as_json: AsJson = False) -> None:
    """List the cameras, with the size and rate of their pictures."""
    from matside.capture.camera_list import list_cameras

    found = list_cameras()
    if as_json:
        from matside.terminal.as_json import print_json_list

        print_json_list("cameras", found)
        raise typer.Exit(int(not found))
    for camera in found:
        typer.echo(_described(camera))
    if not found:
        typer.echo(
            _("No camera was found: plug one in, or name a stream or a video with --camera."),
            err=True,
        )
        raise typer.Exit(1)


def shortcut() -> None:
    """Make an icon that opens matside's page.

    On Linux in the menu of programs, on macOS in your Applications, on Windows
    in the Start menu.
    """
    from matside.app.shortcut import make_shortcut

    typer.echo(_("The icon 'matside' is at {path}", path=make_shortcut()))


def _described(camera: CameraInfo) -> str:
    """Return a camera in a line: its number, name, and what it delivers."""
    parts = [camera.name or _("camera")]
    if camera.size_px is not None:
        parts.append("{} x {}".format(*camera.size_px))
    if camera.rate_hz is not None:
        parts.append(_("{rate} frames/s", rate=f"{camera.rate_hz:.0f}"))
    if camera.path is not None:
        parts.append(str(camera.path))
    parts += [camera.trouble] if camera.trouble else []
    return f"{camera.number:>3}  " + ", ".join(parts)
