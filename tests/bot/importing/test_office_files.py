"""Word and PDF documents."""

import pytest
from pypdf import PdfReader, PdfWriter

from tests.bot.importing.documents import articles, bomb, failures, pdf, word


def test_a_word_document_is_an_article_by_its_styles():
    file = word(
        ("Title", "Devolver un pedido"),
        ("Normal", "Tienes 30 días."),
        ("Heading 2", "Cómo se hace"),
        ("List Number", "Pulsa Devolver."),
        ("List Number", "Deja el paquete."),
    )
    (article,) = articles(file, "docx")
    assert article.title == "Devolver un pedido"
    assert article.text == (
        "Tienes 30 días.\n\n## Cómo se hace\n\n1. Pulsa Devolver.\n2. Deja el paquete."
    )


def test_a_word_document_of_questions_is_as_many_articles():
    file = word(
        ("Title", "FAQ"),
        ("Heading 1", "¿Puedo devolver?"),
        ("Normal", "Sí, en 30 días."),
        ("Heading 1", "¿Cuánto cuesta?"),
        ("Normal", "Nada."),
    )
    found = articles(file, "docx")
    assert [(each.title, each.text) for each in found] == [
        ("¿Puedo devolver?", "Sí, en 30 días."),
        ("¿Cuánto cuesta?", "Nada."),
    ]


def test_a_pdf_is_an_article_by_the_size_of_its_letters():
    file = pdf(
        [
            (20, "Devolver un pedido"),
            (11, ""),
            (11, "Tienes treinta días desde la entrega para devolverlo, con su"),
            (11, "caja y sus accesorios."),
            (11, ""),
            (15, "Cómo se hace"),
            (11, "• Pulsa Devolver."),
            (11, "• Deja el paquete en una de nuestras tiendas o en cualquier"),
            (11, "punto de recogida."),
        ]
    )
    (article,) = articles(file, "pdf")
    assert article.title == "Devolver un pedido"
    assert article.text == (
        "Tienes treinta días desde la entrega para devolverlo, con su caja y sus accesorios.\n\n"
        "## Cómo se hace\n\n- Pulsa Devolver.\n"
        "- Deja el paquete en una de nuestras tiendas o en cualquier punto de recogida."
    )


def test_questions_in_a_pdf_are_as_many_articles_without_head_and_page_number():
    pages = [
        [(9, "Tienda, manual"), (14, f"¿Pregunta {name}?"), (11, f"Respuesta {name}."), (9, f"{n}")]
        for n, name in enumerate("uno dos tres cuatro cinco seis".split(), start=1)
    ]
    found = articles(pdf(*pages), "pdf")
    assert [(each.title, each.text) for each in found][:2] == [
        ("¿Pregunta uno?", "Respuesta uno."),
        ("¿Pregunta dos?", "Respuesta dos."),
    ]
    assert len(found) == 6


def test_a_pdf_behind_a_password_is_told():
    from io import BytesIO

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf([(11, "Secret words.")]))))
    writer.encrypt("secret", algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    (failure,) = failures(file.getvalue(), "pdf")
    assert "password" in failure.message


@pytest.mark.parametrize(
    ("content", "kind", "told"),
    [
        (pdf([]), "pdf", "pictures of text but no text"),
        (pdf([(11, "Words.")])[:200], "pdf", "The PDF is damaged"),
        (pdf([(11, "word " * 5_000)] * 9), "pdf", "over 200,000 characters"),
        (word(("Normal", "")), "docx", "has no text"),
        (b"PK no archive", "docx", "is damaged or of another format"),
        (bomb("word/document.xml", 60), "docx", "unpacks to more than 50 MB"),
        (bomb("word/document.xml", 1), "docx", "The document is damaged"),
    ],
)
def test_a_document_that_cannot_be_read_is_told(content, kind, told):
    (failure,) = failures(content, kind)
    assert told in failure.message
