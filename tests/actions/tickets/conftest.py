import pytest
from ruamel.yaml import YAML

from actions.tickets import Desk
from tests.actions.conftest import AURORA

PROMISE = {"first_answer": "1 h", "solution": "1 day"}


@pytest.fixture
def changed():
    """Aurora's desk with further teams, topics with other teams, and what its own do not take."""

    def with_(teams=None, topics=None, own=None):
        content = YAML(typ="safe").load((AURORA / "actions" / "desk.yml").read_text("utf-8"))
        for slug, each in (teams or {}).items():
            content["teams"][slug] = each | PROMISE
        for slug, each in (own or {}).items():
            content["teams"][slug] |= each
        for name, team in (topics or {}).items():
            content["topics"][name]["team"] = team
        return Desk.model_validate(content)

    return with_
