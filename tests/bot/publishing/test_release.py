import json

import pytest

from actions.workspace import Workspace
from bot.publishing.errors import NoRelease
from bot.publishing.release import Releases, edited, files_of, id_of
from bot.workspace_files.owned import owned_files
from tests.bot.publishing.conftest import MADE, NOON, edit, released
from tests.running import REPOSITORY


def test_the_same_files_are_the_same_release(company):
    releases = Releases(company)
    assert releases.take(NOON) == releases.take(NOON)
    assert [each.id for each in releases.all()] == [id_of(company)]


@pytest.mark.parametrize(
    "name", ["domain.yml", "actions/desk.yml", "nlu_data/rules/acts.yml", "actions/protocols.yml"]
)
def test_an_edit_is_another_release_and_is_named(company, name):
    before = released(company)
    edit(company, name)
    now = Workspace.load(company.root, {})
    assert id_of(now) != before.id
    assert edited(company.of_release(before.folder), now) == [name]


def test_a_setting_of_the_machine_is_no_other_release_and_the_companys_name_is(company):
    before = id_of(company)
    settings = company.root / "bot" / "settings.yml"
    text = settings.read_text("utf-8")
    settings.write_text(text + "\nmetrics: {port: 9100}\n", "utf-8")
    assert id_of(Workspace.load(company.root, {})) == before
    settings.write_text(text.replace("Tienda Nube", "Tienda Luna"), "utf-8")
    assert id_of(Workspace.load(company.root, {})) != before


def test_what_editors_leave_behind_is_no_part_of_it(company):
    before = id_of(company)
    for name in (".acts.yml.swp", "#acts.yml#", "acts.yml~", ".hidden.yml"):
        (company.nlu_data / "rules" / name).write_text("half", "utf-8")
    assert id_of(company) == before


def test_a_release_keeps_the_files_of_its_moment_and_the_machines_settings_of_now(company):
    release = released(company)
    was = company.domain_file.read_text("utf-8")
    edit(company)
    told = {"PRIMERA_RELEASE": str(release.folder), "PRIMERA_GATEWAY_PORT": "8181"}
    serving = Workspace.load(company.root, told)
    assert serving.domain_file.read_text("utf-8") == was
    assert serving.settings.gateway.port == 8181
    assert serving.index_root == company.index_root
    assert serving.database_url == company.database_url


def test_what_was_made_of_a_release_is_read_back(company):
    release = released(company)
    assert release.made == MADE
    made = Releases(company).workspace(release).settings.processes
    assert (made.index, made.model) == ("i", company.models / "m.tar.gz")


def test_a_release_that_is_not_there_is_refused_and_those_there_are_named(company):
    known = released(company).id
    with pytest.raises(NoRelease, match=f"no release 'gone'.*{known}"):
        Releases(company).get("gone")


def test_a_release_that_was_left_half_is_taken_anew(company):
    release = Releases(company).take(NOON)
    (release.folder / "release.json").unlink()
    (release.folder / "domain.yml").write_text("half", "utf-8")
    again = Releases(company).take(NOON)
    assert again.id == release.id == id_of(company.of_release(again.folder))


def test_only_those_that_are_kept_stay(company):
    first = released(company)
    edit(company)
    second = released(Workspace.load(company.root, {}))
    Releases(company).forget(frozenset({second.id}))
    assert [each.id for each in Releases(company).all()] == [second.id]
    assert not first.folder.exists()


def test_its_file_says_its_format(company):
    about = json.loads((released(company).folder / "release.json").read_text("utf-8"))
    assert about["format"] == 1


def test_every_file_that_a_company_writes_is_in_a_release():
    aurora = Workspace.load(REPOSITORY, {})
    owned = {name for name in owned_files(REPOSITORY) if not name.startswith("tests/")}
    assert owned <= set(files_of(aurora))


def test_a_release_reads_none_of_what_people_edit(company):
    release = company.of_release(released(company).folder)
    named = ("articles", "synonyms_folder", "texts_file", "secret_words_file", "desk_file")
    more = ("protocols_file", "fields_file", "domain_file", "config_file", "nlu_data")
    for name in (*named, *more):
        assert getattr(release, name).is_relative_to(release.release), name
