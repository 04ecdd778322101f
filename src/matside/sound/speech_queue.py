"""Queue of sentences: at most two wait, and no stale one is begun. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from matside.guidance.outcome import Utterance

CAPACITY = 2
"""Utterances that may wait: anything later than that had better be said again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechQueue:
    """The sentence being said, and those that wait, next first."""

    speaking: Utterance | None = None
    waiting: tuple[Utterance, ...] = ()


def with_new(queue: SpeechQueue, new: Utterance) -> SpeechQueue:
    """The queue after something more is to be said.

    It takes the place of what waits on the same topic. What is urgent
    goes before what is not. Where more than ``CAPACITY`` would wait, the oldest
    that is not urgent is left out; if all are urgent, the oldest.
    """
    waiting = list(queue.waiting)
    places = [
        i for i, old in enumerate(waiting) if old.topic is not None and old.topic == new.topic
    ]
    if places and waiting[places[0]].urgent == new.urgent:
        waiting[places[0]] = new
    else:
        waiting = [old for i, old in enumerate(waiting) if i not in places]
        waiting.append(new)
    waiting.sort(key=lambda utterance: not utterance.urgent)
    if len(waiting) > CAPACITY:
        plain = [utterance for utterance in waiting if not utterance.urgent]
        waiting.remove((plain or waiting)[0])
    return replace(queue, waiting=tuple(waiting))


def up_next(queue: SpeechQueue, now_s: float) -> tuple[SpeechQueue, Utterance | None]:
    """The queue without what is stale, and what may begin at this moment.

    Nothing begins while something is being said, except what is urgent: it cuts off what is not,
    and an urgent one that was decided earlier. What may begin still waits in the queue that is
    returned: ``begun`` takes it out.
    """
    waiting = tuple(utterance for utterance in queue.waiting if now_s <= utterance.expires_s)
    queue = replace(queue, waiting=waiting)
    first = waiting[0] if waiting else None
    if first is None or queue.speaking is None or _cuts_off(first, queue.speaking):
        return queue, first
    return queue, None


def begun(queue: SpeechQueue, utterance: Utterance) -> SpeechQueue:
    """The queue after this utterance, which waited, was begun."""
    waiting = tuple(other for other in queue.waiting if other is not utterance)
    return SpeechQueue(speaking=utterance, waiting=waiting)


def ended(queue: SpeechQueue) -> SpeechQueue:
    """The queue after what was being said has ended."""
    return replace(queue, speaking=None)


def _cuts_off(new: Utterance, speaking: Utterance) -> bool:
    return new.urgent and (not speaking.urgent or new.t_s > speaking.t_s)
