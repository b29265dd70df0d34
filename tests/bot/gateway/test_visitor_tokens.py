"""Whom the gateway believes about its visitor, and whom not."""

import base64
import json
import re
import shutil
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from actions.conversations import Visitor
from actions.settings import Site, VisitorKey
from actions.workspace import Workspace, WorkspaceError
from bot.gateway.problems import VisitorTokenRefused
from bot.gateway.visitor_tokens import VisitorTokens
from tests.conftest import need

NOW = datetime(2026, 3, 24, 9, 30, tzinfo=UTC)
SECRET, OLD_SECRET, SHOP_SECRET = "s" * 40, "o" * 40, "b" * 40
PAIR, STRANGER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
PUBLIC = PAIR.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
GUIDE = Path(__file__).parents[3] / "docs" / "visitors.md"


def workspace_with(sites, tmp_path, **secrets):
    environment = {"PRIMERA_HOME": str(tmp_path)}
    environment |= {f"PRIMERA_SECRET_{name.upper()}": value for name, value in secrets.items()}
    loaded = Workspace.load(environment=environment)
    settings = loaded.settings.model_copy(update={"sites": sites})
    return Workspace(loaded.root, loaded.home, settings, environment)


@pytest.fixture(scope="module")
def tokens(tmp_path_factory):
    web = {
        "new": VisitorKey(algorithm="HS256", secret="new"),
        "old": VisitorKey(algorithm="HS256", secret="old"),
        "pair": VisitorKey(algorithm="EdDSA", public_key=PUBLIC),
    }
    shop = {"only": VisitorKey(algorithm="HS256", secret="shop")}
    sites = {
        "web": Site(name="Web", visitor_keys=web),
        "shop": Site(name="Shop", visitor_keys=shop),
        "bare": Site(name="Bare"),
    }
    home = tmp_path_factory.mktemp("home")
    return VisitorTokens.load(
        workspace_with(sites, home, new=SECRET, old=OLD_SECRET, shop=SHOP_SECRET)
    )


def claims(**changed):
    moment = int(NOW.timestamp())
    told = {"aud": "web", "sub": "u-17", "iat": moment, "exp": moment + 3600} | changed
    return {name: value for name, value in told.items() if value is not None}


def signed(key=SECRET, algorithm="HS256", kid="new", **changed):
    headers = {} if kid is None else {"kid": kid}
    return jwt.encode(claims(**changed), key, algorithm=algorithm, headers=headers)


def refusal(tokens, token, site="web", now=NOW):
    with pytest.raises(VisitorTokenRefused) as refused:
        tokens.visitor(token, site=site, now=now)
    [error] = refused.value.errors
    assert error["pointer"] == "/visitor_jwt"
    return error["code"]


@pytest.mark.parametrize(
    ("key", "algorithm", "kid"),
    [(SECRET, "HS256", "new"), (OLD_SECRET, "HS256", "old"), (PAIR, "EdDSA", "pair")],
)
def test_every_key_of_the_site_is_believed(tokens, key, algorithm, kid):
    token = signed(
        key, algorithm, kid, name=" Ana  López ", email="ana@mail.example", extra={"a": 1}
    )
    assert tokens.visitor(token, site="web", now=NOW) == Visitor(
        "u-17", NOW + timedelta(hours=1), name="Ana López", email="ana@mail.example"
    )


@pytest.mark.parametrize(("verified", "known"), [(True, "ana@mail.example"), (False, None)])
def test_an_address_that_the_site_says_it_has_not_checked_is_nobodys(tokens, verified, known):
    token = signed(email="ana@mail.example", email_verified=verified)
    assert tokens.visitor(token, site="web", now=NOW).email == known


def test_a_site_with_one_key_needs_no_name_for_it(tokens):
    token = signed(SHOP_SECRET, kid=None, aud=["shop", "others"], phone_number="+34 600 123 456")
    assert tokens.visitor(token, site="shop", now=NOW).phone == "+34 600 123 456"


def none_signed(content, kid="new"):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return f"{part({'alg': 'none', 'typ': 'JWT', 'kid': kid})}.{part(content)}."


MOMENT = int(NOW.timestamp())
REFUSED = {
    "not signed at all": (lambda: none_signed(claims()), "signature"),
    "another secret": (lambda: signed("x" * 40), "signature"),
    "another key pair": (lambda: signed(STRANGER, "EdDSA", "pair"), "signature"),
    "the public key as a secret": (lambda: hmac_with_public_key(), "signature"),
    "another algorithm of the family": (lambda: signed(algorithm="HS512"), "signature"),
    "the old key under the new name": (lambda: signed(OLD_SECRET, kid="new"), "signature"),
    "tampered": (lambda: tampered(signed()), "signature"),
    "another site's key": (lambda: signed(SHOP_SECRET, kid="only"), "key"),
    "no name among several keys": (lambda: signed(kid=None), "key"),
    "made for another site": (lambda: signed(aud="shop"), "audience"),
    "made for no site": (lambda: signed(aud=None), "claims"),
    "nobody": (lambda: signed(sub=None), "claims"),
    "nobody, in spaces": (lambda: signed(sub=" "), "claims"),
    "a number for somebody": (lambda: signed(sub=17), "claims"),
    "no end": (lambda: signed(exp=None), "claims"),
    "no beginning": (lambda: signed(iat=None), "claims"),
    "an address that is none": (lambda: signed(email="ana"), "claims"),
    "a phone that is none": (lambda: signed(phone="call me"), "claims"),
    "a name of a page": (lambda: signed(name="x" * 201), "claims"),
    "over": (lambda: signed(iat=MOMENT - 3600, exp=MOMENT), "expired"),
    "long ago": (lambda: signed(iat=0, exp=1), "expired"),
    "of the future": (lambda: signed(iat=MOMENT + 120, exp=MOMENT + 3600), "too-early"),
    "not yet": (lambda: signed(nbf=MOMENT + 120), "too-early"),
    "a day and a second": (lambda: signed(exp=MOMENT + 24 * 3600 + 1), "lifetime"),
    "old and long": (lambda: signed(iat=MOMENT - 90_000, exp=MOMENT + 60), "lifetime"),
    "for ever": (lambda: signed(exp=2**52), "lifetime"),
    "longer than time": (lambda: signed(exp=2**60), "claims"),
    "no JWT": (lambda: "hello", "malformed"),
    "empty parts": (lambda: "..", "malformed"),
    "an essay": (lambda: "a" * 4_097, "malformed"),
}


