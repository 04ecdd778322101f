"""Films a clip: puts the posed person, things and light together, frame by frame."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from render.actor import Actor
from render.camera import side_camera
from render.clip import Clip, Interval, Occluder
from render.geometry import Array
from render.graphics import Image, Lighting, Solid, Stage
from render.measures import all_measures
from render.rig import Rig
from render.things import clutter, occluder_solid
from render.truth import Record, joint_centres
from render.video import camera_noise, frame_times, tag_rotation, write_video


class Film:
    """One clip ready to be filmed."""

    def __init__(self, clip: Clip) -> None:
        self.clip = clip
        rig = Rig.load(clip.person.body)
        self.actor = Actor(
            rig, clip.look, head_left=clip.person.head == "left", fine=clip.video.fine
        )
        view, video, scene = clip.camera, clip.video, clip.scene
        look = np.array(view.look_at)
        size = (video.width, video.height)
        self.camera = side_camera(
            view.azimuth_deg, view.distance_m, view.height_m, look, view.fov_deg, size
        )
        lighting = Lighting(
            way=np.array(scene.light),
            exposure=scene.exposure,
            wall=scene.wall,
            mat=scene.mat,
            floor=scene.floor,
            furniture=scene.furniture,
        )
        self.stage = Stage(self.camera, lighting, centre=np.array([0.0, 0.0, 0.0]))
        for i, thing in enumerate(clutter(scene.clutter, video.seed)):
            self.stage.put(f"thing {i}", thing)
        self.record = Record(clip=clip, camera=self.camera)
        mesh = self.actor.clothed
        self._paint = (mesh.faces, mesh.colours, mesh.materials, mesh.vertices)

    def frame(self, t_s: float) -> Image:
        """The clean picture (H, W, 3) RGB at a time; its truth goes into `record`."""
        for i, occluder in enumerate(self.clip.occluders):
            self._place(f"occluder {i}", occluder, t_s)
        posture = self.actor.posture(self.clip.timeline.at(t_s))
        skin = self.actor.skin(posture)
        rig = self.actor.rig
        joints = joint_centres(rig, posture, skin)
        measures = all_measures(rig, posture, joints)
        if inside(self.clip.away, t_s) is not None:
            self.stage.remove("body")
            self.record.add_absent(t_s, list(measures))
        else:
            faces, colours, materials, rest = self._paint
            shape, normal = self.actor.drawn(posture)
            solid = Solid(
                vertices=shape,
                faces=faces,
                normals=normal,
                colours=colours,
                materials=materials,
                rest=rest,
            )
            self.stage.put("body", solid, bare=(skin, rig.faces))
            self.record.add(t_s, joints, self.stage.seen(), measures)
        dim = inside(self.clip.dim, t_s)
        return self.stage.picture(self.clip.scene.exposure if dim is None else dim.exposure)

    def _place(self, name: str, occluder: Occluder, t_s: float) -> None:
        if not occluder.start_s <= t_s <= occluder.end_s:
            self.stage.remove(name)
            return
        share = (t_s - occluder.start_s) / (occluder.end_s - occluder.start_s)
        x = occluder.from_x + share * (occluder.to_x - occluder.from_x)
        self.stage.put(name, occluder_solid(occluder, x))

    def shoot(self, path: Path) -> None:
        """Writes the video and, beside it, its truth."""
        video = self.clip.video
        times = frame_times(self.clip.timeline.duration_s, video.fps, video.jitter, video.seed)
        write_video(path, self._pictures(times), video.fps, video.crf)
        if video.rotate_deg:
            tag_rotation(path, video.rotate_deg)
        self.record.write(path.with_name(f"{path.stem}.truth.json"))

    def _pictures(self, times: Array) -> Iterator[tuple[float, Image]]:
        rng = np.random.default_rng(self.clip.video.seed)
        for t_s in times:
            yield float(t_s), camera_noise(self.frame(float(t_s)), self.clip.video.noise, rng)

    def sheet(self, times: list[float], columns: int = 3) -> Image:
        """Half-size pictures (H, W, 3) at the given times, row by row."""
        small = [self.frame(t)[::2, ::2] for t in times]
        small += [np.zeros_like(small[0])] * (-len(small) % columns)
        rows = [np.hstack(small[i : i + columns]) for i in range(0, len(small), columns)]
        return np.ascontiguousarray(np.vstack(rows))


def inside(intervals: tuple[Interval, ...], t_s: float) -> Interval | None:
    """The first interval that holds at `t_s`."""
    return next((i for i in intervals if i.start_s <= t_s < i.end_s), None)
