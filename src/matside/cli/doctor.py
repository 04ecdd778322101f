"""The command that says whether all is well on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

AsJson = Annotated[
    bool, typer.Option("--json", help="As JSON for a bug report, with nothing personal in it.")
]


def doctor(as_json: AsJson = False) -> None:  # noqa: FBT002 (typer's protocol)
    """Say whether this machine has all that matside needs, and what is kept on it."""
    from matside.app.doctor import run_doctor  # noqa: PLC0415

    raise typer.Exit(run_doctor(as_json=as_json))
