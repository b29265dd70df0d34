import shutil
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb_index import Answer, KnowledgeBase, NoAnswer, Suggestions, build
from kb_index.encoder import MANIFEST
from kb_index.errors import DamagedGeneration, ForeignEncoder
from kb_index.generations import listed

UNRELATED = [
    # Not among the shipped ones.
    ("es", "¿quién pintó la Gioconda?"),
    ("es", "¿cuántos planetas hay?"),
    ("es", "hazme una lista de nombres de gato"),
    ("es", "me gusta bailar salsa"),
    ("en", "who painted the Mona Lisa?"),
    ("en", "how many planets are there?"),
    ("en", "make me a list of names for a cat"),
    ("en", "I love dancing salsa"),
]


@pytest.fixture
def bakery_base(bakery, encoder_directory) -> KnowledgeBase:
    return KnowledgeBase.load(bakery / "built", encoder_directory)


@pytest.mark.parametrize(
    ("language", "question", "article"),
    [
        ("es", "¿cómo puedo devolver un pedido?", "return-how"),
        ("en", "how can I return my order?", "return-how"),
        ("es", "¿se puede pagar con bizum?", "payment-methods"),
        ("en", "what forms of payment do you accept?", "payment-methods"),
    ],
)
def test_a_sure_answer_is_the_approved_text_verbatim(knowledge_base, language, question, article):
    result = knowledge_base.answer(question, language=language)
    assert isinstance(result, Answer)
    assert result.article.id == article
    assert result.text in result.article.text
    assert result.confidence >= result.threshold
    assert result.hits[0].article_id == article
    assert result.hits[0].revision == result.article.revision


@pytest.mark.parametrize(("language", "question"), UNRELATED)
def test_an_unrelated_question_gets_no_answer(knowledge_base, language, question):
    assert not isinstance(knowledge_base.answer(question, language=language), Answer)


@pytest.mark.parametrize("question", ["", "   ", "???", "🙂🙂", "\u200b"])
def test_a_message_without_words_is_not_searched(knowledge_base, question):
    result = knowledge_base.answer(question, language="es")
    assert isinstance(result, NoAnswer)
    assert result.hits == ()


def test_a_language_without_articles_has_no_answer(knowledge_base):
    assert isinstance(knowledge_base.answer("où est ma commande ?", language="fr"), NoAnswer)
    assert knowledge_base.article("return-how", "fr") is None


def test_a_doubtful_question_gets_two_or_three_titles(knowledge_base):
    result = knowledge_base.answer(
        "cuánto se tarda en recibir el dinero o el paquete", language="es"
    )
    assert isinstance(result, Suggestions)
    assert 2 <= len(result.articles) <= 3
    assert result.confidence < result.threshold


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(question=st.text(max_size=200), language=st.sampled_from(["es", "en"]))
def test_whatever_is_asked_only_approved_text_is_answered(knowledge_base, question, language):
    result = knowledge_base.answer(question, language=language)
    if isinstance(result, Answer):
        approved = knowledge_base.article(result.article.id, language)
        assert result.text in approved.text
        assert approved.status == "published" and approved.approved_by


def test_the_same_question_gets_the_same_answer(knowledge_base):
    question = "¿cuánto cuesta mandarlo a Canarias?"
    first = knowledge_base.answer(question, language="es")
    assert first == knowledge_base.answer(question, language="es")


def test_a_differing_topic_and_being_out_of_scope_lower_the_confidence(knowledge_base):
    def confidence(**understood):
        question = "cuánto se tarda en recibir el dinero"
        return knowledge_base.answer(question, language="es", **understood).confidence

    best = knowledge_base.answer("cuánto se tarda en recibir el dinero", language="es").hits[0]
    topic = knowledge_base.article(best.article_id, "es").topic
    assert confidence(topic={topic: 0.9}) >= confidence() > confidence(topic={"other": 0.9})
    assert confidence() > confidence(out_of_scope=0.9)


def test_a_phrasing_is_answered_whatever_is_understood(knowledge_base):
    result = knowledge_base.answer(
        "¿Cómo devuelvo un pedido?", language="es", topic={"other": 1.0}, out_of_scope=1.0
    )
    assert isinstance(result, Answer)


@pytest.mark.parametrize("status", ["draft", "archived"])
def test_an_article_that_is_not_published_is_never_answered(
    bakery, write_article, articles, tmp_path, encoder_directory, status
):
    write_article(
        "secret-recipe",
        "Our recipe is a secret.",
        status=status,
        title='"The recipe of our bread"',
        phrasings='["what is the recipe of the bread?"]',
    )
    build(articles, tmp_path / "built", encoder_directory, languages=["en"], target_precision=0.9)
    base = KnowledgeBase.load(tmp_path / "built", encoder_directory)
    result = base.answer("what is the recipe of the bread?", language="en")
    assert base.article("secret-recipe", "en") is None
    assert "secret-recipe" not in {hit.article_id for hit in result.hits}
    assert "secret" not in "".join(f.read_text() for f in (tmp_path / "built").rglob("*.json"))


@pytest.mark.parametrize(
    ("day", "valid"),
    [("2026-11-30", False), ("2026-12-01", True), ("2026-12-24", True), ("2026-12-25", False)],
)
def test_an_article_outside_its_dates_is_never_answered_nor_shown(
    bakery, write_article, articles, tmp_path, encoder_directory, day, valid
):
    write_article(
        "turron",
        "We bake nougat for Christmas.",
        title='"Nougat for Christmas"',
        phrasings='["do you have nougat?", "Christmas nougat", "when is there nougat"]',
        valid_from="2026-12-01",
        valid_until="2026-12-24",
    )
    build(articles, tmp_path / "built", encoder_directory, languages=["en"], target_precision=0.9)
    today = date.fromisoformat(day)
    base = KnowledgeBase.load(
        tmp_path / "built", encoder_directory, may_show=lambda article: article.valid_on(today)
    )
    result = base.answer("do you have nougat?", language="en")
    assert isinstance(result, Answer if valid else NoAnswer)
    assert (base.article("turron", "en") is not None) is valid
    assert ("turron" in {article.id for article in base.articles("en")}) is valid


