import pytest

from bot.gateway.widget_releases import file_for, is_released, served, version_of, versions_in

VERSIONS = {(0, 9, 0), (1, 2, 0), (1, 10, 0), (2, 0, 1)}


@pytest.mark.parametrize(
    ("name", "version"),
    [("1.10.0", (1, 10, 0)), ("1.0", None), ("01.0.0", None), ("1.0.0-rc", None), ("x", None)],
)
def test_a_folder_says_its_version(name, version):
    assert version_of(name) == version


def test_two_majors_are_served_the_newest_first():
    assert served(VERSIONS) == [(2, 0, 1), (1, 10, 0), (1, 2, 0)]


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("v2.js", "2.0.1/support-chat.js"),
        ("v1.js", "1.10.0/support-chat.js"),
        ("v0.js", None),
        ("v3.js", None),
        ("1.2.0/integrity.txt", "1.2.0/integrity.txt"),
        ("0.9.0/support-chat.js", None),
        ("1.3.0/support-chat.js", None),
        ("support-chat.js", "support-chat.js"),
    ],
)
def test_an_address_leads_to_a_release(path, file):
    assert file_for(path, VERSIONS) == file


def test_without_a_release_there_is_none_to_name(tmp_path):
    assert file_for("v1.js", versions_in(tmp_path / "none")) is None


def test_only_what_is_in_the_folder_of_a_version_is_kept_for_ever():
    assert is_released("1.2.0/support-chat.js")
    assert not is_released("1.2.0")
    assert not is_released("v1.js")
