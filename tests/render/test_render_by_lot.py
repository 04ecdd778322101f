"""Scripts drawn by lot: each can be filmed, and a seed always gives the same one."""

import pytest

pytest.importorskip("scipy", reason="the rendering tool needs scipy (pip install scipy)")

from render.by_lot import KINDS, drawn_script, write_scripts
from render.clip import parse_clip, read_clip


@pytest.mark.parametrize("seed", range(3 * len(KINDS)))
def test_a_script_is_a_clip_of_its_exercise_and_shows_it(seed):
    name, script = drawn_script(seed)
    clip = parse_clip(script, name)
    assert clip.exercise == KINDS[seed % len(KINDS)]
    assert 5.0 < clip.timeline.duration_s < 90.0
    if clip.exercise in ("childs_pose", "knees_to_chest"):
        assert clip.timeline.holds
    elif clip.exercise != "none":
        assert clip.timeline.reps
    else:
        assert not clip.timeline.holds
        assert not clip.timeline.reps


def test_a_seed_gives_the_same_script_and_another_one_another():
    assert drawn_script(7) == drawn_script(7)
    assert drawn_script(7)[1] != drawn_script(7 + len(KINDS))[1]


def test_scripts_are_written_as_files_that_say_the_same(tmp_path):
    files = write_scripts(3, 5, tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(files)
    for seed, file in zip((3, 4), files, strict=True):
        name, script = drawn_script(seed)
        assert file.stem == name
        assert read_clip(file) == parse_clip(script, name)
