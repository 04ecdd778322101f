"""The command about the voice: which there are, which speaks, and how fast."""

from __future__ import annotations

from typing import Annotated

import typer

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
_SYSTEM = "system"


def voices(name: Name = None, speed: Rate = None, heard: Heard = False) -> None:  # noqa: FBT002
    """List the voices for the language in use, choose one, and hear it.

    matside speaks by a voice of the language, or it only shows what it would say. Names with
    spaces stand in quotation marks.
    """
    from matside.app.voices import choose_voice, list_voices, try_voice  # noqa: PLC0415

    choose_voice("" if name == _SYSTEM else name, speed)
    list_voices()
    if heard:
        try_voice()
