"""Changes to the files of a workspace: checked as a whole, kept with who made them, undone."""

from bot.workspace_files.article_text import rewritten_article
from bot.workspace_files.change import Author, Change, Edit, Opened, Written, revision_of
from bot.workspace_files.errors import (
    Conflict,
    Mistake,
    NotEditable,
    NotThere,
    NotUndone,
    Refused,
    WorkspaceFileError,
)
from bot.workspace_files.files import WorkspaceFiles
from bot.workspace_files.yaml_text import rewritten

__all__ = [
    "Author",
    "Change",
    "Conflict",
    "Edit",
    "Mistake",
    "NotEditable",
    "NotThere",
    "NotUndone",
    "Opened",
    "Refused",
    "WorkspaceFileError",
    "WorkspaceFiles",
    "Written",
    "revision_of",
    "rewritten",
    "rewritten_article",
]
