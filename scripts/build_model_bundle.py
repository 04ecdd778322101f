"""Build ``models/pose_landmarker_full.task`` from the mediapipe 0.10.21 wheel.

No mediapipe wheel after 0.10.21 carries a pose model, and matside downloads
nothing at run time, so the bundle is committed. This program documents where
each byte comes from and makes the same bytes again:

    pip download --no-deps mediapipe==0.10.21 -d wheel
    python scripts/build_model_bundle.py wheel/mediapipe-0.10.21-*.whl

The wheel is only read, never installed. Needs ``flatbuffers`` and the
installed ``mediapipe``, whose TensorFlow Lite schema modules do the packing
(its own metadata writer needs a compiled helper that the wheels lack).
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import io
import struct
import sys
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import flatbuffers
import numpy as np

ROOT = Path(__file__).resolve().parent.parent
METADATA_NAME = b"TFLITE_METADATA"
TENSOR_ALIGNMENT = 16
"""TensorFlow Lite's schema aligns the data of every buffer to 16 bytes."""

ALIGNMENT_FIELD = struct.Struct("<HH")
"""Head of a zip extra field (identifier, length); 0xD935 is the one that zipalign writes."""


class Part(NamedTuple):
    """One network of the bundle: its path in the wheel, its name in the zip, its input scale."""

    source: str
    name: str
    mean: float
    std: float


PARTS = (
    Part(
        source="mediapipe/modules/pose_detection/pose_detection.tflite",
        name="pose_detector.tflite",
        mean=127.5,
        std=127.5,
    ),
    Part(
        source="mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
        name="pose_landmarks_detector.tflite",
        mean=0.0,
        std=255.0,
    ),
)


class _AlignedBuilder(flatbuffers.Builder):  # type: ignore[misc]
    """A flatbuffer builder that puts byte vectors where TensorFlow Lite expects them."""

    def CreateNumpyVector(self, x: np.ndarray[Any, Any]) -> int:  # noqa: N802 (base class's name)
        if x.dtype == np.uint8:
            self.Prep(TENSOR_ALIGNMENT, x.size)
        return int(super().CreateNumpyVector(x))


def _schema(name: str) -> ModuleType:
    """Return a schema module of the installed mediapipe without importing mediapipe itself."""
    spec = importlib.util.find_spec("mediapipe")
    if spec is None or spec.origin is None:
        raise SystemExit("The installed mediapipe was expected and is not there: pip install -e .")
    path = Path(spec.origin).parent / "tasks" / "metadata" / f"{name}.py"
    module_spec = importlib.util.spec_from_file_location(name, path)
    if module_spec is None or module_spec.loader is None:
        raise SystemExit(f"mediapipe's schema module was expected at {path} and is not there.")
    module = importlib.util.module_from_spec(module_spec)
    module_spec.loader.exec_module(module)
    return module


def _metadata(part: Part) -> bytes:
    """Return the metadata flatbuffer that states the input's colour space, mean and deviation."""
    schema = _schema("metadata_schema_py_generated")
    options = schema.NormalizationOptionsT()
    options.mean, options.std = [part.mean], [part.std]
    unit = schema.ProcessUnitT()
    unit.optionsType = schema.ProcessUnitOptions.NormalizationOptions
    unit.options = options
    image = schema.ImagePropertiesT()
    image.colorSpace = schema.ColorSpaceType.RGB
    content = schema.ContentT()
    content.contentPropertiesType = schema.ContentProperties.ImageProperties
    content.contentProperties = image
    tensor = schema.TensorMetadataT()
    tensor.name, tensor.content, tensor.processUnits = "image", content, [unit]
    graph = schema.SubGraphMetadataT()
    graph.inputTensorMetadata = [tensor]
    model = schema.ModelMetadataT()
    model.name, model.subgraphMetadata = part.name, [graph]
    builder = flatbuffers.Builder(0)
    builder.Finish(model.Pack(builder), b"M001")
    return bytes(builder.Output())


def with_metadata(network: bytes, part: Part) -> bytes:
    """Return ``network`` (a ``.tflite`` file) with its normalisation metadata replaced."""
    schema = _schema("schema_py_generated")
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(network, 0))
    buffer = schema.BufferT()
    buffer.data = np.frombuffer(_metadata(part), dtype=np.uint8)
    model.buffers.append(buffer)
    entry = schema.MetadataT()
    entry.name, entry.buffer = METADATA_NAME, len(model.buffers) - 1
    model.metadata = [kept for kept in (model.metadata or []) if kept.name != METADATA_NAME]
    model.metadata.append(entry)
    builder = _AlignedBuilder(len(network) + 4096)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def _padding(position: int) -> bytes:
    """Return the zip extra field that moves data from ``position`` to the next aligned byte."""
    size = -position % TENSOR_ALIGNMENT
    size += TENSOR_ALIGNMENT if 0 < size < ALIGNMENT_FIELD.size else 0
    if not size:
        return b""
    return ALIGNMENT_FIELD.pack(0xD935, size - ALIGNMENT_FIELD.size).ljust(size, b"\0")


def bundle(wheel: Path) -> bytes:
    """Return the bytes of the ``.task`` bundle: an uncompressed zip with fixed dates."""
    out = io.BytesIO()
    with zipfile.ZipFile(wheel) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for part in PARTS:
            entry = zipfile.ZipInfo(part.name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.extra = _padding(out.tell() + 30 + len(part.name))
            target.writestr(entry, with_metadata(source.read(part.source), part))
    return out.getvalue()


def main(arguments: list[str] | None = None) -> int:
    """Write the bundle and print the lines that belong into ``models/manifest.toml``."""
    parser = argparse.ArgumentParser(description="Build the pose model bundle.")
    parser.add_argument(
        "wheel", type=Path, help="mediapipe-0.10.21-*.whl, downloaded, not installed"
    )
    parser.add_argument(
        "--out", type=Path, default=ROOT / "models" / "pose_landmarker_full.task", help="where to"
    )
    options = parser.parse_args(arguments)
    data = bundle(options.wheel)
    options.out.write_bytes(data)
    print(f'size = {len(data)}\nsha256 = "{hashlib.sha256(data).hexdigest()}"')
    return 0


if __name__ == "__main__":
    sys.exit(main())
