"""A company's own spaCy pipeline, named in the configuration."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.bot.components.rasa_environment.test_pipeline import PYTHON, REPOSITORY
from tests.conftest import need

pytestmark = pytest.mark.rasa

SCRIPT = Path(__file__).parent / "own_pipeline.py"


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """What the extractor found and refused."""
    need(PYTHON.exists(), "the Rasa environment: make setup")
    finished = subprocess.run(
        [PYTHON, SCRIPT, tmp_path_factory.mktemp("pipeline")],
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )
    assert finished.returncode == 0, finished.stderr[-4000:]
    return json.loads(finished.stdout.splitlines()[-1])


def test_its_named_entities_become_details(result):
    assert "product" not in result["without"]
    assert result["named"] == {
        "name": "Zhenya Q",
        "email": "zhenya@ejemplo.es",  # not the entity inside it: a rule has better evidence
        "product": "Vortex",
    }


def test_a_pipeline_reads_its_own_language_only(result):
    assert "product" not in result["other language"]


def test_the_configuration_says_what_a_label_means(result):
    assert result["own label"] == {}
    assert result["mapped"] == {"address": "Macondo"}


@pytest.mark.parametrize(
    ("configuration", "told"),
    [
        ("missing", "-m pip install no_such_pipeline"),
        ("language", "'fr', which is not among its languages (es, en)"),
        ("kind", "entities makes PER the detail 'person', which does not exist"),
    ],
)
def test_what_cannot_be_used_is_named_with_the_way_out(result, configuration, told):
    assert "config.yml, DetailsExtractor: " in result["refused"][configuration]
    assert told in result["refused"][configuration]
