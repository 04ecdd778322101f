"""What is told of libraries of the system that are missing and packages that are not whole."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from matside.errors import SystemLibraryError
from matside.pose.import_errors import translate_import_error


@pytest.mark.parametrize(
    ("library", "debian", "fedora"),
    [
        ("libGL.so.1", "libgl1", "libglvnd-glx"),
        ("libEGL.so.1", "libegl1", "libglvnd-egl"),
        ("libGLESv2.so.2", "libgles2", "libglvnd-gles"),
        ("libgthread-2.0.so.0", "libglib2.0-0", "glib2"),
        ("libglib-2.0.so.0", "libglib2.0-0", "glib2"),
        ("libSM.so.6", "libsm6", "libSM"),
    ],
)
def test_names_the_library_and_its_packages(library: str, debian: str, fedora: str) -> None:
    error = ImportError(f"{library}: cannot open shared object file: No such file or directory")
    translated = translate_import_error(error)
    assert isinstance(translated, SystemLibraryError)
    text = str(translated)
    assert f"The system library {library} was expected" in text
    apt, _, dnf = text.partition("on Fedora")
    assert debian in apt
    assert fedora in dnf


def test_an_error_of_ctypes_counts_too() -> None:
    error = OSError("libEGL.so.1: cannot open shared object file: No such file or directory")
    assert "libegl1" in str(translate_import_error(error))


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.EMFILE, os.strerror(errno.EMFILE), "libx.so"), "too many files are open"),
        (
            ImportError(f"libx.so: cannot open shared object file: {os.strerror(errno.EMFILE)}"),
            "too many files are open",
        ),
        (
            ImportError("libx.so: failed to map segment from shared object"),
            "there is not enough memory",
        ),
        (
            ImportError(
                f"libx.so: failed to map segment from shared object: {os.strerror(errno.EPERM)}"
            ),
            "permission denied",
        ),
    ],
)
def test_what_the_system_refuses_is_no_reason_to_reinstall(error: Exception, reason: str) -> None:
    assert str(translate_import_error(error)).startswith(f"Cannot use libx.so: {reason}.")


def test_an_unknown_library_is_named_without_guessing_its_package() -> None:
    error = ImportError("libfoo+bar-2.so.9: cannot open shared object file: No such file")
    text = str(translate_import_error(error))
    assert "libfoo+bar-2.so.9" in text
    assert "apt-get" not in text


@pytest.mark.parametrize(
    "error",
    [
        ImportError(
            "DLL load failed while importing cv2: The specified module could not be found."
        ),
        FileNotFoundError("Could not find module 'x.dll' (or one of its dependencies)."),
    ],
)
def test_windows_is_told_what_to_install(error: Exception) -> None:
    assert "Visual C++ Redistributable" in str(translate_import_error(error))


@pytest.mark.parametrize(
    "error",
    [
        ModuleNotFoundError("No module named 'rich'"),
        FileNotFoundError(2, "No such file or directory", "a.mp4"),
        ValueError("libGL.so.1: cannot open shared object file"),
    ],
)
def test_other_errors_are_none_of_its_business(error: Exception) -> None:
    assert translate_import_error(error) is None


@pytest.mark.parametrize(
    "error",
    [
        AttributeError("module 'cv2' has no attribute 'imdecode'"),
        AttributeError("module 'cv2.utils' has no attribute 'logging'"),
        ModuleNotFoundError("No module named 'cv2'"),
        ImportError("cannot import name 'VideoCapture' from 'cv2' (unknown location)"),
    ],
)
def test_remains_of_opencv_are_told_with_how_to_reinstall_it(error: Exception) -> None:
    translated = translate_import_error(error)
    assert isinstance(translated, SystemLibraryError)
    assert "pip install --force-reinstall --no-deps opencv-python" in str(translated)


LOADER = "import importlib, sys\ndef bootstrap():\n    sys.path.insert(0, __path__[0])\n"
BREAKAGES = {
    "empty": "",
    "without its library": f"{LOADER}    raise ImportError('recursion is detected')\nbootstrap()",
    "with another one's library": "raise ImportError('numpy.core.multiarray failed to import')",
    "without the libraries it brings": "raise ImportError("
    "'libopenblasp-r0-59ffcd50.so: cannot open shared object file: No such file')",
    "without a part": "import cv2.typing",
}


@pytest.mark.parametrize("command", [["analyse"], ["doctor"]])
@pytest.mark.parametrize("breakage", BREAKAGES)
def test_a_half_removed_opencv_is_one_sentence(
    tmp_path: Path, repository: Path, breakage: str, command: list[str]
) -> None:
    package = tmp_path / "cv2"
    package.mkdir()
    (package / "__init__.py").write_text(BREAKAGES[breakage])
    finds = "sys.path.insert(0, sys.argv.pop(1)); from matside.cli import main; sys.exit(main())"
    call = [sys.executable, "-c", f"import sys; {finds}", str(package.parent), *command]
    if command == ["analyse"]:
        sample = repository / "sample_videos" / "cat_cow_5reps.mp4"
        call += [str(sample), "-o", str(tmp_path)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    told = done.stdout + done.stderr
    assert "OpenCV was expected to be installed whole" in told
    assert "pip install --force-reinstall --no-deps opencv-python" in told
    assert "Traceback" not in told


def test_a_package_that_is_missing_is_named_and_a_part_of_python_or_matside_is_not() -> None:
    told = str(translate_import_error(ModuleNotFoundError("No module named 'av'", name="av")))
    assert "--no-deps av'" in told
    for name in ("matside.fly", "_lzma"):
        assert translate_import_error(ModuleNotFoundError("No such module", name=name)) is None
