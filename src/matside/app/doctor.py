"""Check of this machine: whether it has all that matside needs, and what matside keeps on it."""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Final

from matside import __version__
from matside.errors import MatsideError, OutputError
from matside.page.model import FindingRow
from matside.record.files import OutputFolder
from matside.record.history.database import own_folder
from matside.terminal.as_json import print_json
from matside.terminal.tables import say
from matside.translation import N_, _, language, ngettext, use_language
from matside.wording.formatting import file_size, number

_LEAST_PYTHON: Final = (3, 11)
_QUIET_MEDIAPIPE: Final = ("0.10.31",)
"""Versions that were watched under strace through whole sessions and attempted no connection."""
_LEAST_FREE_BYTES: Final = 2_000_000_000
"""An hour's recording with its report."""
_GB: Final = 1e9
_APART_S: Final = 60.0
"""How long all checks together may take in a process of their own, seconds."""
_GL_LIBRARIES: Final = ("libGL.so.1", "libEGL.so.1", "libGLESv2.so.2")
"""Of the system, on Linux: the first for OpenCV, the others for MediaPipe."""
_LABELS: Final = {
    "models": N_("models"),
    "display": N_("display"),
    "cameras": N_("cameras"),
    "voice": N_("voice"),
    "sound": N_("sound"),
    "disk": N_("disk"),
    "kept": N_("kept"),
    "rights": N_("rights"),
}
"""What the checks are called; libraries by their own names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found.

    Attributes:
        found: What is there, in a few words.
        advice: What to do, as a sentence; empty where all is well.
        facts: The same for a bug report: nothing personal, no name, no path.
    """

    found: str
    advice: str = ""
    facts: Mapping[str, str | int | bool] = field(default_factory=dict)


Check = Callable[[], Finding]


def run_doctor(*, as_json: bool = False, checks: Mapping[str, Check] | None = None) -> int:
    """Print what each check found; return 0 where all is well, else 1.

    Args:
        as_json: As JSON for a bug report, without anything personal.
        checks: What to check, by name; by default ``CHECKS``.
    """
    findings = _findings(checks or CHECKS)
    if as_json:
        findings_json = {
            name: {"fine": not finding.advice, **finding.facts}
            for name, finding in findings.items()
        }
        findings_json["matside"] = {"version": __version__, "system": platform.system()}
        print_json(findings_json)
    else:
        rows = _rows(findings)
        width = max((len(row.name) for row in rows), default=0)
        for row in rows:
            mark = "✓" if not row.advice else "!"
            say(f"{mark} {row.name:<{width}} {row.found}")
            if row.advice:
                say(f"  {'':<{width}} {row.advice}")
    return int(any(finding.advice for finding in findings.values()))


def findings_apart(
    checks: Mapping[str, Check] | None = None, *, within_s: float = _APART_S
) -> tuple[FindingRow, ...]:
    """Return what each check finds, in a process of its own, where a driver may crash or hang.

    Args:
        checks: What to check, by name; by default ``CHECKS``.
        within_s: How long that may take, seconds.

    Raises:
        MatsideError: It crashed, or took longer.
    """
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(sender, language(), checks), daemon=True)
    process.start()
    sender.close()
    with closing(receiver):
        try:
            if receiver.poll(within_s):
                rows: tuple[FindingRow, ...] = receiver.recv()
                return rows
        except EOFError:
            pass  # it crashed
        finally:
            process.kill()
            process.join()
    raise MatsideError(
        "The check was expected to come to its end and did not: type 'matside doctor' into a "
        "terminal to see how far it comes."
    )


def _send(sender: Connection, code: str, checks: Mapping[str, Check] | None) -> None:
    use_language(code)
    sender.send(_rows(_findings(checks or CHECKS)))


def _findings(checks: Mapping[str, Check]) -> dict[str, Finding]:
    return {name: _tried(check) for name, check in checks.items()}


def _rows(findings: Mapping[str, Finding]) -> tuple[FindingRow, ...]:
    return tuple(
        FindingRow(name=_(_LABELS.get(name, name)), found=finding.found, advice=finding.advice)
        for name, finding in findings.items()
    )


def _tried(check: Check) -> Finding:
    """Return what the check found; an exception of whatever library is a finding too."""
    try:
        with _no_native_messages():
            return check()
    except MatsideError as error:
        return Finding(found=_("not there"), advice=str(error))
    except Exception as error:  # noqa: BLE001 - what fails is what is looked for
        from matside.pose.import_errors import translate_import_error  # noqa: PLC0415

        known = translate_import_error(error)
        reason = str(known) if known is not None else f"{type(error).__name__}: {error}"
        return Finding(found=_("cannot be used"), advice=reason)


