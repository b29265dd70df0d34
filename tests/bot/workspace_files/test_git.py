"""A change is a commit of its own: of its author, its files, and nothing that somebody else did."""

import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from bot.workspace_files import Author, Edit, WorkspaceFiles

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
ANA = Author("Ana López", "ana@company.example")
FILE = "bot/texts.yml"
OTHER = "bot/settings.yml"
TEXT = "".join(f"line {number}\n" for number in range(10))

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(root, *arguments: str) -> str:
    identity = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Hand"), ("EMAIL", "hand@company.example"))
    }
    ended = subprocess.run(
        ["git", "-C", str(root), *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **identity},
    )
    return ended.stdout


@pytest.fixture(params=["", "company"], ids=["the checkout", "a folder of it"])
def root(request, tmp_path):
    """A workspace with a commit."""
    root = tmp_path / "checkout" / request.param
    (root / "bot").mkdir(parents=True)
    git(tmp_path / "checkout", "init", "-q")
    for file in (FILE, OTHER):
        (root / file).write_text(TEXT)
    (root / ".gitignore").write_text(".primera/\n")
    git(root, "add", ".")
    git(root, "commit", "-qm", "Begin")
    return root


@pytest.fixture
def files(root):
    return WorkspaceFiles(root, root / ".primera", check=lambda workspace: [])


def save(files, file, text, why="Change a text"):
    there = (files.root / file).exists()
    revision = files.open(file).revision if there else None
    return files.save([Edit(file, text, revision)], author=ANA, why=why, now=NOW)


def test_a_change_is_one_commit_with_its_author(files, root):
    change = save(files, FILE, TEXT.replace("line 3", "three"))
    told = git(root, "log", "-1", "--format=%H|%an|%ae|%s|%aI").strip()
    assert (
        told
        == f"{change.commit}|Ana López|ana@company.example|Change a text|2026-11-30T09:00:00+00:00"
    )
    assert git(root, "show", "--format=", "--name-only", "--relative").split() == [FILE]
    assert git(root, "status", "--porcelain") == ""


def test_what_others_have_staged_stays_staged_and_theirs(files, root):
    (root / OTHER).write_text(TEXT.replace("line 1", "one"))
    git(root, "add", OTHER)
    (root / "bot/secret_words.yml").write_text("new\n")
    git(root, "add", "bot/secret_words.yml")
    save(files, FILE, TEXT.replace("line 3", "three"))
    assert git(root, "show", "--format=", "--name-only", "--relative").split() == [FILE]
    staged = git(root, "diff", "--cached", "--name-only", "--relative").split()
    assert sorted(staged) == ["bot/secret_words.yml", OTHER]


def test_edits_by_hand_in_the_same_file_are_not_committed_with_the_change(files, root):
    (root / FILE).write_text(TEXT.replace("line 8", "by hand"))
    save(files, FILE, (root / FILE).read_text().replace("line 3", "three"))
    assert git(root, "show", f"HEAD:./{FILE}") == TEXT.replace("line 3", "three")
    both = TEXT.replace("line 3", "three").replace("line 8", "by hand")
    assert (root / FILE).read_text() == both
    changed = git(root, "diff", "-U0", "--", FILE)
    assert "+by hand" in changed and "three" not in changed.split("@@")[-1]


def test_what_is_staged_of_the_same_file_gets_the_change_too(files, root):
    (root / FILE).write_text(TEXT.replace("line 8", "staged"))
    git(root, "add", FILE)
    save(files, FILE, (root / FILE).read_text().replace("line 3", "three"))
    assert git(root, "show", f"HEAD:./{FILE}") == TEXT.replace("line 3", "three")
    git(root, "commit", "-qm", "Theirs")
    assert git(root, "show", f"HEAD:./{FILE}") == (root / FILE).read_text()


def test_edits_by_hand_on_the_same_lines_are_saved_and_left_to_a_person(files, root):
    head = git(root, "rev-parse", "HEAD")
    (root / FILE).write_text(TEXT.replace("line 3", "by hand"))
    change = save(files, FILE, TEXT.replace("line 3", "three"))
    assert change.commit is None
    assert (root / FILE).read_text() == TEXT.replace("line 3", "three")
    assert git(root, "rev-parse", "HEAD") == head


def test_a_new_file_and_one_that_goes_are_commits_too(files, root):
    save(files, "bot/secret_words.yml", "new\n")
    assert git(root, "status", "--porcelain") == ""
    opened = files.open("bot/secret_words.yml")
    files.save([Edit(opened.file, None, opened.revision)], author=ANA, why="Drop it", now=NOW)
    assert git(root, "status", "--porcelain") == ""
    assert git(root, "log", "--format=%s").split("\n")[:3] == ["Drop it", "Change a text", "Begin"]


def test_undone_is_a_commit_as_well(files, root):
    change = save(files, FILE, TEXT.replace("line 3", "three"))
    files.undo(change.id, author=ANA, now=NOW + timedelta(minutes=1))
    assert git(root, "log", "-1", "--format=%s").strip() == "Undo: Change a text"
    assert git(root, "diff", "HEAD~2", "--stat") == ""


def test_nothing_is_committed_in_the_middle_of_a_merge(files, root):
    git(root, "branch", "other")
    save(files, FILE, TEXT.replace("line 3", "three"))
    git(root, "checkout", "-q", "other")
    (root / OTHER).write_text("other\n")
    git(root, "commit", "-qam", "Other")
    subprocess.run(["git", "-C", root, "merge", "-q", "--no-commit", "master"], check=False)
    subprocess.run(["git", "-C", root, "merge", "-q", "--no-commit", "main"], check=False)
    assert save(files, OTHER, "saved\n").commit is None
    assert (root / OTHER).read_text() == "saved\n"


def test_a_workspace_that_is_no_checkout_is_saved_all_the_same(tmp_path):
    (tmp_path / "bot").mkdir()
    files = WorkspaceFiles(tmp_path, tmp_path / ".primera", check=lambda workspace: [])
    assert save(files, FILE, "new\n").commit is None
    assert (tmp_path / FILE).read_text() == "new\n"
