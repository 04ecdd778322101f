"""An icon that opens matside's page: a menu entry on Linux, an app on macOS, a Start menu file."""

from __future__ import annotations

import os
import plistlib
import shlex
import sys
from importlib import resources
from pathlib import Path
from typing import Final

from matside.errors import OutputError, system_reason
from matside.translation import _

_NAME: Final = "matside"
_RUNS: Final = ("-m", "matside")


def make_shortcut(
    *, platform: str = sys.platform, home: Path | None = None, python: str = sys.executable
) -> Path:
    """Write the icon that starts ``matside`` with this Python; return where it lies.

    An icon that is there already is replaced.

    Args:
        platform: As ``sys.platform`` tells it; what is neither ``win32`` nor ``darwin`` is taken
            for a desktop after freedesktop.org.
        home: The person's folder; by default that of this account.
        python: The interpreter that has matside.

    Raises:
        OutputError: It could not be written.
    """
    home = home or Path.home()
    write = {"win32": _for_windows, "darwin": _for_macos}.get(platform, _for_linux)
    try:
        return write(home, python)
    except OSError as error:
        raise OutputError(
            "The icon could not be written to {filename}: {reason}; check that the "
            "folder may be written to. 'matside' in a terminal opens the page all "
            "the same.",
            filename=error.filename,
            reason=system_reason(error),
        ) from error


def _for_linux(home: Path, python: str) -> Path:
    data = os.environ.get("XDG_DATA_HOME") if home == Path.home() else None
    path = Path(data or home / ".local" / "share") / "applications" / f"{_NAME}.desktop"
    icon = resources.files("matside.page").joinpath("assets", "icon.svg")
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        f"Name={_NAME}",
        f"Comment={_('A coach at the side of the exercise mat')}",
        f"Exec={' '.join(_desktop_quoted(part) for part in (python, *_RUNS))}",
        f"Icon={icon}",
        "Terminal=false",
        "Categories=Education;Sports;",
    )
    return _written(path, "\n".join(lines) + "\n")


def _desktop_quoted(part: str) -> str:
    """Return an argument as the Desktop Entry Specification wants it in ``Exec``."""
    for letter in '\\"`$':
        part = part.replace(letter, f"\\{letter}")
    return f'"{part}"'.replace("\\", "\\\\").replace("%", "%%")


def _for_macos(home: Path, python: str) -> Path:
    app = home / "Applications" / f"{_NAME}.app"
    command = " ".join(shlex.quote(part) for part in (python, *_RUNS))
    script = _written(app / "Contents" / "MacOS" / _NAME, f"#!/bin/sh\nexec {command}\n")
    script.chmod(0o755)
    about = {
        "CFBundleName": _NAME,
        "CFBundleIdentifier": "org.matside.page",
        "CFBundleExecutable": _NAME,
        "CFBundlePackageType": "APPL",
        "NSCameraUsageDescription": _(
            "matside looks at you while you stretch; nothing is sent away."
        ),
    }
    _written(app / "Contents" / "Info.plist", plistlib.dumps(about).decode())
    return app


def _for_windows(home: Path, python: str) -> Path:
    menu = home / "AppData" / "Roaming" / "Microsoft" / "Windows" / "Start Menu" / "Programs"
    without_console = Path(python).with_name("pythonw.exe")
    program = str(without_console if without_console.exists() else python).replace("%", "%%")
    command = f'start "" "{program}" {" ".join(_RUNS)}'
    return _written(menu / f"{_NAME}.bat", f"@echo off\r\nchcp 65001 >nul\r\n{command}\r\n")


def _written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path
