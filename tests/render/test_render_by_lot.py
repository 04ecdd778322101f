"""Scripts drawn by lot: each can be filmed, and a seed always gives the same one."""

import tomllib

import pytest

pytest.importorskip("scipy", reason="the rendering tool needs scipy (pip install scipy)")

from render.by_lot import KINDS, Lot, main
from render.clip import parse_clip


@pytest.mark.parametrize("seed", range(3 * len(KINDS)))
def test_a_script_is_a_clip_of_its_exercise_and_shows_it(seed):
    name, script = Lot(seed).script()
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
    assert Lot(7).script() == Lot(7).script()
    assert Lot(7).script()[1] != Lot(7 + len(KINDS)).script()[1]


def test_scripts_are_written_as_files_that_say_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.argv", ["by_lot", "3", "5", "--out", str(tmp_path / "scripts")])
    main()
    files = sorted((tmp_path / "scripts").glob("*.toml"))
    assert [file.stem for file in files] == sorted(Lot(seed).script()[0] for seed in (3, 4))
    for file in files:
        read = parse_clip(tomllib.loads(file.read_text("utf-8")), file.stem)
        seed = int(file.stem.rsplit("_", 1)[1])
        assert read == parse_clip(Lot(seed).script()[1], file.stem)
