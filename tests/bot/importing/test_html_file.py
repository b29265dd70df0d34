"""HTML pages: their text without frame, and lists of questions."""

import pytest

from tests.bot.importing.documents import articles, failures

FRAMED = """
<html lang="es-ES"><head><title>Devolver – Centro de ayuda</title></head><body>
<div id="top"><ul class="menu"><li><a href="/">Inicio</a></li><li><a href="/x">Productos</a></li>
</ul></div><div id="wrap"><div class="breadcrumbs"><a href="/a">Ayuda</a></div>
<h1>Devolver un pedido</h1><div class="text">
<p>Tienes 30 días desde la entrega para devolverlo. Mira también <a href="/c">cuánto cuesta</a>.</p>
<h2>Cómo se hace</h2><ol><li>Entra en <b>Mis pedidos</b>.</li><li>Pulsa Devolver.</li></ol>
<p><a href="/d">Qué no se puede devolver</a></p>
<table><tr><th>Peso</th><th>Precio</th></tr><tr><td>1 kg</td><td>3 €</td></tr></table>
<p>Guarda la caja.<img src="http://t.example/p.gif" width=1 height=1></p></div>
<div class="votes">¿Te ha sido útil? <button>Sí</button><button>No</button></div></div>
<div id="foot"><p>© 2024 Tienda. <a href="/aviso">Aviso legal</a></p></div></body></html>
"""


def test_a_page_is_an_article_without_its_frame():
    (article,) = articles(FRAMED, "html", key="/es/devolver.html")
    assert (article.title, article.language) == ("Devolver un pedido", "es-ES")
    assert article.text == (
        "Tienes 30 días desde la entrega para devolverlo. "
        "Mira también [cuánto cuesta](https://source.invalid/c).\n\n"
        "## Cómo se hace\n\n1. Entra en **Mis pedidos**.\n2. Pulsa Devolver.\n\n"
        "[Qué no se puede devolver](https://source.invalid/d)\n\n"
        "| Peso | Precio |\n| --- | --- |\n| 1 kg | 3 € |\n\nGuarda la caja."
    )
    assert article.remarks == ("a picture is left out",)


@pytest.mark.parametrize(
    "page",
    [
        "<main><h1>T</h1><p>Words.</p></main>",
        "<nav>Menu</nav><h1>T</h1><article><p>Words.</p></article><aside>News</aside>",
        '<h1>T</h1><div itemprop="articleBody"><p>Words.</p></div><p>Votes</p>',
        "<title>T | Shop</title><div role=main><p>Words.</p></div><footer>Foot</footer>",
        "<title>T</title><p>Words.</p>",
    ],
)
def test_a_page_may_say_where_its_text_is(page):
    (article,) = articles(page, "html")
    assert (article.title, article.text) == ("T", "Words.")


QUESTIONS = {
    "folded": """<h1>FAQ</h1><details><summary>¿Puedo devolver?</summary><p>Sí.</p></details>
        <details><summary>¿Cuánto cuesta?</summary>Nada, es <b>gratis</b>.</details>""",
    "headings": """<main><h1>FAQ</h1><h2>¿Puedo devolver?</h2><p>Sí.</p>
        <h2>¿Cuánto cuesta?</h2><p>Nada, es <b>gratis</b>.</p></main>""",
    "grouped": """<h1>FAQ</h1><h2>Envíos</h2><h3>¿Puedo devolver?</h3><p>Sí.</p>
        <h2>Pagos</h2><h3>¿Cuánto cuesta?</h3><p>Nada, es <b>gratis</b>.</p>""",
    "accordion": """<div><h3><button>¿Puedo devolver?</button></h3><div hidden>Sí.</div></div>
        <div><h3><button>¿Cuánto cuesta?</button></h3><div>Nada, es <b>gratis</b>.</div></div>""",
    "buttons": """<button>¿Puedo devolver?</button><div>Sí.</div>
        <button>¿Cuánto cuesta?</button><div>Nada, es <b>gratis</b>.</div>""",
    "bold": """<title>Preguntas frecuentes</title><p><strong>¿Puedo devolver?</strong></p><p>Sí.</p>
        <p><strong>¿Cuánto cuesta?</strong></p><p>Nada, es <b>gratis</b>.</p>""",
    "apart": """<title>Dudas</title><div><h4>¿Puedo devolver?</h4></div><div>Sí.</div>
        <div><h4>¿Cuánto cuesta?</h4></div><div>Nada, es <b>gratis</b>.</div>""",
    "both": """<details><summary>¿Puedo devolver?</summary><p>Sí.</p></details>
        <h2>¿Cuánto cuesta?</h2><p>Nada, es <b>gratis</b>.</p>""",
    "linked data": """<script type="application/ld+json">{"@graph": [{"@type": "FAQPage",
        "mainEntity": [{"@type": "Question", "name": "¿Puedo devolver?",
        "acceptedAnswer": {"@type": "Answer", "text": "<p>Sí.</p>"}}, {"@type": ["Question"],
        "name": "¿Cuánto cuesta?", "acceptedAnswer": [{"@type": "Answer",
        "text": "Nada, es <b>gratis</b>."}]}]}]}</script><div id=app></div>""",
}


