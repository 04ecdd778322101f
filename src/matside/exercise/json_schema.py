"""JSON Schema of exercise files, programmes and plans, for editors and messages about mistakes."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

Node = dict[str, Any]
"""A part of a JSON Schema."""


class _ForToml(GenerateJsonSchema):
    """Omits what TOML cannot express (null, infinite defaults) and titles that repeat the key."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002 (pydantic's)
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        default = schema.get("default")
        if default is None or (isinstance(default, float) and math.isinf(default)):
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)


@cache
def schema_of(model: type[BaseModel]) -> Node:
    """Return the JSON Schema (draft 2020-12) of a kind of file; not to be changed in place."""
    schema = model.model_json_schema(schema_generator=_ForToml)
    return {"$schema": _ForToml.schema_dialect, **schema}


def schema_text(model: type[BaseModel]) -> str:
    """Return the text of a ``.schema.json``, which editors check files of this kind with."""
    return json.dumps(schema_of(model), indent=2, ensure_ascii=False) + "\n"


def node_at(location: Sequence[str | int], schema: Node) -> Node:
    """Return the part of a schema that describes a place of the file.

    Args:
        location: Keys and indices from the top, as pydantic gives them: where
            tables are of several kinds, the kind follows the index.
        schema: The schema of the file.

    Returns:
        The part with its references resolved; empty where the schema knows no
        such place.
    """
    node = schema
    for part in location:
        node = _resolved(_child(node, part), schema)
    return node


def _child(node: Node, part: str | int) -> Node:
    if isinstance(part, int):
        return dict(node.get("items", {}))
    kinds = kinds_of(node)
    if part in kinds:
        return {"$ref": kinds[part]}
    return dict(node.get("properties", {}).get(part, {}))


def kinds_of(node: Node) -> dict[str, str]:
    """Return the kinds of table that may stand here, with the reference to each."""
    return dict(node.get("discriminator", {}).get("mapping", {}))


def _resolved(node: Node, root: Node) -> Node:
    reference = node.get("$ref")
    if reference is None:
        return node
    return dict(root["$defs"][reference.rsplit("/", 1)[1]])
