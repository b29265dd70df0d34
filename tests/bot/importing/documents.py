"""Real files of each kind, made in the test."""

import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO

import docx
import openpyxl

from bot.importing.document import Document, Kind, folder_address
from bot.importing.found import Failure, FoundArticle
from bot.importing.reading import read


def document(content: str | bytes, kind: Kind, *, key: str = "/guides/page.x") -> Document:
    raw = content.encode() if isinstance(content, str) else content
    name = key.rsplit("/", 1)[-1].split(".")[0]
    return Document(key, key.lstrip("/"), kind, raw, folder_address(key), name=name)


def articles(content: str | bytes, kind: Kind, **options) -> list[FoundArticle]:
    """The articles in a document in which nothing is wrong."""
    found = read(document(content, kind, **options))
    assert [each for each in found if isinstance(each, Failure)] == []
    return found


def failures(content: str | bytes, kind: Kind, **options) -> list[Failure]:
    """What is wrong with a document without articles."""
    found = read(document(content, kind, **options))
    assert [each for each in found if isinstance(each, FoundArticle)] == []
    return found


def workbook(*sheets: tuple[str, Iterable[Sequence[object]]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def word(*paragraphs: tuple[str, str]) -> bytes:
    """(style, text) of each paragraph; python-docx's names of styles."""
    made = docx.Document()
    for style, text in paragraphs:
        made.add_paragraph(text, style=style)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def pdf(*pages: Sequence[tuple[int, str]]) -> bytes:
    """(size of letters, text) of each line; an empty text leaves a gap."""
    objects: list[bytes] = []
    kids = " ".join(f"{3 + 2 * number} 0 R" for number in range(len(pages)))
    font = 3 + 2 * len(pages)
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    for number, lines in enumerate(pages):
        drawn, y = [], 780
        for size, text in lines:
            y -= int(size * 1.3)
            shown = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            drawn.append(f"BT /F1 {size} Tf 1 0 0 1 50 {y} Tm ({shown}) Tj ET")
        stream = "\n".join(drawn).encode("cp1252")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {4 + 2 * number} 0 R "
            f"/Resources << /Font << /F1 {font} 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    objects.append(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    )
    file, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % place for place in places)
    file += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        table,
    )
    return bytes(file)


def bomb(name: str, megabytes: int) -> bytes:
    """An archive with a member of as many megabytes of the same letter."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(name, "w") as member:
            for _ in range(megabytes):
                member.write(b"a" * 1_000_000)
    return file.getvalue()