def hmac_with_public_key():
    # The library itself refuses to sign so: written out as an attacker would.
    import hashlib
    import hmac

    head, body, _ = none_signed(claims(), "pair").split(".")
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"pair"}').decode().rstrip("=")
    mac = hmac.new(PUBLIC.encode(), f"{head}.{body}".encode(), hashlib.sha256).digest()
    return f"{head}.{body}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


def tampered(token):
    head, _, signature = token.split(".")
    other = base64.urlsafe_b64encode(json.dumps(claims(sub="u-1")).encode()).decode().rstrip("=")
    return f"{head}.{other}.{signature}"


@pytest.mark.filterwarnings("ignore::jwt.InsecureKeyLengthWarning")
@pytest.mark.parametrize("name", REFUSED)
def test_anything_else_is_not_believed_and_says_why(tokens, name):
    make, code = REFUSED[name]
    assert refusal(tokens, make()) == code


def test_a_site_without_keys_believes_nobody(tokens):
    assert refusal(tokens, signed(aud="bare"), site="bare") == "not-configured"
    assert refusal(tokens, signed(aud="moon"), site="moon") == "not-configured"


@given(st.text(max_size=200) | st.from_regex(r"[\w-]{0,40}\.[\w-]{0,40}\.[\w-]{0,40}"))
def test_a_strangers_bytes_are_a_refusal_and_nothing_else(tokens, text):
    assert refusal(tokens, text) in {"malformed", "key"}


def test_a_short_secret_stops_the_gateway_with_a_sentence(tmp_path):
    sites = {"web": Site(name="W", visitor_keys={"k": VisitorKey(algorithm="HS256", secret="new")})}
    with pytest.raises(WorkspaceError, match=r"sites\.web\.visitor_keys\.k\.secret.*32 or more"):
        VisitorTokens.load(workspace_with(sites, tmp_path, new="short"))


@pytest.mark.parametrize(
    "pem", ["nonsense", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"]
)
def test_a_public_key_that_is_none_stops_it_too(tmp_path, pem):
    sites = {
        "web": Site(name="W", visitor_keys={"k": VisitorKey(algorithm="EdDSA", public_key=pem)})
    }
    with pytest.raises(WorkspaceError, match="no Ed25519 public key"):
        VisitorTokens.load(workspace_with(sites, tmp_path))


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ({"algorithm": "HS256"}, "checked with a `secret`"),
        ({"algorithm": "HS256", "secret": "a", "public_key": PUBLIC}, "write that one alone"),
        ({"algorithm": "EdDSA", "secret": "a"}, "checked with a `public_key`"),
        ({"algorithm": "EdDSA", "public_key": "-----BEGIN PRIVATE KEY-----"}, "the private key"),
        ({"algorithm": "none"}, "HS256"),
    ],
)
def test_settings_that_do_not_fit_are_a_sentence(key, sentence):
    with pytest.raises(ValueError, match=sentence):
        VisitorKey.model_validate(key)


def example(language: str) -> str:
    """What the guide shows in a language."""
    [code] = re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    return code


def made_by_python(customer, _folder):
    names = {}
    exec(example("python"), names)
    return names["visitor_token"](customer, SHOP_SECRET)


def made_by_node(customer, folder):
    node = shutil.which("node")
    need(node is not None, "Node: apt-get install nodejs")
    told = f"console.log(visitorToken({json.dumps(customer)}, '{SHOP_SECRET}'));"
    return ran([node], folder / "token.mjs", example("js") + told)


def made_by_php(customer, folder):
    php = shutil.which("php")
    need(php is not None, "PHP: apt-get install php-cli")
    told = f"echo visitor_token(json_decode($argv[1], true), '{SHOP_SECRET}');"
    return ran([php], folder / "token.php", f"<?php\n{example('php')}{told}", json.dumps(customer))


def ran(command: list[str], file: Path, code: str, *arguments: str) -> str:
    file.write_text(code, encoding="utf-8")
    done = subprocess.run(
        [*command, str(file), *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("made_by", [made_by_python, made_by_node, made_by_php])
def test_the_examples_of_the_guide_are_believed(tokens, tmp_path, made_by):
    customer = {"id": "u-17", "name": "Begoña Ñáñez", "email": "ana@mail.example"}
    token = made_by(customer, tmp_path)
    now = datetime.fromtimestamp(time.time(), UTC)
    keys = {"shop": {"web-2026": tokens._keys["shop"]["only"]}}
    visitor = VisitorTokens(keys).visitor(token, site="shop", now=now)
    assert (visitor.external_id, visitor.name, visitor.email) == tuple(customer.values())
    assert jwt.get_unverified_header(token)["kid"] == "web-2026"
