"""Documents that are made from the code are up to date, and examples in docstrings are true."""

import doctest
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import matside

SOURCE = Path(matside.__file__).parent
EXAMPLES = [
    path.relative_to(SOURCE.parent).with_suffix("").as_posix().replace("/", ".")
    for path in sorted(SOURCE.rglob("*.py"))
    if ">>>" in path.read_text("utf-8") and path.name != "api.py"  # tests/app has its own
]


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


@pytest.mark.parametrize("module", EXAMPLES)
def test_the_examples_of_a_module_are_true(module):
    failed, tried = doctest.testmod(importlib.import_module(module))
    assert tried > 0
    assert failed == 0
