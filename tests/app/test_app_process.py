"""Signals that end a command gently, and how many arenas the C library keeps for eight threads."""

import os
import platform
import signal
import subprocess
import sys
import threading

import pytest

from matside.app.process import asked_to_end, ended_by_signals, undisturbed

COUNT_ARENAS = """
import ctypes, sys, threading
from matside.app.process import share_arenas

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
if "shared" in sys.argv:
    share_arenas()
together = threading.Barrier(8)

def take():
    together.wait()
    libc.malloc(10_000)
    together.wait()

threads = [threading.Thread(target=take) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
libc.fdopen.restype = ctypes.c_void_p
libc.malloc_info(0, ctypes.c_void_p(libc.fdopen(1, b"w")))
libc.fflush(None)
"""


def arenas(*arguments: str) -> int:
    command = [sys.executable, "-c", COUNT_ARENAS, *arguments]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return told.count("<heap nr=")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc's memory has arenas")
def test_threads_share_two_arenas():
    assert arenas() > 2
    assert arenas("shared") <= 2


@pytest.mark.skipif(os.name != "posix", reason="Windows sends no signal to a process")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_kind_kill_is_ctrl_c_and_afterwards_what_it_was(name):
    number = getattr(signal, name)
    assert threading.current_thread() is threading.main_thread()
    before = signal.getsignal(number)
    with pytest.raises(KeyboardInterrupt), ended_by_signals():
        os.kill(os.getpid(), number)
    assert signal.getsignal(number) is before


@pytest.mark.skipif(os.name != "posix", reason="Windows sends no signal to a process")
def test_what_nohup_has_ignored_ends_nothing():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with ended_by_signals(), asked_to_end() as asked:
            os.kill(os.getpid(), signal.SIGHUP)
            assert not asked()
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.skipif(os.name != "posix", reason="Windows sends no signal to a process")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_the_first_signal_is_noted_and_the_second_interrupts(name):
    number = getattr(signal, name)
    with ended_by_signals(), asked_to_end() as asked:
        assert not asked()
        os.kill(os.getpid(), number)
        assert asked()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), number)


@pytest.mark.skipif(os.name != "posix", reason="Windows sends no signal to a process")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_what_puts_things_in_order_is_disturbed_by_no_signal(name):
    try:
        with ended_by_signals(), undisturbed():
            os.kill(os.getpid(), getattr(signal, name))
    except KeyboardInterrupt:
        pytest.fail(f"{name} got through")
