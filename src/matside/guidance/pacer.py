"""Breathing pacer: leads slow breaths by sound; it does not measure breathing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from matside.errors import UsageError
from matside.guidance.messages import Say, TopicKind
from matside.guidance.outcome import Breath, Chime
from matside.guidance.speech import Rank, Said, line

SHORTEST_S: Final = 2.0
"""Shortest breath in or out that is led."""
LONGEST_S: Final = 12.0
"""Longest breath in or out that is led."""
IN_WORDS: Final = 2
"""Number of breaths that are also led by words, until the sounds are known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreathingPace:
    """How long a breath in and a breath out last, in seconds.

    Six breaths a minute with the longer half out is the usual slow breathing.
    """

    in_s: float = 4.0
    out_s: float = 6.0


def breathing_pace(text: str) -> BreathingPace:
    """Return the pace that a text such as ``4-6`` asks for: seconds in, seconds out.

    Raises:
        UsageError: It is no such text, or a breath is shorter than 2 s or
            longer than 12 s.
    """
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*-\s*(\d+(?:\.\d+)?)\s*", text)
    times = [float(number) for number in found.groups()] if found else []
    if not times or not all(SHORTEST_S <= time <= LONGEST_S for time in times):
        raise UsageError(
            "A breathing pace is two numbers such as 4-6, seconds in and seconds "
            "out, each {shortest_s} to {longest_s}; found '{text}'.",
            shortest_s=f"{SHORTEST_S:g}",
            longest_s=f"{LONGEST_S:g}",
            text=text,
        )
    return BreathingPace(in_s=times[0], out_s=times[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Pacer:
    """Where the pacer stands.

    Attributes:
        pace: How long the breaths last.
        since_s: When it began to lead; ``None`` while it does not.
        breath: The breath of the last moment, counted from 0: even ones go in.
        spoken: Breaths that were led by words so far.
    """

    pace: BreathingPace
    since_s: float | None = None
    breath: int = -1
    spoken: int = 0


def lead(state: Pacer, t_s: float, *, leading: bool) -> tuple[Pacer, Breath | None, Said]:
    """Return the pacer, where it stands, and what is heard of it at this moment.

    It begins with a breath in whenever it begins to lead.
    """
    if not leading:
        return replace(state, since_s=None, breath=-1), None, Said()
    since = t_s if state.since_s is None else state.since_s
    cycle = state.pace.in_s + state.pace.out_s
    rounds, rest = divmod(t_s - since, cycle)
    inward = rest < state.pace.in_s
    share = rest / state.pace.in_s if inward else (rest - state.pace.in_s) / state.pace.out_s
    number = 2 * int(rounds) + (not inward)
    breath = Breath(inward=inward, share=min(1.0, share))
    if number == state.breath:
        return replace(state, since_s=since), breath, Said()
    chimes = (Chime.BREATHE_IN if inward else Chime.BREATHE_OUT,)
    in_words = state.spoken < 2 * IN_WORDS
    word = Say.BREATHE_IN if inward else Say.BREATHE_OUT
    words = line(word, TopicKind.BREATH, Rank.COUNT, t_s + 0.8) if in_words else Said()
    after = replace(state, since_s=since, breath=number, spoken=state.spoken + in_words)
    return after, breath, words + Said(chimes=chimes)
