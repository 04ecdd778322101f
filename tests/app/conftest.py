"""One analysis of one sample, made once for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from matside.app.analysis import Analysis


@pytest.fixture(scope="session")
def analysis(clip: Path, looked_at) -> Analysis:
    return looked_at(clip.stem).analysis
