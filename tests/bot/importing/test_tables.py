"""Questions and answers in CSV files and workbooks."""

import pytest

from bot.importing.found import Failure, FoundArticle
from bot.importing.reading import read
from tests.bot.importing.documents import articles, bomb, document, failures, workbook

ROWS = [
    ["Pregunta", "Respuesta", "Tema", "Idioma", "Frases"],
    ["¿Cómo devuelvo un pedido?", "Tienes 30 días desde la entrega, más 5 €.", "Devoluciones", "es",
     "quiero devolver\nno me gusta"],
    ["¿Puedo devolverlo?", "Tienes 30 días desde la entrega, más 5 €.", "Devoluciones", "es", ""],
    ["", "", "", "", ""],
    ["Can I return it?", "Within 30 days of delivery.", "Returns", "en", "send it back | refund"],
]  # fmt: skip


def as_csv(separator: str) -> str:
    quoted = [['"{}"'.format(cell.replace('"', '""')) for cell in row] for row in ROWS]
    return "\n".join(separator.join(row) for row in quoted) + "\n"


def check(found: list[FoundArticle]):
    spanish, english = found
    assert spanish.title == "¿Cómo devuelvo un pedido?"
    assert spanish.text == "Tienes 30 días desde la entrega, más 5 €."
    assert (spanish.topic, spanish.language) == ("Devoluciones", "es")
    assert spanish.phrasings == ("¿Puedo devolverlo?", "quiero devolver", "no me gusta")
    assert english.phrasings == ("send it back", "refund")
    assert spanish.key.endswith("#como-devuelvo-un-pedido")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_rows_with_the_same_answer_are_phrasings_of_one_article(separator, encoding):
    text = as_csv(separator) if separator != "|" else as_csv("|").replace(" | ", "\n")
    check(articles(text.encode(encoding), "csv"))


def test_a_workbook_is_read_sheet_by_sheet():
    notes = [["Notas"], ["nada"]]
    check(articles(workbook(("Notas", notes), ("Preguntas", ROWS)), "xlsx"))


def test_short_answers_that_are_alike_answer_their_own_questions():
    found = articles("question,answer\nPets?,Yes.\nParking?,Yes.\n", "csv")
    assert [each.title for each in found] == ["Pets?", "Parking?"]


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("One.\nTwo.", "One.\\\nTwo."),
        ("• one\n• two", "- one\n- two"),
        ("<p>One</p><ul><li>two</li></ul>", "One\n\n- two"),
        ("Costs 5 * 3 < 20 & more", "Costs 5 \\* 3 < 20 & more"),
        ("Write **bold**", "Write **bold**"),
    ],
)
def test_an_answer_may_be_plain_markdown_or_html(answer, text):
    (article,) = articles(f'title,answer\nT,"{answer}"\n', "csv")
    assert article.text == text


def test_a_title_of_its_own_makes_the_question_a_phrasing():
    (article,) = articles("Título;Pregunta;Respuesta\nDevolver;¿cómo?;Así.\n", "csv")
    assert (article.title, article.phrasings) == ("Devolver", ("¿cómo?",))


def test_a_row_with_a_mistake_does_not_stop_the_rest():
    rows = "sep=;\nquestion;answer\nA?;\n;Yes.\nB?;Good.\nC?;<script>x()</script>\n"
    found = read(document(rows, "csv", key="/faq.csv"))
    assert [each.title for each in found if isinstance(each, FoundArticle)] == ["B?"]
    assert [str(each) for each in found if isinstance(each, Failure)] == [
        "faq.csv:6: Nothing is left of the answer without scripts and pictures. Write it in words.",
        "faq.csv:3: The answer is empty. Write it, or take the row out.",
        "faq.csv:4: The question is empty. Write it, or take the row out.",
    ]


def test_a_row_of_a_sheet_is_named():
    (failure,) = failures(workbook(("FAQ", [["question", "answer"], ["A?", None]])), "xlsx")
    assert failure.where == "guides/page.x:FAQ, row 2"


@pytest.mark.parametrize(
    ("content", "kind", "told"),
    [
        ("a,b\n1,2\n", "csv", "No row names the columns"),
        ("  \n", "csv", "The file is empty"),
        ('question,answer\nA?,"' + "x" * 500_000, "csv", "cannot be read"),
        ('question,answer\nA?,"' + "x" * 300_000, "csv", "A quote may be missing"),
        (workbook(("Empty", [])), "xlsx", "No row names the columns"),
        (b"PK\x03\x04 no archive", "xlsx", "is damaged or of another format"),
        (b"\xd0\xcf\x11\xe0 old or protected", "xlsx", "protected by a password or of an old"),
        (bomb("xl/workbook.xml", 60), "xlsx", "unpacks to more than 50 MB"),
        (bomb("xl/other.xml", 1), "xlsx", "The workbook is damaged"),
    ],
)
def test_a_table_that_cannot_be_read_is_told(content, kind, told):
    (failure,) = failures(content, kind)
    assert told in failure.message
