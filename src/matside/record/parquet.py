"""Tables as Parquet, by pyarrow (an extra): each column with its type and what it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import UnionType
from typing import Any, Final, get_args, get_origin

import pyarrow as pa
from pyarrow import parquet
from pydantic.fields import FieldInfo


def write_parquet(
    path: Path, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, FieldInfo | None]
) -> None:
    """Write one table; what is not known is null.

    Args:
        path: The file.
        rows: Values by column; a column that a row lacks is not known in it.
        columns: Each column's field in the model of the rows; ``None`` for a
            measure's, which is a number.

    Raises:
        OSError: It could not be written.
    """
    schema = pa.schema([_column(name, field) for name, field in columns.items()])
    arrays = [
        pa.array([row.get(name) for row in rows], schema.field(name).type) for name in columns
    ]
    parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), path)


def _column(name: str, field: FieldInfo | None) -> pa.Field:
    if field is None:
        return pa.field(name, pa.float64())
    metadata = {"description": field.description} if field.description else None
    return pa.field(name, _type(field.annotation), metadata=metadata)


_TYPES: Final = {
    str: pa.string(),
    int: pa.int64(),
    bool: pa.bool_(),
    float: pa.float64(),
    datetime: pa.timestamp("us", "UTC"),
}


def _type(annotation: object) -> pa.DataType:
    """Return the type of a column; one of a closed set of words is text."""
    if get_origin(annotation) is UnionType:
        annotation = next(one for one in get_args(annotation) if one is not type(None))
    kind = annotation if isinstance(annotation, type) else type(None)
    return next(
        (column for base, column in _TYPES.items() if kind is base),
        pa.string() if issubclass(kind, str) else pa.timestamp("us", "UTC"),
    )
