import pytest

from kb_index import Answer, KnowledgeBase, Suggestions
from kb_index.errors import UnknownGlossary
from kb_index.reading import BaseReader
from kb_index.retrieval import LanguageIndex

WORDS = ["reserve bread for tomorrow", "order rolls", "allergens in cakes"]


def english(**changed) -> BaseReader:
    given = {"glossed": False, "vocabulary": {"the", "of"}} | changed
    return BaseReader.learn(WORDS, "en", **given)


def test_a_slip_is_mended_by_the_words_of_the_base():
    read = english().read("alergens in ckaes")
    assert read.mended == read.meaning == "allergens in cakes"


def test_a_word_that_the_encoder_knows_is_no_slip():
    assert english(vocabulary={"roles"}).read("order roles").mended == "order roles"


def test_a_glossed_language_is_given_to_the_encoder_in_english_and_searched_as_it_is_written():
    reader = BaseReader.learn(["reservar pan"], "es", glossed=True, vocabulary=())
    read = reader.read("¿puedo reservar pan?")
    assert "bread" in read.meaning
    assert read.mended == "¿puedo reservar pan?"


def test_it_reads_the_same_way_once_saved_and_loaded(tmp_path):
    english().save(tmp_path / "words.json")
    loaded = BaseReader.load(tmp_path / "words.json", "en", vocabulary={"the", "of"})
    assert loaded.read("alergens").mended == "allergens"
    assert not loaded.glossed


def test_a_language_without_glossary_is_told_with_the_way_out():
    with pytest.raises(UnknownGlossary, match=r"no glossary for 'xx'.*config\.yml"):
        BaseReader.learn([], "xx", glossed=True, vocabulary=())


def test_spanish_is_found_by_meaning_where_it_shares_no_word(write_article, articles, encoder):
    from kb_index.library import read_library

    for name, title in (("dinero", "Reembolsos"), ("horario", "Cuándo abrimos")):
        write_article(name, f"{title}.", language="es", title=f'"{title}"', phrasings="[]")
    library = read_library(articles, languages=["es"], count_tokens=encoder.count_tokens)
    found = {}
    for glossed in (False, True):
        index = LanguageIndex.build("es", library.published("es"), encoder, glossed=glossed)
        (question,) = index.questions(["quiero recuperar lo que pagué"], encoder)
        evidence = index.evidence(index.search(question))
        by_vectors = dict(zip(evidence.candidates, evidence.scores[:, 0], strict=True))
        found[glossed] = by_vectors[0] - by_vectors[1]
    assert found[True] > found[False]
    assert found[True] > 0


def test_a_typo_finds_the_same_and_is_no_approved_wording(bakery, encoder_directory):
    base = KnowledgeBase.load(bakery / "built", encoder_directory)
    right = base.answer("is there gluten in the cake?", language="en")
    typed = base.answer("is there glutne in the cake?", language="en")
    assert [hit.article_id for hit in typed.hits] == [hit.article_id for hit in right.hits]
    assert typed.hits[0].score == right.hits[0].score
    assert isinstance(typed, Suggestions)
    assert isinstance(right, Answer)


def test_a_synonym_finds_what_the_articles_call_otherwise(write_article, articles, encoder):
    from kb_index.library import read_library

    write_article("cards", "Gift cards last two years.", title='"Gift cards"', phrasings="[]")
    write_article("vans", "We hire vans out by the day.", title='"Vans"', phrasings="[]")
    library = read_library(articles, languages=["en"], count_tokens=encoder.count_tokens)
    published = library.published("en")
    groups = [["gift cards", "bonbomatics"]]
    plain = LanguageIndex.build("en", published, encoder)
    index = LanguageIndex.build("en", published, encoder, synonyms=groups)
    coverage = {}
    for name, each in (("plain", plain), ("synonyms", index)):
        (question,) = each.questions(["bonbomatics"], encoder)
        evidence = each.evidence(each.search(question))
        shares = dict(zip(evidence.candidates.tolist(), evidence.scores[:, 9], strict=True))
        coverage[name] = shares[0]  # the share of the question's words that the article has
    assert coverage == {"plain": 0.0, "synonyms": 1.0}
