"""A session that stands in for ``run_practise``: pictures without a camera, and what was wished."""

from __future__ import annotations

import threading

import numpy as np

from matside.app.practice_setting import PracticeOptions
from matside.app.practise import Practised
from matside.coach.summary import Notice, NoticeKind, Summary
from matside.overlay.hud import Banner, BannerKind, Hud, Ring
from matside.page.live_model import Command

WORDS = Hud(
    title="Cat-cow",
    ring=Ring(share=0.5, figure="4", unit="of 8"),
    banner=Banner(kind=BannerKind.CUE, text="Press the floor away."),
)
PICTURE = np.full((36, 64, 3), 90, np.uint8)
NOTHING = Summary(
    start_s=0.0,
    end_s=0.0,
    frames=0,
    coverage=0.0,
    people=0,
    postures={},
    sections=(),
    stills=(),
    notices=(),
)


class Session:
    """Stands in for ``run_practise``: shows one picture after the other until it is ended."""

    def __init__(self, *, failure: Exception | None = None, asks: bool = False) -> None:
        self.options: PracticeOptions | None = None
        self.commands: list[tuple[Command, int]] = []
        self.failure = failure
        self.asks = asks
        self.pain: int | None = None
        self.let_go = threading.Event()

    def __call__(self, options, *, devices, **_rest) -> Practised:
        self.options = options
        if self.failure is not None:
            raise self.failure
        with devices.window(False) as display:
            stopped = False
            while not (display.closed or stopped or self.let_go.wait(0.01)):
                display.publish(PICTURE, WORDS, {"caption": "Four."})
                found = display.commands()
                self.commands += found
                stopped = (Command.STOP, 0) in found
            if self.asks:
                self.pain = options.pain_after()
        after = [] if self.pain is None else [Notice(kind=NoticeKind.PAIN_AFTER, count=self.pain)]
        return Practised(summary=NOTHING.noting(*after), folder=None)
