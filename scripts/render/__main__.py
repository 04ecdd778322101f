"""Lets the package run as `python scripts/render CLIP.toml` and as `python -m render CLIP.toml`."""

import sys
from pathlib import Path

if not __package__:
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from render.cli import main

sys.exit(main())
