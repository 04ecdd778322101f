"""A session whose voice speaks with the engines of these tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from tests.sound.voice_session import Session


@pytest.fixture
def session(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(Path(__file__).parent), *sys.path)))
    session = Session(tmp_path)
    yield session
    session.close()
