"""Products, which need spaCy and so Rasa's Python."""

import subprocess

import pytest

from tests.bot.components.rasa_environment.test_pipeline import PYTHON, REPOSITORY
from tests.conftest import need

pytestmark = pytest.mark.rasa

WORDS = """
from bot.components.details.product_words import product_words
from bot.components.details.products import product_matcher, products_in

words = product_words(
    {
        "product": [
            "lavadora", "washer", "secador", "barra de sonido", "depiladora", "termostato",
            "tele", "smart tv", "usb-c cable",
        ],
        "product_brand": ["braun", "xiaomi", "tado", "tp-link", "ps5"],
        "product_joiner": ["de", "inteligente", "de la marca"],
        "model_word": ["modelo"],
        "size_unit": ["pulgadas", "kg"],
        "adjective_before": ["top loading"],
        "adjective_after": ["sin cable", "plegable"],
        "plural_ending": ["s", "es"],
    },
    ["master"],
)
matcher = product_matcher("es", words)


def values(text):
    return [detail.value for detail in products_in(text, matcher, words)]

"""
CLAIMS = {
    "a typo is corrected": "values('mi labadora') == ['lavadora']",
    "a shorter word is none": "values('está secado y lavado') == []",
    "several are as good as one": "values('dos barras de sonido') == ['barras de sonido']",
    "a hyphen joins": "values('depiladora Braun Silk-épil 9') == ['depiladora Braun Silk-épil 9']",
    "a word before a number": "values('el Xiaomi Mi 3') == ['Xiaomi Mi 3']",
    "several words say which kind": "values('el secador sin cable') == ['secador sin cable']",
    "and a second word too": "values('un secador plegable sin cable')[0].endswith('sin cable')",
    "before it as well": "values('a top loading washer') == ['top loading washer']",
    "they join a brand": "values('secador sin cable Braun') == ['secador sin cable Braun']",
    "a short line before a model": "values('la xiaomi tv a2') == ['xiaomi tv a2']",
    "a brand after a size": "values('la tele de 43 pulgadas Tado') == ['tele de 43 pulgadas Tado']",
    "a noun after a size": "values('una Braun 9kg washer') == ['Braun 9kg washer']",
    "a size joins no two nouns": "len(values('tele de 43 pulgadas lavadora')) == 2",
    "of which brand": "values('lavadora de la marca Braun') == ['lavadora de la marca Braun']",
    "a model is named": "values('lavadora modelo WAN28') == ['lavadora modelo WAN28']",
    "a unit stays with its number": "values('el xiaomi a15 5g') == ['xiaomi a15 5g']",
    "a known word before a number": "values('tele Master 90') == ['tele Master 90']",
    "a brand in one with its number": "values('un Xiaomi15 roto') == ['Xiaomi15']",
    "a phrase in one": "values('dos smarttvs') == ['smarttvs']",
    "a phrase with a hyphen": "values('la smart-tv') == ['smart-tv']",
    "a hyphen left out": "values('el tp link y un usb c cable') == ['tp link', 'usb c cable']",
    "a number apart": "values('la ps 5') == ['ps 5']",
    "an adjective joins": "values('un termostato inteligente Tado')[0].endswith(' Tado')",
}


@pytest.fixture(scope="module")
def failed():
    """The claims that do not hold."""
    need(PYTHON.exists(), "the Rasa environment: make setup")
    program = WORDS + "".join(
        f"if not ({claim}):\n    print({name!r})\n" for name, claim in CLAIMS.items()
    )
    done = subprocess.run(
        [PYTHON, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()


@pytest.mark.parametrize("claim", CLAIMS)
def test_of_products(failed, claim):
    assert claim not in failed