def test_a_base_too_small_to_prove_its_target_suggests(bakery_base):
    known = bakery_base.answer("is there gluten in your cake?", language="en")
    assert isinstance(known, Suggestions)
    assert known.articles[0].id == "cake-allergens"
    assert not isinstance(bakery_base.answer("do you repair bicycles?", language="en"), Answer)


@pytest.mark.parametrize("words", ["is there gluten in the cake?", "Allergens in CAKES"])
def test_words_that_a_person_approved_are_answered_by_any_base(bakery_base, words):
    known = bakery_base.answer(words, language="en")
    assert isinstance(known, Answer)
    assert (known.article.id, known.confidence) == ("cake-allergens", 1.0)


def test_words_that_two_articles_claim_are_left_to_the_contact(
    bakery, write_article, articles, tmp_path, encoder_directory
):
    write_article("nuts", "No nuts.", title='"Nuts"', phrasings='["allergy information"]')
    build(articles, tmp_path / "built", encoder_directory, languages=["en"], target_precision=0.9)
    base = KnowledgeBase.load(tmp_path / "built", encoder_directory)
    assert isinstance(base.answer("allergy information", language="en"), Suggestions)


def test_a_base_of_one_article_without_phrasings_still_works(
    write_article, articles, tmp_path, encoder_directory
):
    write_article("opening", "Nous ouvrons à sept heures.", language="fr", phrasings="[]")
    build(articles, tmp_path / "built", encoder_directory, languages=["fr"], target_precision=0.9)
    base = KnowledgeBase.load(tmp_path / "built", encoder_directory)
    result = base.answer("à quelle heure ouvrez-vous ?", language="fr")
    assert result.hits[0].article_id == "opening"


def test_a_long_article_is_answered_by_its_passage(
    bakery, write_article, articles, tmp_path, encoder_directory
):
    filler = "We bake with flour from the valley and with water from the spring. " * 14
    write_article(
        "catering",
        f"{filler}\n\n## Wedding cakes\n\nA wedding cake needs three weeks' notice.",
        title='"Catering"',
        phrasings='["wedding cake", "cake for a wedding", "how early to order a wedding cake"]',
    )
    build(articles, tmp_path / "built", encoder_directory, languages=["en"], target_precision=0.9)
    base = KnowledgeBase.load(tmp_path / "built", encoder_directory)
    result = base.answer("How early to order a wedding cake?", language="en")
    assert isinstance(result, Answer)
    assert (result.passage.heading, result.text) == (
        "Wedding cakes",
        "A wedding cake needs three weeks' notice.",
    )


def test_an_index_refuses_another_encoder(aurora_index, encoder_directory, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(encoder_directory, other)
    manifest = (other / MANIFEST).read_text("utf-8")
    (other / MANIFEST).write_text(manifest.replace(encoder_directory.name, "0" * 16), "utf-8")
    with pytest.raises(ForeignEncoder, match=f"was built with encoder {encoder_directory.name}"):
        KnowledgeBase.load(aurora_index, other)


def test_a_damaged_new_generation_leaves_the_old_one_serving(
    bakery_base, write_article, articles, tmp_path, encoder_directory
):
    before = bakery_base.generation
    write_article("opening", "We open at eight.")
    new = build(
        articles, tmp_path / "built", encoder_directory, languages=["en"], target_precision=0.9
    )
    (new / "en" / "judgement.json").write_text("{}")
    assert not bakery_base.refresh()
    assert bakery_base.generation == before
    assert KnowledgeBase.load(tmp_path / "built", encoder_directory).generation == before


def test_when_no_generation_is_good_loading_says_so(bakery_base, tmp_path, encoder_directory):
    (only,) = listed(tmp_path / "built")
    shutil.rmtree(tmp_path / "built" / only / "en")
    with pytest.raises(DamagedGeneration, match="Run `primera index`"):
        KnowledgeBase.load(tmp_path / "built", encoder_directory)


def test_nothing_new_is_nothing_to_refresh(knowledge_base):
    assert not knowledge_base.refresh()


def test_held_still_it_answers_from_its_generation_whatever_is_built(
    bakery_base, write_article, articles, tmp_path, encoder_directory
):
    still = bakery_base.held_still(lambda article: True)
    write_article("opening", "Never.", title='"Opening hours"')
    new = build(
        articles, tmp_path / "built", encoder_directory, languages=["en"], target_precision=0.9
    )
    assert bakery_base.refresh()
    assert bakery_base.answer("opening hours", language="en").text == "Never."
    assert still.answer("opening hours", language="en").text.startswith("We open from seven")
    old = KnowledgeBase.of_generation(tmp_path / "built", still.generation, encoder_directory)
    assert old.answer("opening hours", language="en").text.startswith("We open from seven")
    assert still.generation == old.generation != new.name


def test_held_still_it_shows_what_its_caller_lets_it(bakery_base):
    nothing = bakery_base.held_still(lambda article: False)
    assert isinstance(nothing.answer("opening hours", language="en"), NoAnswer)
    assert nothing.article("opening", "en") is None
    assert isinstance(bakery_base.answer("opening hours", language="en"), Answer)


def test_the_threshold_of_a_language_is_that_of_its_answers(bakery_base):
    answer = bakery_base.answer("opening hours", language="en")
    assert bakery_base.threshold("en") == answer.threshold
    assert bakery_base.threshold("fr") is None
