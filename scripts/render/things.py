"""What stands or walks in the room besides the person: posts, balls, pets, clutter."""

from itertools import product

import numpy as np

from render.clip import Occluder
from render.geometry import Array
from render.graphics import Solid
from render.mesh import Faces, grid_faces, normals, sphere

MATTE = 1.0
"""Material of all things: as dull as cloth."""
STRIDE_M = 0.5
"""How far a pet of 0.3 m goes with one step of a leg."""
GREY, TINT = (0.15, 0.75), 0.15
"""Colours of clutter are greys, each with a tint."""

Mesh = tuple[Array, Faces]


def occluder_solid(occluder: Occluder, x: float) -> Solid:
    """An occluder at `x`: a ball on the floor, an upright post, or a pet that walks along."""
    if occluder.kind == "pet":
        vertices, faces = _pet(occluder, x)
    elif occluder.kind == "ball":
        r = occluder.radius_m
        vertices, faces = sphere(np.array([x, occluder.y, r]), r)
    else:
        vertices, faces = _tube([x, occluder.y, 0], [x, occluder.y, 2.0], occluder.radius_m)
    return _solid((vertices, faces), occluder.colour, origin=[x, 0, 0])


def clutter(number: int, seed: int) -> list[Solid]:
    """Boxes, cushions, balls and posts about the mat and before the wall, placed by lot.

    None stands between the camera and the body: what does is an occluder.
    """
    rng = np.random.default_rng(seed)
    things = []
    for kind in rng.choice(["box", "box", "cushion", "ball", "post"], number):
        x, y = rng.uniform(-1.9, 1.9), rng.uniform(0.75, 1.45)
        if rng.random() < 0.3:  # beyond an end of the mat
            x, y = np.sign(x) * rng.uniform(1.35, 1.9), rng.uniform(-0.2, 0.7)
        size = rng.uniform(0.06, 0.28)
        if kind == "box":
            half = np.array([size, rng.uniform(0.08, 0.2), rng.uniform(0.08, 0.55)])
            mesh = _box(np.array([x, y, half[2]]), half)
        elif kind == "cushion":
            mesh = _egg([x, y, 0.35 * size], [1.2 * size, size, 0.35 * size])
        elif kind == "ball":
            mesh = sphere(np.array([x, y, size]), size)
        else:
            mesh = _tube([x, y, 0], [x, y, rng.uniform(0.5, 1.8)], 0.12 * size + 0.015)
        colour = rng.uniform(*GREY) + rng.uniform(-TINT, TINT, 3)
        things.append(_solid(mesh, colour, origin=[0, 0, 0]))
    return things


def _solid(mesh: Mesh, colour: tuple[float, ...] | Array, origin: list[float]) -> Solid:
    vertices, faces = mesh
    return Solid(
        vertices=vertices,
        faces=faces,
        normals=normals(vertices, faces),
        colours=np.tile(colour, (len(vertices), 1)),
        materials=np.full(len(vertices), MATTE),
        rest=vertices - origin,
    )


def _pet(occluder: Occluder, x: float) -> Mesh:
    """A dog or a cat that looks where it goes; `radius_m` is half of its height."""
    high, ahead = 2.0 * occluder.radius_m, np.sign(occluder.to_x - occluder.from_x)
    at = np.array([x, occluder.y, 0.0])

    def place(along: float, aside: float, up: float) -> Array:
        return np.asarray(at + high * np.array([ahead * along, aside, up]))

    parts = [
        _egg(place(0, 0, 0.62), high * np.array([0.55, 0.19, 0.2])),
        _egg(place(0.62, 0, 0.86), high * np.array([0.2, 0.14, 0.15])),
        _egg(place(0.8, 0, 0.82), high * np.array([0.12, 0.07, 0.07])),
        _tube(place(-0.5, 0, 0.7), place(-0.85, 0, 0.95), 0.035 * high),
    ]
    for front, aside in product((0.38, -0.4), (0.12, -0.12)):
        step = 2.0 * np.pi * x / (STRIDE_M * high / 0.3) + (np.pi if front * aside > 0 else 0.0)
        foot = place(front + 0.16 * np.sin(step), aside, max(0.0, 0.06 * np.cos(step)))
        parts.append(_tube(foot, place(front, aside, 0.6), 0.06 * high))
    counts = np.cumsum([0, *(len(vertices) for vertices, _ in parts)])
    faces = [f + count for (_, f), count in zip(parts, counts[:-1], strict=True)]
    return np.concatenate([vertices for vertices, _ in parts]), np.concatenate(faces)


def _egg(centre: list[float] | Array, half: list[float] | Array) -> Mesh:
    """A ball that is stretched to these half axes."""
    vertices, faces = sphere(np.zeros(3), 1.0, rings=10)
    return centre + vertices * half, faces


def _tube(start: list[float] | Array, end: list[float] | Array, radius: float) -> Mesh:
    """An open tube, 24 corners around, whose ends are level."""
    around = np.linspace(0, 2 * np.pi, 25)[:-1]
    ring = radius * np.stack([np.cos(around), np.sin(around), np.zeros(24)], axis=1)
    rows = [ring + point for point in np.linspace(start, end, 9)]
    return np.concatenate(rows), grid_faces(len(rows), 24)


def _box(centre: Array, half: Array) -> Mesh:
    """A box whose edges are sharp: each face has corners of its own."""
    vertices: list[Array] = []
    faces: list[list[int]] = []
    for axis, way in product(range(3), (-1.0, 1.0)):
        side, up = np.roll(np.eye(3), 1, axis=0)[axis], np.roll(np.eye(3), 2, axis=0)[axis]
        corners = [way * np.eye(3)[axis] + a * side + b * up for a, b in product((-1, 1), (-1, 1))]
        first = 4 * len(vertices)
        vertices.append(centre + half * np.array(corners))
        faces += [[first, first + 1, first + 2], [first + 1, first + 3, first + 2]]
    return np.concatenate(vertices), np.array(faces, np.int32)