@pytest.mark.parametrize("form", QUESTIONS)
def test_each_question_of_a_list_is_an_article(form):
    found = articles(f"<html lang=es><body>{QUESTIONS[form]}", "html", key="/faq.html")
    assert [(each.title, each.text) for each in found] == [
        ("¿Puedo devolver?", "Sí."),
        ("¿Cuánto cuesta?", "Nada, es **gratis**."),
    ]
    assert [each.key for each in found] == ["/faq.html#puedo-devolver", "/faq.html#cuanto-cuesta"]


def test_an_article_whose_headings_ask_stays_whole():
    page = "<main><h1>Devolver</h1><p>Sí.</p><h2>¿Cómo?</h2><p>Así.</p><h2>¿Cuánto?</h2><p>3 €.</p>"
    (article,) = articles(page, "html")
    assert article.text == "Sí.\n\n## ¿Cómo?\n\nAsí.\n\n## ¿Cuánto?\n\n3 €."
    many = "".join(f"<h2>¿Pregunta {n}?</h2><p>Respuesta {n}.</p>" for n in range(6))
    assert len(articles(f"<main><h1>Ayuda</h1>{many}</main>", "html")) == 6


def test_teasers_of_other_articles_are_no_part_of_one():
    page = """<main><article><h1>T</h1><p>Words.</p></article><section>
        <article><h3><a href=/x>Other</a></h3></article><article>More</article></section></main>"""
    (article,) = articles(page, "html")
    assert article.text == "Words."


def test_an_article_with_a_question_at_its_end_stays_whole():
    text = "<p>" + "Long words of an article. " * 20 + "</p>"
    more = "<details><summary>¿Y si no?</summary>Nada.</details>"
    (article,) = articles(f"<main><h1>T</h1>{text}{more}{more}</main>", "html")
    assert article.title == "T"
    assert article.text.endswith("### ¿Y si no?\n\nNada.")


def test_what_stands_outside_the_questions_is_told():
    intro, answer = "intro " * 50, "answer " * 60
    page = f"<main><h1>FAQ</h1><p>{intro}<h2>¿A?</h2><p>{answer}<h2>¿B?</h2><p>No.</main>"
    first, second = articles(page, "html")
    assert first.remarks == ("250 characters outside the questions are left out",)
    assert second.remarks == ()


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("<html><body><script>app()</script></body></html>", "has no text. If a script shows it"),
        (
            "<main>" + "<a href=/x>Some links</a> " * 9 + "</main>",
            "a list of links, not an article",
        ),
        ("<main><p>" + "many words " * 20_000 + "</main>", "220,000 characters of text. Split it"),
    ],
)
def test_what_is_no_article_is_told(page, told):
    (failure,) = failures(page, "html")
    assert told in failure.message
    assert failure.where == "guides/page.x"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_page_may_be_written_by_any_system(encoding):
    page = f"<meta charset={encoding}><title>¿Cuándo?</title><p>Mañana, 5 € más.</p>"
    (article,) = articles(page.encode(encoding), "html")
    assert (article.title, article.text) == ("¿Cuándo?", "Mañana, 5 € más.")
