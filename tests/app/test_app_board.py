"""The files that tell what a batch has begun, how far it is, and what it came to."""

from __future__ import annotations

import os
import time
from pathlib import Path

from matside.app.board import ABANDONED_S, Board, FileState, Outcome

DONE = Outcome(state=FileState.DONE, folder="out/a")


def test_a_board_knows_what_was_begun_and_what_it_came_to(tmp_path: Path) -> None:
    with Board.below(tmp_path) as board:
        assert (board.attempts(1), board.outcome(1), board.shares()) == (0, None, {})
        assert (board.begin(1), board.begin(1), board.begin(2)) == (1, 2, 1)
        board.show(1, 0.25)
        board.show(2, 0.5)
        assert board.shares() == {1: 0.25, 2: 0.5}
        board.end(1, DONE)
        assert (board.outcome(1), board.outcome(2)) == (DONE, None)
        assert board.shares() == {2: 0.5}
    assert not list(tmp_path.iterdir())


def test_a_disk_that_refuses_ends_nothing(tmp_path: Path) -> None:
    board = Board(tmp_path / "gone")
    board.show(1, 0.5)
    board.end(1, DONE)
    assert (board.begin(1), board.outcome(1), board.shares()) == (1, None, {})


def test_a_board_that_a_killed_batch_left_is_removed_once_it_is_old(tmp_path: Path) -> None:
    old, young = tmp_path / ".matside-batch-old", tmp_path / ".matside-batch-young"
    long_ago = time.time() - 2.0 * ABANDONED_S
    for folder in (old, young):
        folder.mkdir()
        (folder / "1.share").write_text("0.5")
        os.utime(folder, (long_ago, long_ago))
    os.utime(old / "1.share", (long_ago, long_ago))
    with Board.below(tmp_path):
        assert (old.exists(), young.exists()) == (False, True)
