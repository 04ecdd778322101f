"""Makes schema.md, json.md and summary.schema.json in docs from models and dataclasses.

python scripts/schema_docs.py            # write all
python scripts/schema_docs.py --check    # exit code 1 if one is out of date
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from json_shapes import json_lines

from matside.body.catalogue import MEASURES, UNCERTAINTY, Measure
from matside.record.opensim import ANGLES, MARKERS
from matside.record.study import MEASURE_COLUMNS, ROWS
from matside.record.summary_file import summary_schema
from matside.record.table import STATE_COLUMNS

DOCS: Final = Path(__file__).resolve().parent.parent / "docs"
_UNITS: Final = {"deg": "degrees", "ratio": "none: a length over another of the same body"}


def documents() -> dict[Path, str]:
    """Return the text of each document by its path."""
    schema = summary_schema()
    return {
        DOCS / "schema.md": "\n".join(_lines(schema)) + "\n",
        DOCS / "json.md": "\n".join(json_lines()) + "\n",
        DOCS / "summary.schema.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n",
    }


def _lines(schema: Mapping[str, Any]) -> Iterator[str]:
    yield "# File formats"
    yield ""
    yield (
        "Made by `python scripts/schema_docs.py` from the code. Times are seconds of the source. "
        "What is not known is `null` in JSON, an empty cell in CSV and `NaN` in TRC and MOT."
    )
    yield ""
    yield "## summary.json"
    yield ""
    yield "The JSON Schema is [summary.schema.json](summary.schema.json)."
    yield from _model("SummaryFile", schema)
    for name, definition in sorted(schema["$defs"].items()):
        if "properties" in definition:
            yield from _model(name, definition)
        else:
            yield from _values(name, definition)
    yield from _table_lines()
    yield from _laboratory_lines()
    yield from _study_lines()


def _model(name: str, definition: Mapping[str, Any]) -> Iterator[str]:
    yield from ("", f"### {name}", "")
    yield _first_sentence(definition)
    yield from ("", "| field | type | meaning |", "|---|---|---|")
    for field, told in definition["properties"].items():
        yield f"| `{field}` | {_type(told)} | {told.get('description', '')} |"


def _values(name: str, definition: Mapping[str, Any]) -> Iterator[str]:
    yield from ("", f"### {name}", "")
    yield _first_sentence(definition)
    yield ""
    yield "One of " + ", ".join(f"`{value}`" for value in definition["enum"]) + "."


def _first_sentence(definition: Mapping[str, Any]) -> str:
    return str(definition.get("description", "")).split("\n\n", 1)[0].replace("\n", " ")


def _type(told: Mapping[str, Any]) -> str:
    if "$ref" in told:
        name = str(told["$ref"]).rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in told:
        return " or ".join(_type(one) for one in told["anyOf"])
    if "const" in told:
        return f"`{told['const']}`"
    if told.get("type") == "array":
        return f"list of {_type(told.get('items', {}))}"
    if isinstance(told.get("additionalProperties"), Mapping):
        return f"map to {_type(told['additionalProperties'])}"
    return str(told.get("type", "any"))


def _table_lines() -> Iterator[str]:
    yield from ("", "## measures.csv", "")
    yield "One row for each frame that was looked at."
    yield from ("", "| column | meaning |", "|---|---|")
    for column, meaning in STATE_COLUMNS.items():
        yield f"| `{column}` | {meaning} |"
    yield from ("", "### Measures", "")
    yield (
        "A measure of both sides has two columns, `left_…` and `right_…`. All are estimates from "
        "one camera: differences between two readings up to the uncertainty mean nothing."
    )
    yield from ("", "| measure | unit | range | uncertainty | meaning |", "|---|---|---|---|---|")
    for measure in MEASURES:
        yield _measure_row(measure)
    yield ""
    yield "Where the uncertainties come from:"
    yield ""
    for kind, noise in UNCERTAINTY.items():
        yield f"- {kind.value.replace('_', ' ')}: {noise.source}."


def _measure_row(measure: Measure) -> str:
    name = f"(left, right) `{measure.name}`" if measure.sided else f"`{measure.name}`"
    bounds = f"{measure.low:g} to {measure.high:g}"
    noise = measure.noise.level
    return f"| {name} | {_UNITS[measure.unit]} | {bounds} | ±{noise:g} | {measure.says} |"


def _laboratory_lines() -> Iterator[str]:
    yield from ("", "## landmarks.trc", "")
    yield (
        "Markers in metres, origin between the hips: x to the right in the picture, y up, z "
        "towards the camera. Frames at an even rate; a landmark that is not believed is `NaN`. "
        "The longest gaps have no rows where there would be more empty ones than frames."
    )
    yield ""
    yield "Markers: " + ", ".join(f"`{name}`" for name in MARKERS) + "."
    yield from ("", "## angles.mot", "")
    yield (
        "Angles in degrees under the names of `measures.csv`, matside's own definitions and not "
        "coordinates of an OpenSim model. An angle that was never known has no column."
    )
    yield ""
    yield "Columns: `time`, " + ", ".join(f"`{name}`" for name in ANGLES) + "."


def _study_lines() -> Iterator[str]:
    yield from ("", "## Tables of a study", "")
    yield (
        "`matside analyse FILMS --study FOLDER` writes four tables over all files, as CSV and, "
        "with pyarrow, as Parquet: `sessions`, `holds`, `repetitions`, `faults`. Times are seconds "
        "of the film. A measure has its unit at the end of its name, and a column with its "
        "uncertainty beside it: differences up to that mean nothing. Measures that were never "
        "taken have no columns; what is not known is an empty cell, in Parquet null."
    )
    for name, model in ROWS.items():
        yield from ("", f"### {name}", "", str(model.__doc__).split("\n", 1)[0])
        yield from ("", "| column | type | meaning |", "|---|---|---|")
        schema = model.model_json_schema(mode="serialization")
        for field, told in schema["properties"].items():
            yield f"| `{field}` | {_type(told)} | {told.get('description', '')} |"
        if MEASURE_COLUMNS[name]:
            columns = [column for column in MEASURE_COLUMNS[name] if "hip_flexion" in column]
            like = ", ".join(f"`{column}`" for column in columns[: len(columns) // 2])
            yield f"| {like} and so on | number | a [measure](#measures) and its uncertainty |"


def main(arguments: list[str] | None = None) -> int:
    """Write the documents, or with ``--check`` compare them; return 1 if one was out of date."""
    parser = argparse.ArgumentParser(prog="schema_docs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare and write nothing")
    options = parser.parse_args(arguments)
    stale = 0
    for path, text in documents().items():
        known = path.read_text(encoding="utf-8") if path.exists() else ""
        if known == text:
            continue
        stale = 1
        if options.check:
            print(f"{path.name} is out of date: run python scripts/schema_docs.py")
        else:
            path.write_text(text, encoding="utf-8")
    return stale if options.check else 0


if __name__ == "__main__":
    raise SystemExit(main())
