import pytest

from actions.tickets import Desk
from actions.workspace import REPOSITORY
from bot.gateway.help_centre import by_topic
from kb_index.article import Article


@pytest.fixture(scope="module")
def desk():
    return Desk.load(REPOSITORY / "actions" / "desk.yml")


def article(article_id, topic, title):
    return Article(
        id=article_id,
        language="es",
        topic=topic,
        title=title,
        status="published",
        approved_by="Ada",
        review_by=None,
        valid_from=None,
        valid_until=None,
        phrasings=(),
        text="Texto.",
        passages=(),
    )


def listed(articles, desk):
    return [
        (each.name, [one.id for one in each.articles])
        for each in by_topic(articles, desk=desk, language="es")
    ]


def test_topics_stand_in_the_desks_order_and_articles_by_the_words_of_their_titles(desk):
    articles = [
        article("z", "returns", "¿Zapatillas?"),
        article("i", "returns", "Índice"),
        article("j", "returns", "Jarras"),
        article("o", "orders", "Un pedido"),
    ]
    assert listed(articles, desk) == [
        ("Pedidos", ["o"]),
        ("Devoluciones y cambios", ["i", "j", "z"]),
    ]


def test_articles_of_topics_without_a_name_are_listed_too_and_last(desk):
    articles = [article("t", "time_travel", "Viajes"), article("s", "shops", "Tiendas")]
    assert listed(articles, desk) == [("Tiendas", ["s"]), (None, ["t"])]


def test_nothing_published_is_no_topic(desk):
    assert listed([], desk) == []
