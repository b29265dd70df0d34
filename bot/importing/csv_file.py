"""Tables saved as text: CSV and TSV."""

import csv
from collections.abc import Iterator
from itertools import islice

from bot.importing.document import Document
from bot.importing.encoding import text_of
from bot.importing.found import MOST_CHARACTERS, Failure, Outcome
from bot.importing.question_table import HEADER_WITHIN, Row, articles_in, is_header

# Spanish Excel writes semicolons, a copied table tabs.
SEPARATORS = (",", ";", "\t", "|")


def read_csv(document: Document) -> list[Outcome]:
    """The articles of a table saved as text."""
    text = text_of(document.content)
    if not text.strip():
        return [Failure(document.where, "The file is empty. Export it again.", document.key)]
    # The default, half of what an article may have, would call a long answer a broken file.
    csv.field_size_limit(2 * MOST_CHARACTERS)
    rows = _Rows(text)
    found = articles_in(document, rows)
    if rows.broken:
        what = f"The rows from here on cannot be read ({rows.broken}). A quote may be missing."
        found.append(Failure(f"{document.where}:{rows.line}", what, document.key))
    return found


def separator_of(text: str) -> str:
    """The sign between columns: the one by which a row names them."""
    lines = text.split("\n", HEADER_WITHIN)[:HEADER_WITHIN]
    for separator in SEPARATORS:
        if any(is_header(line.strip().replace('"', "").split(separator)) for line in lines):
            return separator
    return ","


class _Rows:
    """The rows of a text until one that cannot be read."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.line = 0
        self.broken = ""

    def __iter__(self) -> Iterator[Row]:
        lines = self._text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        kept = (f"{line}\n" for line in lines)
        reader = csv.reader(kept, delimiter=separator_of(self._text))
        while True:
            self.line = reader.line_num + 1
            try:
                cells = next(islice(reader, 1), None)
            except csv.Error as error:
                self.broken = str(error)
                return
            if cells is None:
                return
            yield Row(str(self.line), tuple(cells))
