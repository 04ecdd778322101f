"""The JSON Schema for editors: up to date, complete, and free of what TOML cannot say."""

import json

import pytest

from matside.body.catalogue import BY_NAME
from matside.exercise.json_schema import kinds_of, node_at, schema_of, schema_text
from matside.exercise.schema import Exercise

SCHEMA = schema_of(Exercise)


def test_committed_schema_is_up_to_date(repository):
    committed = (repository / "exercises" / "exercise.schema.json").read_text(encoding="utf-8")
    assert json.loads(committed) == json.loads(schema_text(Exercise)), (
        "run: matside exercises schema > exercises/exercise.schema.json"
    )


def test_every_exercise_file_names_the_schema_and_editors_find_it(repository):
    for path in (repository / "exercises").glob("*.toml"):
        first, _, _ = path.read_text(encoding="utf-8").partition("\n")
        assert first == "#:schema ./exercise.schema.json"


def test_schema_says_which_draft_it_follows():
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize(
    ("location", "fitting"),
    [
        (("shows", 0), None),
        (("neutral", "measures", 3), None),
        (("phase", 0, "when", 2, "measure"), None),
        (("fault", 0, "band", "when", 0, "measure"), None),
        (("fault", 0, "oscillation", "measure"), None),
        (("fault", 0, "travel", "measure"), None),
        (("fault", 0, "travel", "against"), False),
        (("fault", 0, "peak", "measure"), None),
        (("fault", 0, "lead", "leader"), False),
        (("fault", 0, "lead", "follower"), False),
        (("fault", 0, "together", "measure"), True),
    ],
)
def test_editors_are_given_the_measures_that_fit(location, fitting):
    expected = [n for n, m in BY_NAME.items() if fitting is None or m.sided is fitting]
    assert node_at(location, SCHEMA)["enum"] == expected


def test_kinds_of_fault_are_told_apart():
    kinds = kinds_of(node_at(("fault", 0), SCHEMA))
    assert {"band", "pace"} <= set(kinds)
    assert "least_s" in node_at(("fault", 0, "pace"), SCHEMA)["properties"]
    assert kinds_of(node_at(("phase", 0), SCHEMA)) == {}


def test_place_that_the_schema_does_not_know_is_empty():
    assert node_at(("phase", 0, "no such key", 3), SCHEMA) == {}


def test_nothing_is_null_or_infinite():
    def leaves(node):
        match node:
            case dict():
                for value in node.values():
                    yield from leaves(value)
            case list():
                for value in node:
                    yield from leaves(value)
            case _:
                yield node

    text = schema_text(Exercise)
    assert "Infinity" not in text
    assert "null" not in set(leaves(json.loads(text)))
    assert None not in set(leaves(json.loads(text)))
