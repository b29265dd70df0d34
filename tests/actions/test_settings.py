from pathlib import Path

import pytest

from actions.company_file import CompanyFileError
from actions.workspace import Workspace, WorkspaceError


def write_settings(company: Path, text: str):
    (company / "bot" / "settings.yml").write_text(text, encoding="utf-8")


def test_a_company_is_no_demo_unless_it_says_so(company):
    assert Workspace.load(company, environment={}).settings.demo
    write_settings(company, "format: 1\ncompany: A\nlanguages: [es]\n")
    assert not Workspace.load(company, environment={}).settings.demo


@pytest.mark.parametrize(
    "url", ["help.example.com", "https://example.com/help", "ftp://x", "https:// x"]
)
def test_a_public_address_is_scheme_and_host(company, url):
    with pytest.raises(WorkspaceError, match=r"PRIMERA_GATEWAY_PUBLIC_URL=.*scheme, host and port"):
        Workspace.load(company, environment={"PRIMERA_GATEWAY_PUBLIC_URL": url})
    given = {"PRIMERA_GATEWAY_PUBLIC_URL": "https://help.example.com"}
    settings = Workspace.load(company, environment=given).settings
    assert settings.gateway.public_url == "https://help.example.com"


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
