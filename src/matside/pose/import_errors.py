"""What to tell a person where a library cannot be loaded: the system's, or a Python package's own.

OpenCV's wheel for Linux loads libGL, GLib and libxcb from the system. Those of
MediaPipe and PyAV need nothing beyond the C++ run time, but some builds of
MediaPipe load libEGL and libGLESv2 as well, so all of them are offered. A library that
a wheel brings along is not the system's: without it, the package is not whole.
"""

from __future__ import annotations

import errno
import os
import re
import sys
import traceback
from pathlib import Path
from typing import Final

from matside.errors import MatsideError, SystemLibraryError, refusal

DEBIAN_PACKAGES: Final = "libgl1 libegl1 libgles2 libglib2.0-0 libsm6"
"""On Debian and Ubuntu; libgl1 brings libxcb1 along."""
FEDORA_PACKAGES: Final = "libglvnd-glx libglvnd-egl libglvnd-gles glib2 libSM"

_SHARED_OBJECT: Final = re.compile(r"(lib[\w+.-]*?\.so(?:\.\d+)*): cannot open shared object file")
_OTHER_PACKAGES: Final = {
    "libstdc++.so.6": ("libstdc++6", "libstdc++"),
    "libz.so.1": ("zlib1g", "zlib"),
    "libSM.so.6": ("libsm6", "libSM"),
    "libICE.so.6": ("libice6", "libICE"),
    "libXext.so.6": ("libxext6", "libXext"),
    "libXrender.so.1": ("libxrender1", "libXrender"),
}
"""What other builds of OpenCV are known to ask for: Debian's package, Fedora's package."""
_REMAINS_OF_OPENCV: Final = re.compile(
    r"module 'cv2[\w.]*' has no attribute|No module named 'cv2|import name '\w+' from 'cv2"
)
"""Two wheels of OpenCV share one folder: removing one leaves an empty shell of the other."""
_LINKERS: Final = {
    **{os.strerror(code): code for code in (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EPERM)},
    "failed to map segment from shared object": errno.ENOMEM,
}
"""What the linker says of a library that is there and is refused; the last gives no reason."""
_PLACES: Final = frozenset({"site-packages", "dist-packages"})
"""Folders that packages are installed into."""
_LIBRARIES: Final = {"cv2": ("OpenCV", "opencv-python"), "mediapipe": ("MediaPipe", "mediapipe")}
"""What is imported under another name than it is known by, or installed under."""
_COMMON_PREFIXES: Final = ("libGL", "libEGL", "libX11", "libxcb", "libglib-", "libgthread-")


def translate_import_error(error: BaseException) -> MatsideError | None:
    """Return what to tell the person if a library is missing, or a package is not whole.

    Args:
        error: What importing OpenCV, MediaPipe, PyAV or another package raised (``ImportError``
            or, where the library is opened by ``ctypes``, ``OSError``), or an
            ``AttributeError`` from an OpenCV that is not whole.

    Returns:
        An error to raise ``from`` it, also for what the system refuses (``refusal``), or
        ``None`` if it is about something else, such as a mistake in matside itself.
    """
    text = str(error)
    if _REMAINS_OF_OPENCV.search(text):
        return _not_whole("cv2", text)
    if not isinstance(error, ImportError | OSError):
        return None
    return refusal(_as_the_systems(error, text)) or _missing(error, text)


def _missing(error: ImportError | OSError, text: str) -> SystemLibraryError | None:
    """Return what to tell of a library or a package that is missing or not whole."""
    match = _SHARED_OBJECT.search(text)
    package = _broken_package(error)
    if match is not None and (package is None or _is_of_the_system(match[1])):
        return _linux_advice(match[1])
    if package is not None and "DLL load failed" not in text:
        return _not_whole(package, text)
    if "DLL load failed" in text or "or one of its dependencies" in text:
        return SystemLibraryError(
            "A library of Windows that matside needs could not be loaded ({text}): "
            "install the Microsoft Visual C++ Redistributable, and on Windows N "
            "the Media Feature Pack.",
            text=text,
        )
    return None


def _as_the_systems(error: ImportError | OSError, text: str) -> OSError:
    """Return what the system's linker could not open a library for as the system would say it."""
    if isinstance(error, OSError):
        return error
    code = next((code for words, code in _LINKERS.items() if words in text), 0)
    return OSError(code, text, text.partition(":")[0])


def _broken_package(error: Exception) -> str | None:
    """Return which package could not be imported, if it is neither Python's nor matside's own."""
    if not isinstance(error, ImportError):
        return None
    if isinstance(error, ModuleNotFoundError) and error.name:
        root = error.name.partition(".")[0]
        return None if root == "matside" or root in sys.stdlib_module_names else root
    for frame, _ in reversed(list(traceback.walk_tb(error.__traceback__))):
        root = frame.f_globals.get("__name__", "").partition(".")[0]
        if root not in sys.stdlib_module_names:
            installed = _PLACES & set(Path(frame.f_code.co_filename).parts)
            return root if installed or root in _LIBRARIES else None
    return None


def _not_whole(package: str, text: str) -> SystemLibraryError:
    library, wheel = _LIBRARIES.get(package, (package, package))
    return SystemLibraryError(
        "{library} was expected to be installed whole and is not ({text}): reinstall it with "
        "'pip install --force-reinstall --no-deps {wheel}'.",
        library=library,
        text=next(iter(text.strip().splitlines()), "").rstrip("."),
        wheel=wheel,
    )


def _is_of_the_system(library: str) -> bool:
    return library in _OTHER_PACKAGES or library.startswith(_COMMON_PREFIXES)


def _linux_advice(library: str) -> SystemLibraryError:
    """Return the error that names ``library`` and the packages that carry it."""
    if library in _OTHER_PACKAGES:
        debian, fedora = _OTHER_PACKAGES[library]
    elif library.startswith(_COMMON_PREFIXES):
        debian, fedora = DEBIAN_PACKAGES, FEDORA_PACKAGES
    else:
        return SystemLibraryError(
            "The system library {library} was expected and is not installed: install the package "
            "of your system that contains it.",
            library=library,
        )
    return SystemLibraryError(
        "The system library {library} was expected and is not installed: on Debian or Ubuntu run "
        "'sudo apt-get install {debian}', on Fedora 'sudo dnf install {fedora}'.",
        library=library,
        debian=debian,
        fedora=fedora,
    )
