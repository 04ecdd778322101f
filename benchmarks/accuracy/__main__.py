"""Lets the package run as ``python benchmarks/accuracy`` and ``python -m benchmarks.accuracy``."""

import sys
from pathlib import Path

if not __package__:
    sys.path[0] = str(Path(__file__).resolve().parent.parent.parent)

from benchmarks.accuracy.command import main

sys.exit(main())
