"""Questions that ask about the same come together."""

import numpy as np

from kb_index.alike import groups


def unit(*rows: list[float]):
    vectors = np.array(rows, dtype=np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def shares(*rows: list[float]):
    return np.array(rows, dtype=float)


def test_no_question_or_one_is_no_puzzle():
    assert groups(np.zeros((0, 3), np.float32), np.zeros((0, 2))) == []
    assert groups(unit([1, 0, 0]), shares([1, 0])) == [[0]]


def test_like_meanings_that_find_the_same_articles_are_one_group_the_largest_first():
    meanings = unit([0, 1, 0], [1, 0, 0.1], [1, 0, 0], [1, 0.1, 0])
    found = shares([0, 1], [0.9, 0.1], [0.9, 0.1], [0.8, 0.2])
    first, second = groups(meanings, found)
    assert sorted(first) == [1, 2, 3]
    assert second == [0]


def test_like_meanings_that_find_other_articles_stay_apart():
    meanings = unit([1, 0.6, 0], [1, -0.6, 0])
    assert len(groups(meanings, shares([1, 0], [0, 1]))) == 2
    assert len(groups(meanings, shares([0.5, 0.5], [0.5, 0.5]))) == 1


def test_the_most_typical_question_comes_first():
    meanings = unit([1, 0.9, 0], [1, 0, 0], [1, 0, 0.1])
    (group,) = groups(meanings, shares([1], [1], [1]))
    assert group[0] == 1


def test_questions_in_two_languages_come_together(knowledge_base):
    questions = [
        ("es", "¿abrís el domingo de Pascua?"),
        ("en", "can I build a greenhouse with your boxes?"),
        ("es", "¿estáis abiertos en domingo de pascua?"),
        ("en", "are you open on Easter Sunday?"),
    ]
    first, *_ = knowledge_base.groups(questions)
    assert sorted(first) == [0, 2, 3]
