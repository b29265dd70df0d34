import pytest

from bot.components.reading import Spelling, counted_words

SPELLING = Spelling(
    counted_words(["my refund is late", "refund the mattress", "a delivery", "cancel my order"]),
    is_known={"rebound", "where", "offer"}.__contains__,
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("where is my refnd", "where is my refund"),  # a letter lost
        ("where is my refuund", "where is my refund"),  # one too many
        ("where is my refubd", "where is my refund"),  # another one
        ("where is my erfund", "where is my refund"),  # two swapped
        ("Refnd!", "refund!"),
        ("the matteress", "the mattress"),
        ("the matterss", "the mattress"),  # two slips in a long word
    ],
)
def test_a_slip_is_mended_by_a_word_of_the_examples(written, meant):
    assert SPELLING.mended(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "my rebound",  # a word of its own, though near to a learned one
        "offer",
        "rfnd",  # two slips away in a short word
        "AU-48213",
        "xyzzyplugh",
        "",
    ],
)
def test_what_is_right_or_unknown_stays(text):
    assert SPELLING.mended(text) == text


def test_the_more_frequent_of_two_near_words_is_meant():
    spelling = Spelling({"casas": 1, "cases": 9})
    assert spelling.mended("casis") == "cases"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("adiso", "adios"),  # two letters swapped, not one hit for another
        ("avso", "aviso"),  # a letter lost
        ("avixo", "aviso"),
    ],
)
def test_a_likely_slip_counts_for_more_than_an_unlikely_one(written, meant):
    assert Spelling({"adios": 10, "aviso": 12}).mended(written) == meant


def test_a_word_of_three_letters_may_have_lost_one():
    spelling = Spelling({"hola": 9, "pls": 4, "plus": 4})
    assert spelling.mended("hoa") == "hola"
    assert spelling.mended("pls") == "pls"  # learned as it is
    assert spelling.mended("hla!") == "hola!"
    assert spelling.mended("hlo") == "hlo"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("quero saber", "quiero saber"),  # used often enough to be meant
        ("recoer", "recoer"),  # once: it may as well be a word of its own
        ("quera", "quera"),  # one letter for another is no likely slip
        ("quieras", "quieras"),  # known, however near
    ],
)
def test_what_may_be_a_word_is_mended_by_a_much_used_one_alone(written, read):
    spelling = Spelling(
        {"quiero": 200, "recoger": 1},
        is_known={"quieras"}.__contains__,
        is_likely={"quero", "quera", "recoer"}.__contains__,
    )
    assert spelling.mended(written) == read


def test_each_example_counts_once_for_a_word():
    assert counted_words(["Refund refund REFUND", "a réfund"]) == {"refund": 2}
