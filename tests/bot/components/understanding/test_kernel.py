import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.components.understanding.kernel import Kernel
from bot.components.understanding.views import Views, cosines, cosines_of_one

SAME = np.array([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0]], dtype=np.float32)
VIEWS = Views(SAME, csr_matrix(SAME[::-1]))


def test_a_text_is_wholly_like_itself():
    assert np.diag(Kernel(0.3, 1.0).among(VIEWS)) == pytest.approx([1, 1, 1])


def test_all_meaning_or_all_letters_listens_to_one_view():
    alike = cosines(VIEWS, VIEWS)
    np.testing.assert_allclose(Kernel(1.0, 1.0).of(alike), np.exp(alike.meaning - 1), rtol=1e-6)
    np.testing.assert_allclose(Kernel(0.0, 1.0).of(alike), np.exp(alike.letters - 1), rtol=1e-6)


def test_one_text_is_as_alike_alone_as_among_others():
    together = cosines(VIEWS, VIEWS)
    for row, (vector, letters) in enumerate(zip(VIEWS.meaning, VIEWS.letters, strict=True)):
        alone = cosines_of_one(vector, (letters.indices, letters.data), VIEWS.by_column())
        np.testing.assert_allclose(alone.letters, together.letters[[row]])
        np.testing.assert_allclose(alone.meaning, together.meaning[[row]])


def test_the_narrower_the_more_only_near_examples_count():
    wide, narrow = Kernel(1.0, 1.0).among(VIEWS), Kernel(1.0, 0.25).among(VIEWS)
    assert narrow[0, 1] / narrow[0, 0] < wide[0, 1] / wide[0, 0]
