"""Where matside's own data files lie, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

from matside.errors import MatsideError

_PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """Return the folder of data files called ``name``, such as ``models`` or ``exercises``.

    An installed wheel carries it inside the package; in an editable install it
    is the folder of that name at the top of the repository.

    Raises:
        MatsideError: Neither of the two exists.
    """
    packaged = _PACKAGE / "_data" / name
    checkout = _PACKAGE.parent.parent / name
    for folder in (packaged, checkout):
        if folder.is_dir():
            return folder
    raise MatsideError(
        "matside's own folder {name} was expected at {packaged} or at {checkout} "
        "and is at neither: reinstall matside.",
        name=f"{name!r}",
        packaged=packaged,
        checkout=checkout,
    )
