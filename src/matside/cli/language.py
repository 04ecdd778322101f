"""The command about the language of all texts, and how it is found before anything is printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from matside.translation import _, language, languages

OPTION = "--lang"
Lang = Annotated[
    str | None,
    typer.Option(OPTION, metavar="LANGUAGE", help="Speak this language, such as fr."),
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
    from matside.app.language import checked_language, choose_language  # noqa: PLC0415
    from matside.app.settings import change_settings  # noqa: PLC0415
    from matside.wording.conventions import own_name  # noqa: PLC0415

    if which is not None:
        remembered = None if which == _SYSTEM else checked_language(which)
        change_settings(language=remembered)
        choose_language(remembered, anew=True)
        typer.echo(_("From now on matside speaks {language}.", language=own_name(language())))
        return
    for code in languages():
        typer.echo(f"{'*' if code == language() else ' '} {code:<6} {own_name(code)}")
