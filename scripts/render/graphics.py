"""Draws the scene with OpenGL on the processor (EGL, no display): picture, depth and silhouette.

The bare room is lit once; each frame draws the body and only darkens the room where the body
stands in the light. Two lights cast shadows: a key lamp and the sky overhead.
"""

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from render.camera import FAR_M, NEAR_M, Camera, look_at, orthographic
from render.errors import GraphicsError
from render.geometry import Array, unit
from render.mesh import Faces

SHADERS = Path(__file__).parent / "shaders"
SHADOW_PX, SHADOW_WIDTH_M = 1536, 4.2
SAMPLES = 4
FIELD = 2.0  # the silhouette pass looks this much wider than the picture
BODY, OCCLUDER = 1.0, 0.5

Handle: TypeAlias = Any  # an object of moderngl, which has no types
Image: TypeAlias = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Solid:
    """A mesh to draw: vertices, normals, colours and rest positions (V, 3), materials (V,)."""

    vertices: Array
    faces: Faces
    normals: Array
    colours: Array
    materials: Array
    rest: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Lighting:
    """Where the key light comes from, and the colours of the room."""

    way: Array
    exposure: float
    wall: tuple[float, float, float]
    mat: tuple[float, float, float]
    floor: tuple[float, float, float]
    furniture: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is in front: `depth_m` (h, w) of the nearest surface at half the picture's resolution.

    `covered` is the body's share of the picture, `in_view` the share of the body that is seen.
    The field is `FIELD` times the picture's, about the same middle.
    """

    depth_m: Array
    covered: float
    in_view: float


def shader(name: str) -> str:
    """Source of a shader with its `#include` lines filled in."""
    text = (SHADERS / name).read_text(encoding="utf-8")
    for part in ("noise", "shadow"):
        text = text.replace(f"#include {part}\n", (SHADERS / f"{part}.glsl").read_text("utf-8"))
    return text


def open_context() -> Handle:
    """An OpenGL context without a window.

    Raises:
        GraphicsError: if moderngl or EGL is missing.
    """
    try:
        moderngl = importlib.import_module("moderngl")
        return moderngl.create_standalone_context(backend="egl")
    except Exception as error:  # the binding raises bare Exception when EGL is absent
        raise GraphicsError(
            f"no OpenGL through EGL ({error}): pip install moderngl, and on Debian "
            "apt install libegl1 libgl1-mesa-dri"
        ) from error


class Stage:
    """One camera, one room, and whatever stands in it. Not thread-safe; use one per process."""

    def __init__(self, camera: Camera, lighting: Lighting, centre: Array) -> None:
        self.camera, self.lighting, self.centre = camera, lighting, centre
        self.gl = open_context()
        gl, size = self.gl, camera.size_px
        gl.enable(gl.DEPTH_TEST)
        gl.depth_func = "<="
        make = {n: (f"{v}.vert", f"{n}.frag") for n, v in PROGRAMS.items()}
        self.programs = {
            n: gl.program(vertex_shader=shader(v), fragment_shader=shader(f))
            for n, (v, f) in make.items()
        }
        self.smooth = gl.framebuffer(
            [gl.renderbuffer(size, 4, samples=SAMPLES)],
            gl.depth_renderbuffer(size, samples=SAMPLES),
        )
        self.flat = gl.framebuffer([gl.renderbuffer(size, 4)])
        self.probe_depth = gl.depth_texture(size)
        self.probe = gl.framebuffer([gl.texture(size, 1)], self.probe_depth)
        self.shadows = [self._shadow_map() for _ in range(2)]
        self.lights = self._light_matrices()
        self.solids: dict[str, tuple[Handle, Handle, Handle]] = {}
        self.backdrop = self._backdrop()

    def _shadow_map(self) -> tuple[Handle, Handle]:
        depth = self.gl.depth_texture((SHADOW_PX, SHADOW_PX))
        depth.compare_func = ""
        depth.repeat_x = depth.repeat_y = False
        depth.filter = (self.gl.NEAREST, self.gl.NEAREST)
        return depth, self.gl.framebuffer(depth_attachment=depth)

    def _light_matrices(self) -> list[Array]:
        middle = self.centre * [1, 1, 0] + [0, 0, 0.3]
        return [
            orthographic(SHADOW_WIDTH_M, 0.5, 8.0) @ look_at(way * 4 + middle, middle, (0, 1, 0))
            for way in (unit(self.lighting.way), unit([0.05, -0.1, 1.0]))
        ]

    def _backdrop(self) -> Handle:
        """Lights the bare room at twice the resolution, once; returns what draws it."""
        gl, (w, h) = self.gl, self.camera.size_px
        parts = [gl.texture((2 * w, 2 * h), 4, dtype="f4") for _ in range(3)]
        target = gl.framebuffer(parts, gl.depth_renderbuffer((2 * w, 2 * h)))
        program, light = self.programs["room"], self.lighting
        values = {
            "eye": tuple(self.camera.eye),
            "key_way": tuple(unit(light.way)),
            "wall": light.wall,
            "mat_colour": light.mat,
            "floor_colour": light.floor,
            "furniture": float(light.furniture),
        }
        for name, value in values.items():
            program[name].value = value
        program["camera"].write(_bytes(self.camera.matrix.T))
        target.use()
        target.clear()
        rows = _room(float(self.centre[0]))
        buffer = gl.buffer(_bytes(rows))
        gl.vertex_array(program, [(buffer, "3f 1f", "position", "material")]).render()
        self.room_parts = [self._halved(part, mean=i < 2) for i, part in enumerate(parts)]
        target.release()
        for part in parts:
            part.release()
        corners = gl.buffer(_bytes(np.array([[-1, -1], [3, -1], [-1, 3]])))
        return gl.vertex_array(self.programs["backdrop"], [(corners, "2f", "corner")])

    def _halved(self, texture: Handle, *, mean: bool) -> Handle:
        w, h = self.camera.size_px
        pixels = np.frombuffer(texture.read(), "f4").reshape(h, 2, w, 2, 4)
        small = pixels.mean(axis=(1, 3)) if mean else pixels[:, 0, :, 0]
        out = self.gl.texture((w, h), 4, _bytes(small), dtype="f4")
        out.filter = (self.gl.NEAREST, self.gl.NEAREST)
        return out

    def put(self, name: str, solid: Solid, bare: tuple[Array, Faces] | None = None) -> None:
        """Places or replaces a solid. `bare` is a simpler mesh that stands in for shadows."""
        gl = self.gl
        self.remove(name)
        columns = (solid.vertices, solid.normals, solid.colours)
        rows = np.concatenate([*columns, solid.materials[:, None], solid.rest], axis=1)
        buffer, index = gl.buffer(_bytes(rows)), gl.buffer(solid.faces.astype("i4").tobytes())
        attributes = ("position", "normal", "colour", "material", "rest")
        layout = [(buffer, "3f 3f 3f 1f 3f", *attributes)]
        shown = gl.vertex_array(self.programs["body"], layout, index)
        v, f = bare or (solid.vertices, solid.faces)
        small, small_index = gl.buffer(_bytes(v)), gl.buffer(f.astype("i4").tobytes())
        plain = gl.vertex_array(self.programs["plain"], [(small, "3f", "position")], small_index)
        self.solids[name] = (shown, plain, (buffer, index, small, small_index))

    def remove(self, name: str) -> None:
        """Takes a solid away, if it is there."""
        shown, plain, buffers = self.solids.pop(name, (None, None, ()))
        for item in (shown, plain, *buffers):
            if item is not None:
                item.release()

    def picture(self, exposure: float) -> Image:
        """The picture (H, W, 3) RGB."""
        for (_, target), light in zip(self.shadows, self.lights, strict=True):
            target.use()
            target.clear()
            self._draw_plain(light, ("body",), BODY)
        for name in ("body", "backdrop"):
            self._light_up(self.programs[name], exposure)
        self.smooth.use()
        self.smooth.clear()
        for name, (shown, _, _) in self.solids.items():
            toggle = self.gl.enable if name == "body" else self.gl.disable
            toggle(self.gl.CULL_FACE)  # saves a third of the time, and sleeves are lined with skin
            shown.render()
        self.gl.disable(self.gl.CULL_FACE)
        for unit_, part in enumerate(self.room_parts, start=2):
            part.use(unit_)
        self.backdrop.render(self.gl.TRIANGLES)
        self.gl.copy_framebuffer(self.flat, self.smooth)
        w, h = self.camera.size_px
        pixels = np.frombuffer(self.flat.read(components=3), np.uint8).reshape(h, w, 3)
        return np.ascontiguousarray(pixels[::-1])

    def _light_up(self, program: Handle, exposure: float) -> None:
        values: dict[str, Any] = {
            "exposure": exposure,
            "eye": tuple(self.camera.eye),
            "key_way": tuple(unit(self.lighting.way)),
            "centre": tuple(self.centre),
            "key_depth": 0,
            "sky_depth": 1,
            "ambient_part": 2,
            "key_part": 3,
            "place": 4,
        }
        for name, value in values.items():
            if name in program:
                program[name].value = value
        matrices = (self.camera.matrix, *self.lights)
        for name, matrix in zip(("camera", "key_light", "sky_light"), matrices, strict=True):
            if name in program:
                program[name].write(_bytes(matrix.T))
        for unit_, (depth, _) in enumerate(self.shadows):
            depth.use(unit_)

    def _draw_plain(self, matrix: Array, names: tuple[str, ...], value: float) -> None:
        program = self.programs["plain"]
        program["camera"].write(_bytes(matrix.T))
        if "value" in program:
            program["value"].value = value
        for name in names:
            if name in self.solids:
                self.solids[name][1].render()

    def seen(self) -> Seen:
        """Depth and silhouette, with the body alone first and then what stands in front of it."""
        wide = np.diag([1 / FIELD, 1 / FIELD, 1, 1]) @ self.camera.matrix
        self.probe.use()
        self.probe.clear()
        self._draw_plain(wide, ("body",), BODY)
        whole = self._silhouette()
        self._draw_plain(wide, tuple(n for n in self.solids if n != "body"), OCCLUDER)
        left = self._silhouette()
        h, w = left.shape
        inside = left[round(h / 4) : round(3 * h / 4), round(w / 4) : round(3 * w / 4)]
        z = np.frombuffer(self.probe_depth.read(), "f4").reshape(h, w)[::-1].astype(float)
        depth = 2 * FAR_M * NEAR_M / (FAR_M + NEAR_M - (2 * z - 1) * (FAR_M - NEAR_M))
        share = inside.sum() / whole.sum() if whole.any() else 0.0
        return Seen(depth_m=depth, covered=float(inside.mean()), in_view=float(share))

    def _silhouette(self) -> NDArray[np.bool_]:
        w, h = self.camera.size_px
        pixels = np.frombuffer(self.probe.read(components=1), np.uint8).reshape(h, w)
        return pixels[::-1] > 200


PROGRAMS = {"body": "body", "room": "room", "backdrop": "backdrop", "plain": "plain"}


def _bytes(values: Array) -> bytes:
    return np.ascontiguousarray(values, "f4").tobytes()


def _room(centre_x: float) -> Array:
    """Vertex rows (24, 4) of floor, mat, wall and the wall beyond the feet: position, material."""
    a, b = centre_x - 1.0, centre_x + 1.0
    quads: list[tuple[list[list[float]], float]] = [
        ([[-8, -6, 0], [8, -6, 0], [8, 1.6, 0], [-8, 1.6, 0]], 0.0),
        ([[a, -0.35, 0.008], [b, -0.35, 0.008], [b, 0.35, 0.008], [a, 0.35, 0.008]], 1.0),
        ([[-8, 1.6, 0], [8, 1.6, 0], [8, 1.6, 4], [-8, 1.6, 4]], 2.0),
        ([[-5, -6, 0], [-5, 1.6, 0], [-5, 1.6, 4], [-5, -6, 4]], 3.0),
    ]
    rows = [[*quad[i], kind] for quad, kind in quads for i in (0, 1, 2, 0, 2, 3)]
    return np.array(rows, float)
