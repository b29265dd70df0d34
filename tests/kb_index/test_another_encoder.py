"""Another encoder is a setting: the threshold follows it, and the promise is kept."""

import numpy as np
import pytest

from kb_index import Answer, KnowledgeBase, build, export_encoder
from kb_index.encoder_export import model_folder, silenced
from kb_index.generations import listed
from kb_index.judgement import Judgement
from tests.kb_index.conftest import ARTICLES, PACKAGED
from tests.kb_index.test_aurora_answers import questions
from tests.kb_index.test_promise import SPLITS, proven_and_broken, rehearsed_of

TARGET = 0.9


@pytest.fixture(scope="module")
def small_model(tmp_path_factory):
    """A sentence-transformers model of two layers: it knows words, and little of how they stand."""
    folder = tmp_path_factory.mktemp("small")
    with silenced():
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import (
            Normalize,
            Pooling,
            Transformer,
        )

        transformer = Transformer(
            str(model_folder(PACKAGED)), config_kwargs={"num_hidden_layers": 2}, max_seq_length=128
        )
        pooling = Pooling(transformer.get_embedding_dimension(), pooling_mode="max")
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
def test_the_promise_is_kept_on_questions_written_apart_from_the_articles(its_index, small_encoder):
    knowledge_base = KnowledgeBase.load(its_index, small_encoder)
    found = [(q, knowledge_base.answer(q.text, language="en")) for q in questions("en")]
    right = [one.article.id in q.right for q, one in found if isinstance(one, Answer)]
    assert len(right) >= 100
    assert np.mean(right) >= TARGET - 0.01


@pytest.mark.heavy
# 0.9 is proven on fewer than half of the splits, and 0.95 on none: then nothing is answered.
@pytest.mark.parametrize(("target", "fewest_proven"), [(0.8, 0.9), (0.9, 0.25)])
def test_the_promise_is_kept_on_questions_that_did_not_choose_its_threshold(
    its_index, target, fewest_proven
):
    proven, broken = proven_and_broken(rehearsed_of(folder_of(its_index)), target)
    assert proven >= fewest_proven * SPLITS
    assert broken <= 0.1 * SPLITS
