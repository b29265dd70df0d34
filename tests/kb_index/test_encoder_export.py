import json
import shutil
import subprocess
import sys

import pytest

from kb_index.encoder import Encoder, read_manifest
from kb_index.encoder_export import encoder_hash, export_encoder, model_folder
from kb_index.errors import DamagedEncoder, UnknownEncoder
from tests.kb_index.conftest import PACKAGED, REPOSITORY


def test_an_exported_encoder_is_not_exported_again(encoder_directory):
    before = (encoder_directory / "model.onnx").stat().st_mtime_ns
    assert export_encoder(PACKAGED, REPOSITORY / "models") == encoder_directory
    assert (encoder_directory / "model.onnx").stat().st_mtime_ns == before


def test_the_manifest_says_how_to_use_the_encoder(encoder_directory):
    manifest = read_manifest(encoder_directory)
    assert manifest.hash == encoder_directory.name
    assert (manifest.pooling, manifest.normalise, manifest.max_length) == ("mean", True, 256)
    assert manifest.dimensions == 384
    assert manifest.licence == "apache-2.0"
    assert set(manifest.prefixes) == {"question", "passage"}


def test_the_exported_tokenizer_pads_nothing_and_cuts_where_the_model_does(encoder_directory):
    tokenizer = json.loads((encoder_directory / "tokenizer.json").read_text("utf-8"))
    assert tokenizer["padding"] is None
    assert tokenizer["truncation"]["max_length"] == 256


def test_a_model_has_the_same_hash_wherever_it_lies(tmp_path):
    packaged = model_folder(PACKAGED)
    shutil.copytree(packaged, tmp_path / "copy")
    assert encoder_hash(tmp_path / "copy", "int8") == encoder_hash(packaged, "int8")


def test_an_unknown_encoder_is_named_with_the_way_out(monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(UnknownEncoder, match=r"'no/such-encoder'.*bot/settings\.yml"):
        model_folder("no/such-encoder")


def test_a_changed_encoder_file_is_refused(encoder_directory, tmp_path):
    copy = tmp_path / encoder_directory.name
    shutil.copytree(encoder_directory, copy)
    (copy / "tokenizer.json").write_text("{}")
    with pytest.raises(DamagedEncoder, match=r"tokenizer\.json is missing or was changed"):
        Encoder.load(copy)


def test_a_folder_without_manifest_is_refused(tmp_path):
    with pytest.raises(DamagedEncoder, match="cannot be read"):
        Encoder.load(tmp_path)


def test_serving_never_imports_torch(encoder_directory, aurora_index):
    code = (
        "import sys; from pathlib import Path; from kb_index import KnowledgeBase;"
        f"kb = KnowledgeBase.load(Path({str(aurora_index)!r}), Path({str(encoder_directory)!r}));"
        "kb.answer('where is my order?', language='en');"
        "assert not {'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=REPOSITORY)


def test_importing_the_package_is_cheap():
    heavy = {"numpy", "faiss", "onnxruntime", "tokenizers", "sklearn", "pydantic", "torch"}
    code = f"import sys, kb_index; assert not {heavy!r} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=REPOSITORY)
