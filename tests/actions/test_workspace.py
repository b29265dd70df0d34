import base64
import json
import shutil
import stat
from pathlib import Path

import pytest

from actions.company_file import CompanyFileError
from actions.kept_secrets import SecretsError
from actions.workspace import Workspace, WorkspaceError
from tests.actions.conftest import AURORA


@pytest.fixture
def company(tmp_path):
    (tmp_path / "bot").mkdir()
    shutil.copy(AURORA / "bot" / "settings.yml", tmp_path / "bot" / "settings.yml")
    return tmp_path


def write_settings(company: Path, text: str):
    (company / "bot" / "settings.yml").write_text(text, encoding="utf-8")


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


def test_a_company_is_no_demo_unless_it_says_so(company):
    assert Workspace.load(company, environment={}).settings.demo
    write_settings(company, "format: 1\ncompany: A\nlanguages: [es]\n")
    assert not Workspace.load(company, environment={}).settings.demo


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


@pytest.mark.parametrize(
    "url", ["help.example.com", "https://example.com/help", "ftp://x", "https:// x"]
)
def test_a_public_address_is_scheme_and_host(company, url):
    with pytest.raises(WorkspaceError, match=r"PRIMERA_GATEWAY_PUBLIC_URL=.*scheme, host and port"):
        Workspace.load(company, environment={"PRIMERA_GATEWAY_PUBLIC_URL": url})
    given = {"PRIMERA_GATEWAY_PUBLIC_URL": "https://help.example.com"}
    settings = Workspace.load(company, environment=given).settings
    assert settings.gateway.public_url == "https://help.example.com"


def test_a_wrong_variable_is_named(company):
    with pytest.raises(WorkspaceError, match=r"PRIMERA_GATEWAY_PORT='http'.*Correct or unset it"):
        Workspace.load(company, environment={"PRIMERA_GATEWAY_PORT": "http"})


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ("company: A\n", "field format: None is not a format this version reads"),
        ("format: 2\n", "field format: 2 is not"),
        ("format: 1\ncompany: A\nlanguages: [español]\n", r"line 3, field languages.0: String"),
        ("format: 1\ncompany: A\nlanguages: [es]\nport: 1\n", r"line 4, field port: Extra"),
        ("format: 1\nlanguages: [es]\n", r"field company: Field required"),
        ("format: 1\ncompany: [A\n", r"line 3: .*Correct the YAML"),
        (
            "format: 1\ncompany: A\nlanguages: [es]\nsites:\n  demo:\n    name: A\n"
            "    origins: [https://a.example/path]\n",
            r"line 7, field sites.demo.origins: 'https://a.example/path' is not an origin",
        ),
    ],
)
def test_errors_name_file_line_field_and_way_out(company, settings, complaint):
    write_settings(company, settings)
    with pytest.raises(CompanyFileError, match=complaint) as error:
        Workspace.load(company, environment={})
    assert str(company / "bot" / "settings.yml") in str(error.value)


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


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        (
            "limits: {messages: {address: 30 per minute}}",
            r"'30 per minute' is no limit; .*30/minute",
        ),
        ("limits: {messages: {address: 0/minute}}", "'0/minute' is no limit"),
        ("limits: {messages: {person: 3/minute}}", "field limits.messages.person: Extra"),
        ("limits: {factor: 0}", "field limits.factor"),
        ("gateway: {proxies: [10.0.0.300]}", "'10.0.0.300' is no address and no network"),
        ("gateway: {proxies: [10.0.0.5/8]}", "'10.0.0.5/8' is no address and no network"),
        ("gateway: {proxies: -1}", "field gateway.proxies"),
    ],
)
def test_a_limit_or_a_proxy_that_is_none_is_refused(company, settings, complaint):
    write_settings(company, f"format: 1\ncompany: A\nlanguages: [es]\n{settings}\n")
    with pytest.raises(CompanyFileError, match=complaint):
        Workspace.load(company, environment={})


def test_one_limit_changes_and_the_others_stay(company):
    write_settings(
        company,
        "format: 1\ncompany: A\nlanguages: [es]\nlimits: {messages: {address: 1000/minute}}\n"
        "gateway: {proxies: [10.0.0.5, fd00::/8]}\n",
    )
    settings = Workspace.load(company, environment={"PRIMERA_LIMITS_FACTOR": "20"}).settings
    assert settings.limits.messages.address == "1000/minute"
    assert settings.limits.messages.conversation == "60/minute"
    assert settings.limits.factor == 20
    assert settings.gateway.proxies == ("10.0.0.5", "fd00::/8")
