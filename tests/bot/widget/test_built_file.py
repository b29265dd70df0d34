import gzip
import hashlib
import json
import re
import shutil
import subprocess

import pytest

from tests.bot.widget.recorded_gateway import WIDGET
from tests.conftest import need

BUILT = WIDGET / "built" / "support-chat.js"
BUDGET_BYTES = 25_000


def sources_fingerprint() -> str:
    """As build.js takes it."""
    sources = sorted(f"source/{path.name}" for path in (WIDGET / "source").iterdir())
    digest = hashlib.sha256()
    for path in [*sources, "build.js", "package.json"]:
        digest.update(f"{path}\n".encode() + (WIDGET / path).read_bytes())
    return digest.hexdigest()[:16]


def test_built_file_is_made_from_the_sources_as_they_are():
    banner = BUILT.read_text(encoding="utf-8").splitlines()[0]
    found = re.search(r"sources ([0-9a-f]{16})$", banner)
    assert found, banner
    assert found[1] == sources_fingerprint(), "run `npm run build` in bot/widget"


def test_built_file_is_byte_for_byte_what_the_build_makes():
    node = shutil.which("node")
    package = json.loads((WIDGET / "package.json").read_text(encoding="utf-8"))
    installed = all(
        (WIDGET / "node_modules" / name).exists() for name in package["devDependencies"]
    )
    need(node is not None and installed, "Node with what builds it: `npm install` in bot/widget")
    checked = subprocess.run([node, "build.js", "--check"], cwd=WIDGET, capture_output=True)
    assert checked.returncode == 0, checked.stderr.decode()


def test_built_file_fits_the_budget():
    assert len(gzip.compress(BUILT.read_bytes(), 9)) <= BUDGET_BYTES


@pytest.mark.parametrize("forbidden", ["innerHTML=", "eval(", "new Function", "document.write"])
def test_own_sources_never_make_code_or_markup_from_text(forbidden):
    for source in (WIDGET / "source").glob("*.js"):
        assert forbidden not in source.read_text(encoding="utf-8").replace(" =", "="), source.name


def test_both_languages_say_everything_and_nothing_is_said_in_vain():
    texts = (WIDGET / "source" / "texts.js").read_text(encoding="utf-8")
    spanish, english = re.findall(r"^  (?:es|en): \{\n(.*?)^  \},", texts, re.MULTILINE | re.DOTALL)
    names = [re.findall(r"^    (\w+):", each, re.MULTILINE) for each in (spanish, english)]
    assert names[0] == names[1]
    sources = [path for path in WIDGET.glob("source/*.js") if path.name != "texts.js"]
    used = "".join(path.read_text(encoding="utf-8") for path in sources)
    named = set(re.findall(r"\b[tT]exts\.(\w+)", used)) - {"js"}
    assert named == set(names[0])


def test_sources_name_no_other_host():
    address = re.compile(r"https?://(?!www\.w3\.org|help\.example\.com)")
    for path in [*WIDGET.glob("source/*"), *WIDGET.glob("demo/*")]:
        assert not address.search(path.read_text(encoding="utf-8")), path.name