@contextmanager
def _no_native_messages() -> Iterator[None]:
    """Keep what libraries of sound and display write to the terminal themselves off it."""
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 (no path of a person's)
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _python() -> Finding:
    found = platform.python_version()
    advice = ""
    if sys.version_info < _LEAST_PYTHON:
        advice = _("Python 3.11 or later is needed: install it and matside into it.")
    return Finding(found=found, advice=advice, facts={"version": found})


def _opencv() -> Finding:
    import cv2  # noqa: PLC0415

    windows = cv2.currentUIFramework()
    advice = ""
    if not windows:
        advice = _("It opens no windows: install opencv-python, not the headless one.")
    found = cv2.__version__
    return Finding(found=found, advice=advice, facts={"version": found, "windows": windows})


def _mediapipe() -> Finding:
    from mediapipe.tasks.python import vision  # noqa: PLC0415 (loads the libraries it needs)

    found = version("mediapipe")
    advice = ""
    if found not in _QUIET_MEDIAPIPE:
        advice = _(
            "Version {known} was watched and connects to nowhere; of this one it is not known: "
            "'pip install mediapipe=={known}' to be sure.",
            known=", ".join(_QUIET_MEDIAPIPE),
        )
    return Finding(found=found, advice=advice, facts={"version": found, "loads": bool(vision)})


def _gl() -> Finding:
    if not sys.platform.startswith("linux"):
        return Finding(found=_("part of the system"), facts={"loads": True})
    for library in _GL_LIBRARIES:
        ctypes.CDLL(library)
    return Finding(found=", ".join(_GL_LIBRARIES), facts={"loads": True})


def _models() -> Finding:
    from matside.overlay.faces import FaceDetector  # noqa: PLC0415
    from matside.pose.model import Quality, load_model  # noqa: PLC0415

    models = [load_model(quality) for quality in Quality]
    FaceDetector()
    found = ", ".join(f"{model.name} ({model.sha256[:12]})" for model in models)
    facts = {quality.value: model.sha256 for quality, model in zip(Quality, models, strict=True)}
    return Finding(found=found, facts=facts)


def _display() -> Finding:
    from matside.overlay.display import required_display, screen_size_px  # noqa: PLC0415

    with required_display():
        size = screen_size_px()
    found = "{} x {}".format(*size) if size is not None else _("there is one")
    return Finding(found=found, facts={"size": found})


def _cameras() -> Finding:
    from matside.capture.camera_list import list_cameras  # noqa: PLC0415

    cameras = list_cameras()
    troubles = [camera.trouble for camera in cameras if camera.trouble]
    advice = " ".join(troubles)
    if not cameras:
        advice = _("Plug a camera in, or name a stream or a video with --camera.")
    return Finding(
        found=ngettext("{n} camera", "{n} cameras", len(cameras)),
        advice=advice,
        facts={"count": len(cameras), "in_trouble": len(troubles)},
    )


def _voice() -> Finding:
    from matside.app.settings import wanted_speech  # noqa: PLC0415 (brings OpenCV along)
    from matside.sound.speech_engine import system_engine  # noqa: PLC0415

    sound = system_engine(wanted_speech()).render(_("One."))
    return Finding(found=_("it speaks"), facts={"samples": len(sound)})


def _sound() -> Finding:
    from matside.sound.sound_output import DeviceOutput  # noqa: PLC0415

    with closing(DeviceOutput(origin_s=0.0)):
        return Finding(found=_("there is a device"))


def _disk() -> Finding:
    folder = own_folder()
    there = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(there).free
    found = _("{size} GB free", size=number(free / _GB, 1))
    advice = (
        "" if free >= _LEAST_FREE_BYTES else _("Free some space: an hour's recording needs it.")
    )
    return Finding(found=found, advice=advice, facts={"free_bytes": free})


def _kept() -> Finding:
    folder = own_folder()
    if not folder.exists():
        return Finding(found=_("nothing yet, in {folder}", folder=folder), facts={"bytes": 0})
    try:
        OutputFolder.at(folder)
    except OutputError as error:
        return Finding(found=_("cannot be used"), advice=str(error))
    files = [path for path in folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    found = ngettext(
        "{n} file, {size}, in {folder}",
        "{n} files, {size}, in {folder}",
        len(files),
        size=file_size(size),
        folder=folder,
    )
    return Finding(found=found, facts={"files": len(files), "bytes": size})


def _rights() -> Finding:
    folder = own_folder()
    if not folder.exists() or sys.platform == "win32":
        return Finding(found=_("as the system gives them"), facts={"private": True})
    mode = stat.S_IMODE(folder.stat().st_mode)
    private = not mode & 0o077
    advice = ""
    if not private:
        advice = _("Others can look into {folder}: 'chmod 700' it.", folder=folder)
    found = _("you alone may look in") if private else _("others may look in")
    return Finding(found=found, advice=advice, facts={"private": private})


CHECKS: Final[Mapping[str, Check]] = {
    "python": _python,
    "opencv": _opencv,
    "mediapipe": _mediapipe,
    "GL": _gl,
    "models": _models,
    "display": _display,
    "cameras": _cameras,
    "voice": _voice,
    "sound": _sound,
    "disk": _disk,
    "kept": _kept,
    "rights": _rights,
}
"""What is checked, by name."""
PAGE_CHECKS: Final = {name: check for name, check in CHECKS.items() if name != "display"}
"""What the page needs: it is in a browser, so no window has to open."""
