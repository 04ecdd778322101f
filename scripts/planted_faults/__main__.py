"""Mutation check by hand: plants one fault after another and expects the tests to notice.

    python scripts/planted_faults                 # all of them, some minutes
    python scripts/planted_faults --only phases   # those whose name or file holds a text
    python scripts/planted_faults --jobs 4
    python scripts/planted_faults --list          # only check that the list fits the source

Each fault of ``faults.toml`` replaces one piece of source text in a copy of the package and
runs the tests named beside it. A fault that no test notices has survived: the exit code is 1
and a test is missing. A piece of text that is not found exactly once is an error, so that the
list cannot go stale.
"""

from __future__ import annotations

import argparse
import importlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent.parent
FAULTS: Final = Path(__file__).resolve().parent / "faults.toml"
LONGEST_S: Final = 300
"""A fault that takes the tests more processor time than this has been noticed: nothing may hang.
Not by the clock: on a busy machine the tests of any fault would take that long."""
PATIENCE_S: Final = 3600.0
"""What waits for ever takes no processor time."""
FAILED: Final = 1
"""Exit code of pytest when tests failed; any other one says that none could run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedFault:
    """One wrong change of the source.

    Attributes:
        name: What is wrong with it, in a few words.
        file: Changed file, from the repository's root.
        right: Text as it stands in the file, exactly once.
        wrong: Text that takes its place.
        tests: Tests that should notice, from the repository's root.
        equivalent: Why no test can notice, for a change that alters no result; else empty.
    """

    name: str
    file: str
    right: str
    wrong: str
    tests: tuple[str, ...]
    equivalent: str = ""


def read_faults(path: Path = FAULTS) -> tuple[PlantedFault, ...]:
    """Return the faults of the list, each checked against the source that it changes.

    Raises:
        ValueError: A fault's text is not found exactly once, or changes nothing.
    """
    faults = []
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["fault"]:
        fault = PlantedFault(**{**entry, "tests": tuple(entry["tests"])})
        found = (ROOT / fault.file).read_text(encoding="utf-8").count(fault.right)
        if found != 1 or fault.right == fault.wrong:
            msg = (
                f"{fault.name}: expected the text to be changed exactly once in {fault.file}, "
                f"found it {found} times; adapt scripts/planted_faults/faults.toml"
            )
            raise ValueError(msg)
        faults.append(fault)
    return tuple(faults)


def survives(fault: PlantedFault) -> bool:
    """Return whether the tests pass with the fault planted in a copy of the package.

    Raises:
        RuntimeError: pytest could not run the tests.
    """
    with tempfile.TemporaryDirectory(prefix="planted-") as folder:
        source = Path(folder) / "src"
        shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("exercises", "models", "sample_videos"):
            (Path(folder) / name).symlink_to(ROOT / name)
        changed = Path(folder) / fault.file
        text = changed.read_text(encoding="utf-8")
        changed.write_text(text.replace(fault.right, fault.wrong), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
        environment = os.environ | {"PYTHONPATH": str(source), "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            run = subprocess.run(
                [*command, *fault.tests],
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
                timeout=PATIENCE_S,
                check=False,
                preexec_fn=_bounded if os.name == "posix" else None,
            )
        except subprocess.TimeoutExpired:
            return False
    if run.returncode == -getattr(signal, "SIGXCPU", 0):
        return False
    if run.returncode not in (0, FAILED):
        msg = f"{fault.name}: pytest could not run {fault.tests}:\n{run.stdout}{run.stderr}"
        raise RuntimeError(msg)
    return run.returncode == 0


def _bounded() -> None:
    resource = importlib.import_module("resource")  # POSIX's
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_S, LONGEST_S + 1))


def main(arguments: list[str] | None = None) -> int:
    """Plant the faults and print what became of each; return how many survived, 1 at most."""
    parser = argparse.ArgumentParser(prog="planted_faults", description=__doc__)
    parser.add_argument("--only", default="", help="faults whose name or file holds this text")
    parser.add_argument("--list", action="store_true", help="check and list them, plant none")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="runs at a time")
    options = parser.parse_args(arguments)
    faults = [f for f in read_faults() if options.only in f.name or options.only in f.file]
    if options.list:
        for fault in faults:
            print(f"{fault.file}: {fault.name}")
        return 0
    survivors = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        for fault, survived in zip(faults, pool.map(survives, faults), strict=True):
            expected = survived == bool(fault.equivalent)
            survivors += not expected
            verdict = "survived" if survived else "noticed"
            reason = f" (known: {fault.equivalent})" if fault.equivalent else ""
            print(f"{verdict:9} {fault.file}: {fault.name}{reason}", flush=True)
    print(f"{len(faults)} faults planted, {survivors} survived without an explanation")
    return 1 if survivors else 0


if __name__ == "__main__":
    raise SystemExit(main())
