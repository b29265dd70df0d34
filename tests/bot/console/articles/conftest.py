"""A copy of the demo company, which the section of articles may change."""

import io
import json
import tarfile

import pytest

from tests.bot.console.company.conftest import lead, workspace  # noqa: F401


@pytest.fixture
def taught(workspace) -> None:  # noqa: F811
    """The company has a model, as far as taking out who wrote what needs one."""
    models = workspace.root / "models"
    models.mkdir()
    content = json.dumps({"patterns": {}, "lists": {}, "words": {}}).encode()
    with tarfile.open(models / "taught.tar.gz", "w:gz") as archive:
        member = tarfile.TarInfo("details.json")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
