import random

import numpy as np
import pytest

from kb_index.encoder import Encoder, normalised, pooled
from kb_index.encoder_export import export_encoder, model_folder, silenced
from tests.kb_index.conftest import PACKAGED, REPOSITORY

WORDS = ["order", "the", "house", "train", "when", "a", "shop", "money", "card", "return"]
LENGTHS = (3, 100, 200, 400)  # tokens: short, near and beyond the packaged cut, beyond the model's


def text_of(tokens: int) -> str:
    return " ".join(random.Random(tokens).choices(WORDS, k=tokens))


@pytest.fixture(scope="module")
def sentence_transformer():
    with silenced():
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(str(model_folder(PACKAGED)), device="cpu")


@pytest.fixture(scope="module")
def exact_encoder():
    return Encoder.load(export_encoder(PACKAGED, REPOSITORY / "models", precision="fp32"))


def test_vectors_equal_those_of_sentence_transformers_at_any_length(
    exact_encoder, sentence_transformer
):
    texts = [text_of(tokens) for tokens in LENGTHS]
    assert [exact_encoder.count_tokens(text) for text in texts] == list(LENGTHS)
    theirs = sentence_transformer.encode(texts, show_progress_bar=False)
    assert np.abs(exact_encoder.encode(texts, role="question") - theirs).max() < 1e-3


def test_eight_bits_put_a_text_next_to_where_it_belongs(encoder, exact_encoder):
    texts = [text_of(tokens) for tokens in (*LENGTHS, *range(1, 40))]
    exact = exact_encoder.encode(texts, role="question")
    cosines = (encoder.encode(texts, role="question") * exact).sum(axis=1)
    assert cosines.min() > 0.995
    assert (encoder.manifest.precision, exact_encoder.manifest.precision) == ("int8", "fp32")
    assert encoder.hash != exact_encoder.hash


def test_texts_longer_than_the_packaged_cut_are_read_on(encoder):
    start = text_of(130)
    longer = start + " train money card"
    first, second = encoder.encode([start, longer], role="passage")
    assert np.abs(first - second).max() > 1e-3


def test_a_vector_does_not_depend_on_its_batch(encoder):
    texts = [text_of(tokens) for tokens in (*LENGTHS, *range(1, 40), 7, 7, 7)]
    together = encoder.encode(texts, role="question")
    alone = np.concatenate([encoder.encode([text], role="question") for text in texts])
    shuffled = random.Random(1).sample(range(len(texts)), len(texts))
    mixed = encoder.encode([texts[n] for n in shuffled], role="question")
    assert (together == alone).all()
    assert (mixed == together[shuffled]).all()


def test_no_texts_give_no_vectors(encoder):
    assert encoder.encode([], role="question").shape == (0, 384)


@pytest.mark.parametrize(
    ("pooling", "vector"), [("mean", [2.0, 4.0]), ("cls", [1.0, 6.0]), ("max", [3.0, 6.0])]
)
def test_pooling_makes_one_vector_of_the_tokens(pooling, vector):
    tokens = np.array([[1.0, 6.0], [3.0, 2.0]], dtype=np.float32)
    assert pooled(tokens, pooling).tolist() == vector


def test_a_vector_of_zeros_stays_one_when_normalised():
    assert normalised(np.zeros(3, dtype=np.float32)).tolist() == [0.0, 0.0, 0.0]
