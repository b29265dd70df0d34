"""Word lists and what patterns are made of them."""

import re

from bot.components.details.lexicon import Lexicon, alternatives


def test_of_spellings_that_begin_alike_the_longest_matches():
    any_of_them = re.compile(alternatives(["las palmas", "las", "palma de mallorca"]))
    assert [match[0] for match in any_of_them.finditer("las  palmas, las, palma")] == [
        "las  palmas",
        "las",
    ]


def test_a_spelling_is_no_pattern():
    assert re.fullmatch(alternatives(["c/", "a.b", "€"]), "a.b")
    assert not re.fullmatch(alternatives(["a.b"]), "axb")


def test_a_list_has_a_word_whatever_its_case_and_accents():
    lexicon = Lexicon.of({}, {"given_name": ["Íñigo"]})
    assert lexicon.has("given_name", "inigo")
    assert not lexicon.has("given_name", "igor")
    assert not lexicon.has("no_such_list", "inigo")
