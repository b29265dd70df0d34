import pytest

from bot.gateway.language import offered, preferred


@pytest.mark.parametrize(
    ("tag", "language"),
    [("es", "es"), ("ES-mx", "es"), ("en_GB", "en"), ("pt", None), ("", None), (None, None)],
)
def test_a_region_of_a_language_is_that_language(tag, language):
    assert offered(tag, ["es", "en"]) == language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("en, es", "en"),
        ("es;q=0.3, en;q=0.9", "en"),
        ("fr, es;q=0.1", "es"),
        ("es;q=0, en;q=0.1", "en"),  # 0 means: not this one
        ("es;q=much, en;q=0.1", "en"),
        ("*", None),
        ("", None),
        (None, None),
        ("," * 5_000, None),
    ],
)
def test_the_most_wished_of_our_languages_is_chosen(header, language):
    assert preferred(header, ["es", "en"]) == language
