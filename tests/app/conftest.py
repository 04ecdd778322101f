"""One analysis of one sample, made once for all tests, and what a job prints."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from matside.app.analysis import Analysis


@pytest.fixture(scope="session")
def analysis(clip: Path, looked_at) -> Analysis:
    return looked_at(clip.stem).analysis


@pytest.fixture
def said(capsys, monkeypatch) -> Callable[[], str]:
    """Return all words that were printed so far, on a wide terminal."""
    monkeypatch.setenv("COLUMNS", "120")
    printed: list[str] = []

    def words() -> str:
        printed.append(capsys.readouterr().out)
        return " ".join("".join(printed).split())

    return words
