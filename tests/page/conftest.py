"""A server of the page with a data folder of its own."""

from __future__ import annotations

import pytest
from tests.page import page_rig


@pytest.fixture
def own(tmp_path, monkeypatch, own_account):
    """matside's own folder, empty."""
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path / "own"))
    return tmp_path / "own"


@pytest.fixture
def serve(own):
    """Start servers that end with the test."""
    running = []

    def start(**options):
        running.append(page_rig.start(**options))
        return running[-1]

    yield start
    for served in running:
        page_rig.stop(served)


@pytest.fixture
def served(serve):
    """A server that has let this client in."""
    server = serve()
    assert server.enter().status == 303
    return server
