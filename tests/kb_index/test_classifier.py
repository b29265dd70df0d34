import numpy as np
import pytest

from kb_index.classifier import ArticleClassifier, Cosines, learn_classifier

RNG = np.random.default_rng(11)
OWNERS = [0] * 6 + [1] * 6 + [2] * 3
CENTRES = np.eye(5)


def unit(rows):
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


TEXTS = unit(CENTRES[OWNERS] + RNG.normal(0, 0.15, (15, 5)))
NOISE = unit(np.abs(RNG.normal(0, 1, (15, 5))))


def cosines(one, other):
    return np.maximum(one @ other.T, 0).astype(np.float32)


def both(one, other) -> Cosines:
    return Cosines(cosines(one, other), cosines(one, other))


@pytest.fixture(scope="module")
def lesson():
    return learn_classifier(both(TEXTS, TEXTS), OWNERS, articles=3)


def test_a_question_worded_like_an_articles_texts_is_that_articles(lesson):
    for article in range(3):
        scores = lesson.classifier.scores(both(CENTRES[[article]], TEXTS))[0]
        assert scores.argmax() == article
        assert scores[article] > 0.5


def test_a_question_like_no_text_is_nobodys(lesson):
    scores = lesson.classifier.scores(both(CENTRES[[4]], TEXTS))[0]
    assert np.abs(scores).max() < 0.5


@pytest.mark.parametrize("left_out", [[4], [0, 1, 5], [12, 13, 14]])
def test_scores_without_some_texts_are_those_of_a_base_that_never_had_them(lesson, left_out):
    kept = np.delete(np.arange(15), left_out)
    texts_of = np.bincount(OWNERS)[OWNERS]
    ridge = 0.1 * texts_of / np.bincount(OWNERS).mean()
    kernel = both(TEXTS, TEXTS).kernel(lesson.classifier.share)
    system = kernel[np.ix_(kept, kept)] + np.diag(ridge[kept])
    coefficients = np.linalg.solve(system, np.eye(3)[np.array(OWNERS)[kept]])
    expected = kernel[np.ix_(left_out, kept)] @ coefficients
    np.testing.assert_allclose(lesson.without(left_out), expected, atol=1e-4)


def test_the_search_that_tells_articles_apart_is_listened_to():
    telling, noise = cosines(TEXTS, TEXTS), cosines(NOISE, NOISE)
    by_meaning = learn_classifier(Cosines(telling, noise), OWNERS, articles=3)
    by_letters = learn_classifier(Cosines(noise, telling), OWNERS, articles=3)
    assert by_meaning.classifier.share > by_letters.classifier.share


def test_an_article_with_many_texts_does_not_drown_one_with_few():
    many = unit(CENTRES[[0] * 40] + RNG.normal(0, 0.3, (40, 5)))
    few = unit(CENTRES[[2] * 3] + RNG.normal(0, 0.3, (3, 5)))
    texts = np.vstack([many, few])
    lesson = learn_classifier(both(texts, texts), [0] * 40 + [1] * 3, articles=2)
    kernel = both(texts, texts).kernel(lesson.classifier.share)
    unbalanced = np.linalg.solve(kernel + 0.1 * np.eye(43), np.eye(2)[[0] * 40 + [1] * 3])
    between = both(unit(CENTRES[[0]] + CENTRES[[2]]), texts)
    balanced_scores = lesson.classifier.scores(between)[0]
    unbalanced_scores = (between.kernel(lesson.classifier.share) @ unbalanced)[0]
    margin = balanced_scores[1] - balanced_scores[0]
    assert margin > unbalanced_scores[1] - unbalanced_scores[0]


def test_one_text_among_hundreds_does_not_make_scores_wild():
    many = unit(CENTRES[[0] * 300] + RNG.normal(0, 0.4, (300, 5)))
    texts = np.vstack([many, unit(CENTRES[[0]] + RNG.normal(0, 0.4, (1, 5)))])
    lesson = learn_classifier(both(texts, texts), [0] * 300 + [1], articles=2)
    asked = unit(CENTRES[[0] * 50] + RNG.normal(0, 0.4, (50, 5)))
    assert np.abs(lesson.classifier.scores(both(asked, texts))).max() < 2


def test_saved_it_scores_the_same(lesson, tmp_path):
    lesson.classifier.save(tmp_path / "classifier.npz")
    again = ArticleClassifier.load(tmp_path / "classifier.npz")
    asked = both(CENTRES, TEXTS)
    assert again.scores(asked).tolist() == lesson.classifier.scores(asked).tolist()
