"""Reads a clip's TOML file (format in `README.md`) into a `Clip`, or says what is wrong with it."""

import tomllib
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from render.clothes import Look
from render.errors import ClipError
from render.steps import build_timeline
from render.timeline import Span, Timeline

Triple: TypeAlias = tuple[float, float, float]

Value: TypeAlias = Any  # what TOML holds
T = TypeVar("T")

SINGLE = ("knees_to_chest", "childs_pose", "cat_cow", "thoracic_rotation")
EXERCISES = (*SINGLE, "none", "several")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is seen: a body of `bodies/`, clothes, and which way the head points in the picture."""

    body: str = "m"
    head: str = "right"
    look: dict[str, Any] = field(default_factory=dict)
    breath_deg: float = 0.8
    breath_s: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The camera. Azimuth 0 looks straight from the side; `look_at` is x, y, z on the mat, m."""

    azimuth_deg: float = 13.0
    distance_m: float = 3.2
    height_m: float = 0.65
    look_at: Triple = (0.0, 0.0, 0.40)
    fov_deg: float = 27.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Colours of the room (RGB 0..1), its light, and how many things stand about in it."""

    wall: Triple = (0.72, 0.68, 0.60)
    mat: Triple = (0.12, 0.25, 0.50)
    floor: Triple = (0.50, 0.32, 0.20)
    exposure: float = 1.15
    light: Triple = (0.45, -0.6, 0.75)
    furniture: bool = True
    clutter: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """The file. `jitter` is the share by which frame intervals vary; `rotate_deg` only tags it.

    Without `fine` the body is drawn with a quarter of the triangles, in half the time.
    """

    width: int = 1280
    height: int = 720
    fps: float = 20.0
    jitter: float = 0.0
    rotate_deg: int = 0
    noise: float = 2.5
    crf: int = 26
    fine: bool = True
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Occluder:
    """A ball, post or pet that crosses the picture, from one x to another.

    It is before the body where y is less than 0. A pet is twice as high as its radius.
    """

    start_s: float
    end_s: float
    kind: str = "post"
    from_x: float = -2.0
    to_x: float = 2.0
    y: float = -0.9
    radius_m: float = 0.2
    colour: Triple = (0.35, 0.30, 0.28)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A stretch of time; `exposure` only matters for dim light."""

    start_s: float
    end_s: float
    exposure: float = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """When one of several exercises is done."""

    exercise: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """Everything a clip needs, checked."""

    name: str
    exercise: str
    about: str
    person: Person
    look: Look
    camera: View
    scene: Scene
    video: Video
    timeline: Timeline
    sections: tuple[Section, ...] = ()
    away: tuple[Interval, ...] = ()
    dim: tuple[Interval, ...] = ()
    occluders: tuple[Occluder, ...] = ()

    @property
    def hard_cases(self) -> list[Span]:
        """Absences, occluders and dim light as spans, in order of kind."""
        cases = (("away", self.away), ("dim", self.dim), ("occluder", self.occluders))
        return [
            Span(name=kind, start_s=case.start_s, end_s=case.end_s)
            for kind, group in cases
            for case in group
        ]


def read_clip(path: Path) -> Clip:
    """The clip in a TOML file.

    Raises:
        ClipError: if the file cannot be read or does not follow the format.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ClipError(f"{path}: expected a TOML file that can be read: {error}") from error
    try:
        return parse_clip(table, path.stem)
    except ClipError as error:
        raise ClipError(f"{path}: {error}") from error


def parse_clip(table: dict[str, Any], name: str) -> Clip:
    """The clip described by a TOML document. Raises ClipError."""
    known = {"exercise", "about", "person", "camera", "scene", "video", "step"}
    unknown = set(table) - known - {"section", "away", "dim", "occluder"}
    if unknown:
        raise ClipError(f"unknown key '{min(unknown)}': expected {', '.join(sorted(known))}")
    exercise = table.get("exercise")
    if exercise not in EXERCISES:
        raise ClipError(f"exercise is {exercise!r}: expected one of {', '.join(EXERCISES)}")
    person = build(Person, table.get("person", {}), "person")
    if person.head not in ("left", "right"):
        raise ClipError(f"person.head is {person.head!r}: expected 'left' or 'right'")
    sections = tuple(build(Section, t, "section") for t in table.get("section", []))
    strange = {s.exercise for s in sections} - set(SINGLE)
    if strange:
        raise ClipError(f"section.exercise is {min(strange)!r}: expected one of {SINGLE}")
    if (exercise == "several") != bool(sections):
        raise ClipError("[[section]] goes with exercise = 'several', and only with it")
    breath = {"breath_deg": person.breath_deg, "breath_s": person.breath_s}
    return Clip(
        name=name,
        exercise=exercise,
        about=str(table.get("about", "")),
        person=person,
        look=build(Look, person.look, "person.look"),
        camera=build(View, table.get("camera", {}), "camera"),
        scene=build(Scene, table.get("scene", {}), "scene"),
        video=build(Video, table.get("video", {}), "video"),
        timeline=build_timeline(table.get("step", []), breath),
        sections=sections,
        away=tuple(build(Interval, t, "away") for t in table.get("away", [])),
        dim=tuple(build(Interval, t, "dim") for t in table.get("dim", [])),
        occluders=tuple(build(Occluder, t, "occluder") for t in table.get("occluder", [])),
    )


def build(kind: type[T], table: dict[str, Any], where: str) -> T:
    """A dataclass of type `kind` from a TOML table; lists become tuples, whole numbers floats.

    Raises:
        ClipError: on an unknown key, a missing one or a value of another type.
    """
    known = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            raise ClipError(f"unknown key '{where}.{key}': expected {', '.join(known)}")
        values[key] = _coerce(value, str(known[key].type), f"{where}.{key}")
    for key, spec in known.items():
        if key not in values and spec.default is MISSING and spec.default_factory is MISSING:
            raise ClipError(f"'{where}.{key}' is missing")
    return kind(**values)


def _coerce(value: Value, kind: str, where: str) -> Value:
    """The value as the field's type, which is given as text such as `<class 'float'>`."""
    if kind.startswith("tuple"):
        if isinstance(value, list) and len(value) == 3:
            return tuple(_coerce(v, "<class 'float'>", where) for v in value)
        raise ClipError(f"'{where}' is {value!r}: expected three numbers")
    if kind == "<class 'float'>" and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    expected = {"str": str, "bool": bool, "int": int, "float": float}
    for word, type_ in expected.items():
        if kind == f"<class '{word}'>" and not isinstance(value, type_):
            raise ClipError(f"'{where}' is {value!r}: expected a {word}")
    return value
