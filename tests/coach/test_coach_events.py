"""The set of events is closed, and an event cannot be changed once it was told."""

import dataclasses
import typing

import pytest

from matside.coach import events as ev


def test_every_kind_of_event_belongs_to_the_union():
    kinds = {
        kind
        for kind in vars(ev).values()
        if isinstance(kind, type) and issubclass(kind, ev._Event) and kind is not ev._Event
    }
    assert kinds == set(typing.get_args(ev.Event))
    assert len(kinds) == 13


@pytest.mark.parametrize("kind", typing.get_args(ev.Event))
def test_event_is_frozen_and_has_a_moment_and_an_exercise(kind):
    fields = {field.name: field for field in dataclasses.fields(kind)}
    event = kind(**dict.fromkeys(fields, 0.0))
    assert {"t_s", "exercise"} <= set(fields)
    with pytest.raises(dataclasses.FrozenInstanceError):
        event.t_s = 1.0
