"""Where a second question may begin, and what leans on the question before: words alone."""

from collections import defaultdict

import pytest

from bot.components.clauses import MOST_CUTS, ClauseWords
from tests.bot.components.examples import entries, lines


def words_of(*folders: str) -> ClauseWords:
    lists = defaultdict(list)
    for _, entry in entries(*folders):
        if "lookup" in entry:
            lists[entry["lookup"]] += lines(entry)
    return ClauseWords.of(lists)


WORDS = words_of("es", "en")


def halves(text, words=WORDS):
    return [(cut.left, cut.right) for cut in words.cuts(text)]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        (
            "how do I return a printer? also where do i get the complaints sheet",
            ("how do I return a printer?", "where do i get the complaints sheet"),
        ),
        ("¿Aceptan PayPal? ¿Y a plazos?", ("¿Aceptan PayPal?", "¿Y a plazos?")),
        ("¿Aceptan PayPal?¿Y a plazos?", ("¿Aceptan PayPal?", "¿Y a plazos?")),
        ("cómo se hace y cuándo me pagan", ("cómo se hace", "cuándo me pagan")),
        ("2 codes together + do u refund", ("2 codes together", "do u refund")),
        ("do you ship there, and at what price", ("do you ship there", "at what price")),
    ],
)
def test_a_second_question_begins_after_a_mark_or_a_word(text, cut):
    assert halves(text)[0] == cut


@pytest.mark.parametrize(
    "text", ["parking?", "open and close", "it costs 1.500,50 euros", "www.aurora.example/a,b", ""]
)
def test_one_word_is_no_half_and_a_number_no_place_to_cut(text):
    assert halves(text) == []


def test_the_likeliest_places_come_first_and_are_few():
    text = "hi there, I bought it, it is big, and red, and loud. does it go back? who pays for it"
    assert len(halves(text)) == MOST_CUTS
    assert halves(text)[0][1] == "who pays for it"


@pytest.mark.parametrize(
    ("clause", "asks"),
    [
        ("dónde dejo el coche", True),
        ("can i park", True),
        ("quiero la factura", True),
        ("en serio?", True),
        ("I used PayPal for it", False),
        ("pagué con tarjeta", False),
        ("the can is open", False),  # "can" asks where it comes first
    ],
)
def test_a_clause_asks_by_its_words_or_marks(clause, asks):
    assert WORDS.asks(clause) is asks


def test_a_question_mark_at_the_end_of_a_sentence_is_not_that_of_its_second_half():
    (cut,) = WORDS.cuts("¿Puedo pagar una parte con Bizum y el resto con la tarjeta?")
    assert cut.in_sentence
    assert not WORDS.asks(cut.right, in_sentence=cut.in_sentence)
    (cut,) = WORDS.cuts("¿Puedo pagar con Bizum? ¿Y el resto con la tarjeta?")
    assert WORDS.asks(cut.right, in_sentence=cut.in_sentence)


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("¿y a Canarias?", "clearly"),
        ("what about Ireland?", "clearly"),
        ("france as well?", "clearly"),
        ("is that free", "bare"),
        ("parking?", "perhaps"),
        ("who pays", "perhaps"),
        ("until when", "bare"),
        ("how much does it cost", "bare"),
        ("¿cuánto se tarda?", "bare"),
        ("durante cuánto tiempo", "bare"),
        ("how much is a charger", ""),
        ("cuánto cuesta el envío", ""),
        ("gracias", ""),
        ("cómo devuelvo un pedido", ""),
        ("receta de arepas", ""),
        ("yo quiero una factura", ""),  # it begins with y, and not with "y"
        ("and I would like to know when your shop in Bilbao opens on Saturdays", ""),
    ],
)
def test_a_short_message_leans_by_how_it_begins_or_what_it_points_at(text, leans):
    assert WORDS.leans(text) == leans


def test_a_company_without_the_lists_has_marks_all_the_same():
    bare = ClauseWords.of({})
    assert halves("is it free? who pays", bare) == [("is it free?", "who pays")]
    assert (bare.leans("and to France"), bare.asks("who pays")) == ("", False)


def test_another_language_is_lists_alone():
    french = ClauseWords.of({"clause_opener": ["et"], "leaning_start": ["et"]})
    assert halves("où est-ce et combien ça coûte", french) == [("où est-ce", "combien ça coûte")]
    assert french.leans("et en Suisse ?") == "clearly"


@pytest.mark.parametrize("language", ["es", "en"])
def test_each_language_has_every_list(language):
    named = {entry.get("lookup") for file, entry in entries(language) if file.stem == "clauses"}
    assert named == {
        "clause_opener",
        "asking_word",
        "asking_start",
        "leaning_start",
        "leaning_end",
        "pointing_word",
        "bare_word",
    }
