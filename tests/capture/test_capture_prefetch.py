"""Reading ahead: order, errors, and no thread left over."""

from __future__ import annotations

import gc
import threading
import traceback
from collections.abc import Iterator
from typing import Any

import pytest

from matside.capture.prefetch import THREAD_NAME, Prefetch

LONG = 10.0
"""Seconds after which a wait in a test has failed; none comes near it."""


class Producer:
    """Counts up for ever; tells how far it came, where it was closed, and lets tests wait."""

    def __init__(self, stop_at: int | None = None) -> None:
        self.made = 0
        self.closed_in: str | None = None
        self.stop_at = stop_at

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        if self.made == self.stop_at:
            raise StopIteration
        self.made += 1
        return self.made - 1

    def close(self) -> None:
        self.closed_in = threading.current_thread().name


@pytest.fixture(autouse=True)
def no_thread_left_over() -> Iterator[None]:
    yield
    gc.collect()
    for thread in threading.enumerate():
        if thread.name == THREAD_NAME:
            thread.join(LONG)
            assert not thread.is_alive()


def test_every_item_arrives_in_order() -> None:
    with Prefetch(range(1000), depth=3) as items:
        assert list(items) == list(range(1000))
        assert list(items) == []


def test_an_empty_iterable_ends_at_once() -> None:
    nothing: list[int] = []
    with Prefetch(nothing) as items:
        assert list(items) == []


def test_reads_no_further_ahead_than_its_depth() -> None:
    taken = 0
    furthest = 0

    def numbers() -> Iterator[int]:
        nonlocal furthest
        for number in range(200):
            furthest = max(furthest, number - taken)
            yield number

    with Prefetch(numbers(), depth=2) as items:
        for _ in items:
            taken += 1
    # Two lie ready, one is being handed over, and one was taken but not yet counted.
    assert furthest <= 4


def test_a_slow_consumer_finds_items_waiting() -> None:
    reached = threading.Event()

    def numbers() -> Iterator[int]:
        for number in range(6):
            if number == 3:
                reached.set()
            yield number

    with Prefetch(numbers(), depth=3) as items:
        assert reached.wait(LONG), "nothing was read ahead"
        assert list(items) == list(range(6))


def test_an_exception_comes_after_the_items_before_it_with_its_traceback() -> None:
    def failing() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("the third went wrong")

    with Prefetch(failing()) as items:
        assert next(items) == 1
        assert next(items) == 2
        with pytest.raises(ValueError, match="the third went wrong") as caught:
            next(items)
        names = [entry.name for entry in traceback.extract_tb(caught.value.__traceback__)]
        assert "failing" in names
        with pytest.raises(StopIteration):
            next(items)


def test_an_exception_of_iter_itself_is_raised_too() -> None:
    five: Any = 5
    with Prefetch(five) as items, pytest.raises(TypeError, match="not iterable"):
        next(items)


def test_closing_early_ends_the_thread_and_closes_the_iterator_in_it() -> None:
    producer = Producer()
    items = Prefetch(producer, depth=2)
    assert next(items) == 0
    items.close()
    items.close()
    assert not items._thread.is_alive()
    assert producer.closed_in == THREAD_NAME
    assert producer.made <= 5
    assert list(items) == []


def test_the_iterator_is_closed_at_its_end_too() -> None:
    producer = Producer(stop_at=3)
    with Prefetch(producer) as items:
        assert list(items) == [0, 1, 2]
    assert producer.closed_in == THREAD_NAME


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_a_raising_consumer_leaves_no_thread(error: type[BaseException]) -> None:
    producer = Producer()
    items = Prefetch(producer)

    def consume() -> None:
        with items:
            for item in items:
                if item == 5:
                    raise error

    with pytest.raises(error):
        consume()
    assert not items._thread.is_alive()
    assert producer.closed_in == THREAD_NAME


def test_dropping_it_ends_the_thread() -> None:
    producer = Producer()
    items = Prefetch(producer)
    thread = items._thread
    next(items)
    del items
    gc.collect()
    thread.join(LONG)
    assert not thread.is_alive()


def test_the_thread_is_a_daemon_with_a_name() -> None:
    with Prefetch(Producer()) as items:
        assert items._thread.daemon
        assert items._thread.name == THREAD_NAME


def test_an_error_while_closing_is_raised_unless_nobody_listens() -> None:
    class Stuck(Producer):
        def close(self) -> None:
            raise OSError("cannot close")

    with Prefetch(Stuck(stop_at=1)) as items:
        assert next(items) == 0
        with pytest.raises(OSError, match="cannot close"):
            next(items)
    with Prefetch(Stuck()) as items:
        assert next(items) == 0
