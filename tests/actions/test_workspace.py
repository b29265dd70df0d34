import base64
import json
import stat
from pathlib import Path

import pytest

from actions.company_file import CompanyFileError
from actions.kept_secrets import SecretsError
from actions.workspace import Workspace, WorkspaceError
from tests.actions.conftest import AURORA


def test_aurora_is_the_default_workspace():
    workspace = Workspace.load(environment={})
    assert workspace.root == AURORA
    assert workspace.home == AURORA / ".primera"
    assert workspace.settings.default_language == "es"
    assert workspace.articles == AURORA / "kb_index" / "articles"


def test_the_pipeline_says_which_languages_are_read_through_a_glossary(company):
    assert Workspace.load(environment={}).glossaries == ("es",)
    (company / "config.yml").write_text("language: en\n", encoding="utf-8")
    assert Workspace.load(company, environment={}).glossaries == ()


def test_variables_lie_over_the_file(company):
    workspace = Workspace.load(
        environment={
            "PRIMERA_WORKSPACE": str(company),
            "PRIMERA_HOME": str(company / "data"),
            "PRIMERA_GATEWAY_PORT": "9000",
            "PRIMERA_RASA_URLS": "http://127.0.0.1:41001,http://127.0.0.1:41002",
        }
    )
    assert workspace.root == company
    assert workspace.settings.gateway.port == 9000
    assert len(workspace.settings.processes.rasa_urls) == 2
    assert workspace.database_url == f"sqlite:///{company}/data/primera.db"


def test_a_wrong_variable_is_named(company):
    with pytest.raises(WorkspaceError, match=r"PRIMERA_GATEWAY_PORT='http'.*Correct or unset it"):
        Workspace.load(company, environment={"PRIMERA_GATEWAY_PORT": "http"})


def test_a_folder_that_is_no_workspace_is_named(tmp_path):
    with pytest.raises(CompanyFileError, match=r"is missing.*primera init"):
        Workspace.load(tmp_path, environment={})


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(company):
    workspace = Workspace.load(company, environment={})
    secret = workspace.secret("helpdesk_demo")
    assert len(base64.b64decode(secret)) == 32
    assert workspace.secret("helpdesk_demo") == secret
    assert workspace.secret("tokens") != secret
    kept = workspace.home / "secrets.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert json.loads(kept.read_text()).keys() == {"helpdesk_demo", "tokens"}


def test_a_secret_given_by_variable_is_not_kept(company):
    workspace = Workspace.load(company, environment={"PRIMERA_SECRET_HELPDESK_DEMO": "c2VjcmV0"})
    assert workspace.secret("helpdesk_demo") == "c2VjcmV0"
    assert not (workspace.home / "secrets.json").exists()
    assert "c2VjcmV0" not in repr(workspace)


def secret_in_a_process(root: Path) -> str:
    return Workspace.load(root, environment={}).secret("tokens")


def test_processes_that_start_together_agree_on_a_secret(company, processes):
    assert len(set(processes.map(secret_in_a_process, [company] * 12))) == 1


def test_broken_secrets_are_not_silently_replaced(company):
    workspace = Workspace.load(company, environment={})
    workspace.secret("tokens")
    (workspace.home / "secrets.json").write_text("{")
    with pytest.raises(SecretsError, match="Restore it from a backup"):
        workspace.secret("tokens")
