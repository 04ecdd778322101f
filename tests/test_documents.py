"""Documents that are made from the code are up to date, and the list of planted faults too."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "command", [["scripts/schema_docs.py", "--check"], ["scripts/planted_faults", "--list"]]
)
def test_it_is_up_to_date(repository, command):
    run = subprocess.run(
        [sys.executable, *command],
        cwd=repository,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
