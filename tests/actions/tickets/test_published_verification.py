"""The code that docs/webhooks.md gives to verify an event, run: Python, Node and PHP."""

import json
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from actions.tickets.webhook import signed_request
from tests.conftest import need
from tests.running import REPOSITORY

SECRET = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER = "c29tZWJvZHkgZWxzZSdzIHNlY3JldCAhIQ=="
BODY = json.dumps({"type": "ticket.created", "data": {"text": "¿Qué tal? ñ"}}, ensure_ascii=False)

# After the page's own code: reads {body, headers, secret}, prints the event.
RUN = {
    "python": """
import json, sys
given = json.load(sys.stdin)
print(json.dumps(verify(given["body"].encode(), given["headers"], given["secret"])))
""",
    "javascript": """
const given = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(verify(Buffer.from(given.body), given.headers, given.secret)));
""",
    "php": """
$given = json_decode(file_get_contents("php://stdin"), true);
echo json_encode(verify($given["body"], $given["headers"], $given["secret"]));
""",
}
PROGRAMS = {"python": sys.executable, "javascript": "node", "php": "php"}
WAYS = {"node": "Node: apt-get install nodejs", "php": "PHP: apt-get install php-cli"}


@pytest.fixture(params=RUN)
def verify(request, tmp_path):
    """Runs the page's code on a body and headers; the event, or None if it threw."""
    language, program = request.param, PROGRAMS[request.param]
    need(shutil.which(program) is not None, WAYS.get(program, program))
    page = (REPOSITORY / "docs" / "webhooks.md").read_text(encoding="utf-8")
    [code] = re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)
    script = tmp_path / f"verify.{language}"
    script.write_text(code + RUN[language], encoding="utf-8")

    def run(body, headers, secret=SECRET):
        given = json.dumps({"body": body, "headers": headers, "secret": secret})
        ended = subprocess.run(
            [program, str(script)], input=given, capture_output=True, text=True, timeout=60
        )
        return json.loads(ended.stdout) if ended.returncode == 0 else None

    return run


def headers(at=None, body=BODY):
    now = at or datetime.now(UTC)
    request = signed_request(
        url="https://desk.example/", webhook_id="dlv_1", body=body, secret=SECRET, now=now
    )
    return dict(request.headers)


def test_what_primera_signs_is_taken_and_nothing_else(verify):
    good = headers()
    assert verify(BODY, good) == json.loads(BODY)
    assert verify(BODY.replace("Qué", "Que"), good) is None
    assert verify(BODY, good, OTHER) is None
    assert verify(BODY, good | {"webhook-id": "dlv_2"}) is None
    assert verify(BODY, {}) is None


def test_an_old_one_and_one_of_tomorrow_are_not(verify):
    for minutes in (-6, 6):
        assert verify(BODY, headers(datetime.now(UTC) + timedelta(minutes=minutes))) is None


def test_one_of_several_signatures_will_do_while_a_secret_changes(verify):
    good = headers()
    several = "v1,AAAA v1a,BBBB " + good["webhook-signature"]
    assert verify(BODY, good | {"webhook-signature": several}) == json.loads(BODY)
    for broken in ("", "v1,", good["webhook-signature"].removeprefix("v1,"), "v2,AAAA"):
        assert verify(BODY, good | {"webhook-signature": broken}) is None
