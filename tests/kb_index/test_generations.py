import os

import pytest

from kb_index.errors import DamagedGeneration, NoGeneration
from kb_index.generations import (
    FORMAT,
    GenerationManifest,
    building,
    checked,
    finish,
    is_sound,
    listed,
    serving,
    switch,
    unfinished,
)
from kb_index.hashing import sha256_of_folder


def built(index_root, name, content="content"):
    with building(index_root), unfinished(index_root) as folder:
        (folder / "en").mkdir()
        (folder / "en" / "file").write_text(content)
        files = sha256_of_folder(folder)
        return finish(
            folder, index_root, about=GenerationManifest(FORMAT, name, "e", ("en",), files)
        )


def test_a_finished_generation_serves_only_after_the_switch(tmp_path):
    folder = built(tmp_path, "one")
    assert listed(tmp_path) == []
    switch(tmp_path, "one")
    assert serving(tmp_path) == [folder]
    assert checked(folder).languages == ("en",)


def test_the_last_three_generations_are_kept_and_older_ones_removed(tmp_path):
    for name in ("one", "two", "three", "four"):
        built(tmp_path, name)
        switch(tmp_path, name)
    assert listed(tmp_path) == ["four", "three", "two"]
    assert not (tmp_path / "one").exists()


def test_going_back_is_a_switch_like_any_other(tmp_path):
    for name in ("one", "two"):
        built(tmp_path, name)
        switch(tmp_path, name)
    switch(tmp_path, "one")
    assert listed(tmp_path) == ["one", "two"]


def test_a_switch_that_fails_midway_leaves_what_served(tmp_path, monkeypatch):
    def full(_descriptor):
        raise OSError("No space left on device")

    for name in ("one", "two"):
        built(tmp_path, name)
    switch(tmp_path, "one")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        switch(tmp_path, "two")
    assert listed(tmp_path) == ["one"]


@pytest.mark.parametrize("damage", ["changed", "removed", "added", "manifest"])
def test_any_change_to_a_generation_is_noticed(tmp_path, damage):
    folder = built(tmp_path, "one")
    match damage:
        case "changed":
            (folder / "en" / "file").write_text("else")
        case "removed":
            (folder / "en" / "file").unlink()
        case "added":
            (folder / "extra").write_text("more")
        case "manifest":
            (folder / "manifest.json").write_text("{")
    assert not is_sound(tmp_path, "one")
    with pytest.raises(DamagedGeneration, match="Run `primera index`"):
        checked(folder)


def test_what_a_failed_build_leaves_is_removed_by_the_next(tmp_path):
    with pytest.raises(RuntimeError), building(tmp_path), unfinished(tmp_path):
        raise RuntimeError
    (tmp_path / ".building-killed").mkdir()
    built(tmp_path, "one")
    assert [path.name for path in tmp_path.glob(".building-*")] == []


def test_nothing_built_is_said_with_the_way_out(tmp_path):
    with pytest.raises(NoGeneration, match="Run `primera index`"):
        serving(tmp_path)


def test_a_generation_of_another_format_is_refused(tmp_path):
    folder = built(tmp_path, "one")
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace(f'"format": {FORMAT}', '"format": 99'))
    with pytest.raises(DamagedGeneration, match=f"has format 99; this version reads {FORMAT}"):
        checked(folder)
