"""Files of a workspace are changed with the whole in sight, and never over somebody's work."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from actions.workspace import REPOSITORY
from bot.commands.new_workspace import make
from bot.workspace_files import (
    Author,
    Conflict,
    Edit,
    Mistake,
    NotThere,
    NotUndone,
    Refused,
    WorkspaceFiles,
    rewritten,
)
from bot.workspace_files.owned import owned_files
from bot.workspace_files.yaml_value import plain

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
ANA = Author("Ana López", "ana@company.example")
SETTINGS = "bot/settings.yml"


def nothing_wrong(workspace):
    return []


@pytest.fixture
def root(tmp_path):
    return make(tmp_path / "company", name="Company", languages=("es", "en"), source="empty")


@pytest.fixture
def files(root):
    return WorkspaceFiles(root, root / ".primera", check=nothing_wrong)


@pytest.fixture
def checked(root):
    """With the check that `primera check` makes."""
    return WorkspaceFiles(root, root / ".primera")


def edit(files, file, change) -> Edit:
    opened = files.open(file)
    content = plain(opened.text)
    change(content)
    return Edit(file, rewritten(opened.text, content), opened.revision)


def save(files, *edits: Edit, why="Edit settings", now=NOW):
    return files.save(edits, author=ANA, why=why, now=now)


def named(name):
    return lambda content: content.update(company=name)


def test_a_change_is_written_and_kept_with_its_author(files, root):
    before = (root / SETTINGS).read_text("utf-8")
    save(files, edit(files, SETTINGS, named("Nueva")))
    after = (root / SETTINGS).read_text("utf-8")
    assert after == before.replace('company: "Company"', 'company: "Nueva"').replace(
        "company: Company", "company: Nueva"
    )
    (kept,) = files.history.newest(file=SETTINGS)
    assert (kept.author, kept.why, kept.at) == (ANA, "Edit settings", NOW)
    assert (kept.files[0].before, kept.files[0].after) == (before, after)
    assert sorted(path.name for path in (root / "bot").iterdir()) == ["settings.yml"]


def test_what_was_changed_by_hand_meanwhile_is_shown_and_not_overwritten(files, root):
    wanted = edit(files, SETTINGS, named("Nueva"))
    by_hand = (root / SETTINGS).read_text("utf-8") + "# by hand\n"
    (root / SETTINGS).write_text(by_hand, "utf-8")
    with pytest.raises(Conflict, match=r"bot/settings\.yml has been changed") as conflict:
        save(files, wanted)
    assert (root / SETTINGS).read_text("utf-8") == by_hand
    assert conflict.value.theirs == by_hand
    assert "company: Nueva" in conflict.value.ours
    assert files.history.newest() == []


def test_of_two_who_save_at_once_one_sees_a_conflict(files, root):
    edits = [edit(files, SETTINGS, named(f"Company {number}")) for number in range(6)]
    outcomes: list[str] = []

    def attempt(wanted):
        try:
            save(files, wanted)
            outcomes.append("saved")
        except Conflict:
            outcomes.append("conflict")

    threads = [threading.Thread(target=attempt, args=(each,)) for each in edits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict"] * 5 + ["saved"]
    assert len(files.history.newest()) == 1


def test_a_file_that_is_new_must_not_be_there_yet(files, root):
    article = "kb_index/articles/es/assistant-what.md"
    with pytest.raises(Conflict):
        save(files, Edit(article, "mine", None))
    save(files, Edit("kb_index/synonyms/es.yml", "format: 1\nsynonyms: []\n", None))
    assert (root / "kb_index/synonyms/es.yml").read_text("utf-8") == "format: 1\nsynonyms: []\n"


def test_several_files_change_together_or_not_at_all(files, root):
    first = edit(files, SETTINGS, named("Nueva"))
    second = edit(files, "actions/desk.yml", lambda desk: desk.update(time_zone="Europe/Madrid"))
    (root / "actions/desk.yml").write_text("format: 1\n", "utf-8")
    with pytest.raises(Conflict):
        save(files, first, second)
    assert "Nueva" not in (root / SETTINGS).read_text("utf-8")


def test_a_broken_change_is_refused_with_file_line_and_field(checked, root):
    before = {file: (root / file).read_bytes() for file in owned_files(root)}

    def no_such_team(desk):
        desk["topics"]["general"]["team"] = "sales"

    with pytest.raises(Refused) as refused:
        save(checked, edit(checked, "actions/desk.yml", no_such_team))
    (mistake,) = refused.value.mistakes
    assert mistake.file == "actions/desk.yml"
    assert "topics.general.team: 'sales' is no team; choose one of care" in mistake.sentence
    line = (root / "actions/desk.yml").read_text("utf-8").splitlines()[mistake.line - 1]
    assert line.lstrip().startswith("general:")
    assert {file: (root / file).read_bytes() for file in owned_files(root)} == before
    assert "primera-check-" not in str(refused.value)


def test_a_change_in_one_file_is_refused_for_what_it_breaks_in_another(checked, root):
    opened = checked.open("nlu_data/nlu/es/affirm.yml")
    with pytest.raises(Refused, match=r"domain\.yml, line"):
        save(checked, Edit(opened.file, None, opened.revision))
    assert (root / opened.file).exists()


def test_an_older_mistake_elsewhere_does_not_stand_in_the_way(root):
    old = Mistake("domain.yml", 3, "something else")
    checked = WorkspaceFiles(root, root / ".primera", check=lambda copy: [old])
    save(checked, edit(checked, SETTINGS, named("Nueva")))
    new = Mistake(SETTINGS, 2, "broken")
    breaking = WorkspaceFiles(
        root,
        root / ".primera",
        check=lambda copy: [old, new] if "Otra" in (copy / SETTINGS).read_text("utf-8") else [old],
    )
    with pytest.raises(Refused) as refused:
        save(breaking, edit(breaking, SETTINGS, named("Otra")))
    assert refused.value.mistakes == (new,)


@pytest.mark.parametrize(
    "file",
    [
        ".primera/secrets.json",
        "../outside.yml",
        "nlu_data/../../outside.yml",
        "kb_index/articles/es/../../../x.md",
        "/etc/passwd",
        "bot/gateway/app.py",
        "nlu_data/nlu/es/.hidden.yml",
    ],
)
def test_nothing_else_can_be_read_or_written(files, file):
    with pytest.raises(NotThere, match="no file of the company's"):
        files.open(file)
    with pytest.raises(NotThere):
        save(files, Edit(file, "x", None))


def test_a_link_out_of_the_workspace_is_not_followed(files, root, tmp_path):
    outside = tmp_path / "outside.yml"
    outside.write_text("format: 1\n")
    (root / "bot/texts.yml").symlink_to(outside)
    with pytest.raises(NotThere):
        files.open("bot/texts.yml")


def test_undone_is_the_file_as_it_was(files, root):
    before = (root / SETTINGS).read_text("utf-8")
    change = save(files, edit(files, SETTINGS, named("Nueva")))
    undone = files.undo(change.id, author=ANA, now=LATER)
    assert (root / SETTINGS).read_text("utf-8") == before
    assert (undone.undoes, undone.why) == (change.id, "Undo: Edit settings")
    files.undo(undone.id, author=ANA, now=LATER + timedelta(minutes=1))
    assert "Nueva" in (root / SETTINGS).read_text("utf-8")


def test_undone_keeps_what_came_after(files, root):
    change = save(files, edit(files, SETTINGS, named("Nueva")))
    later = edit(files, SETTINGS, lambda content: content["privacy"].update(retention_days=30))
    save(files, later, now=LATER)
    files.undo(change.id, author=ANA, now=LATER + timedelta(minutes=1))
    content = plain((root / SETTINGS).read_text("utf-8"))
    assert (content["company"], content["privacy"]["retention_days"]) == ("Company", 30)


def test_what_was_changed_again_is_not_undone(files, root):
    change = save(files, edit(files, SETTINGS, named("Nueva")))
    save(files, edit(files, SETTINGS, named("Otra")), now=LATER)
    with pytest.raises(NotUndone, match="changed in the same place since"):
        files.undo(change.id, author=ANA, now=LATER)
    assert "company: Otra" in (root / SETTINGS).read_text("utf-8")


def test_a_new_file_undone_is_gone(files, root):
    change = save(files, Edit("kb_index/synonyms/en.yml", "format: 1\nsynonyms: []\n", None))
    files.undo(change.id, author=ANA, now=LATER)
    assert not (root / "kb_index/synonyms/en.yml").exists()


def test_every_file_that_people_edit_is_owned():
    owned = set(owned_files(REPOSITORY))
    assert {"domain.yml", "config.yml", SETTINGS, "actions/desk.yml"} <= owned
    assert {"actions/protocols.yml", "nlu_data/rules/acts.yml", "kb_index/synonyms/es.yml"} <= owned
    articles = {path for path in owned if path.startswith("kb_index/articles/")}
    assert len(articles) == len(list((REPOSITORY / "kb_index/articles").glob("*/*.md")))
