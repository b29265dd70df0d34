"""Synonyms are read, or told what is wrong with them and where."""

import pytest

from actions.company_file import CompanyFileError
from actions.synonyms import read_synonyms
from actions.workspace import Workspace


def written(folder, text, name="es.yml"):
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_company_without_synonyms_has_none(tmp_path):
    assert read_synonyms(tmp_path / "synonyms", ["es"]) == {}


def test_each_language_has_a_file(tmp_path):
    written(tmp_path, "format: 1\nsynonyms:\n  - [móvil, celular]\n")
    written(tmp_path, "format: 1\nsynonyms:\n  - [mobile, cell phone]\n", "en.yml")
    assert read_synonyms(tmp_path, ["es", "en"]) == {
        "es": (("móvil", "celular"),),
        "en": (("mobile", "cell phone"),),
    }


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("  - [móvil]", "line 3, field synonyms.0: one word alone"),
        ("  - [móvil, '!']", "line 3, field synonyms.0: '!' is no word"),
        ("  - [móvil, tfno]\n  - [fijo, TFNO]", "line 4, field synonyms.1: 'TFNO' is in another"),
        ("  - [móvil, celular]\n  - [pila, movil]", "line 4, field synonyms.1: 'movil' is in"),
        ("  - móvil", "line 3, field synonyms.0"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path, lines, told):
    with pytest.raises(CompanyFileError, match=told):
        read_synonyms(written(tmp_path, f"format: 1\nsynonyms:\n{lines}\n"), ["es"])


def test_a_file_of_no_language_is_told(tmp_path):
    with pytest.raises(CompanyFileError, match=r"fr\.yml is named after no language"):
        read_synonyms(written(tmp_path, "format: 1\nsynonyms: []\n", "fr.yml"), ["es"])


def test_the_demo_companys_can_be_read():
    assert set(Workspace.load(environment={}).synonyms) == {"es", "en"}
