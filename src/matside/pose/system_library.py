"""Missing libraries of the operating system: errors that name the packages to install.

OpenCV's wheel for Linux loads libGL, GLib and libxcb from the system. Those of
MediaPipe and PyAV need nothing beyond the C++ run time, but some builds of
MediaPipe load libEGL and libGLESv2 as well, so all of them are offered.
"""

from __future__ import annotations

import re
from typing import Final

from matside.errors import SystemLibraryError

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
_COMMON_PREFIXES: Final = ("libGL", "libEGL", "libX11", "libxcb", "libglib-", "libgthread-")


def translate_import_error(error: BaseException) -> SystemLibraryError | None:
    """Return what to say to the user if ``error`` is about a missing library of the system.

    Args:
        error: What importing OpenCV, MediaPipe or PyAV raised (``ImportError``
            or, where the library is opened by ``ctypes``, ``OSError``), or an
            ``AttributeError`` from an OpenCV that is not whole.

    Returns:
        An error to raise ``from`` it, or ``None`` if it is about something
        else, such as a Python package that is not installed.
    """
    text = str(error)
    if _REMAINS_OF_OPENCV.search(text):
        return SystemLibraryError(
            "OpenCV was expected to be installed whole and is not ({text}): "
            "reinstall it with 'pip install --force-reinstall --no-deps "
            "opencv-python'.",
            text=text,
        )
    if not isinstance(error, ImportError | OSError):
        return None
    match = _SHARED_OBJECT.search(text)
    if match is not None:
        return _linux_advice(match[1])
    if "DLL load failed" in text or "or one of its dependencies" in text:
        return SystemLibraryError(
            "A library of Windows that matside needs could not be loaded ({text}): "
            "install the Microsoft Visual C++ Redistributable, and on Windows N "
            "the Media Feature Pack.",
            text=text,
        )
    return None


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
