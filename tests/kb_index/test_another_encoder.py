"""Another encoder is a setting: the threshold follows it, and the promise is kept."""

import numpy as np
import pytest

from kb_index import KnowledgeBase, build, export_encoder
from kb_index.encoder_export import model_folder, silenced
from kb_index.generations import listed
from kb_index.judgement import Judgement
from kb_index.self_test import REHEARSAL, rehearsal_in
from tests.kb_index.conftest import ARTICLES, PACKAGED
from tests.kb_index.test_promise import SPLITS, Sure, split_and_asked

TARGET = 0.9


@pytest.fixture(scope="module")
def small_model(tmp_path_factory):
    """A sentence-transformers model of one layer that has learned nothing.

    It puts texts near each other that share words, and knows no meaning beyond them.
    """
    folder = tmp_path_factory.mktemp("small")
    with silenced():
        import torch
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import (
            Normalize,
            Pooling,
            Transformer,
        )
        from transformers import AutoTokenizer, BertConfig, BertModel

        torch.manual_seed(0)
        tokenizer = AutoTokenizer.from_pretrained(str(model_folder(PACKAGED)))
        shape = BertConfig(
            vocab_size=len(tokenizer),
            hidden_size=128,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=256,
        )
        BertModel(shape).save_pretrained(folder / "bert")
        tokenizer.save_pretrained(folder / "bert")
        transformer = Transformer(str(folder / "bert"), max_seq_length=128)
        pooling = Pooling(transformer.get_embedding_dimension(), pooling_mode="mean")
        model = SentenceTransformer(modules=[transformer, pooling, Normalize()], device="cpu")
        model.save(str(folder / "model"))
    return folder / "model"


@pytest.fixture(scope="module")
def small_encoder(small_model, tmp_path_factory):
    return export_encoder(str(small_model), tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def its_index(small_encoder, tmp_path_factory):
    root = tmp_path_factory.mktemp("built")
    build(ARTICLES, root, small_encoder, languages=["en"], target_precision=TARGET)
    return root


def folder_of(index_root):
    return index_root / listed(index_root)[0] / "en"


@pytest.mark.heavy
def test_the_threshold_follows_the_encoder(its_index, aurora_index):
    own, packaged = (
        Judgement.load(folder_of(root) / "judgement.json") for root in (its_index, aurora_index)
    )
    assert own.threshold.basis == packaged.threshold.basis == "proven"
    assert own.threshold.value != pytest.approx(packaged.threshold.value, abs=1e-3)
    assert own.r_at_1 < packaged.r_at_1
    assert own.threshold.right >= TARGET * own.threshold.answered


@pytest.mark.heavy
def test_the_promise_is_kept_on_questions_that_did_not_choose_the_threshold(its_index):
    rows = rehearsal_in((folder_of(its_index) / REHEARSAL).read_bytes())
    rehearsed = Sure(np.array([r.confidence for r in rows]), np.array([r.right for r in rows]))
    proven, broken = split_and_asked(rehearsed, TARGET)
    assert proven >= SPLITS / 2
    assert broken <= 0.1 * proven


@pytest.mark.heavy
def test_it_answers_with_approved_words(its_index, small_encoder):
    knowledge_base = KnowledgeBase.load(its_index, small_encoder)
    found = knowledge_base.answer("How do I return an order?", language="en")
    assert found.article.id == "return-how"
    assert found.text in found.article.text
