"""Workbooks of Excel and LibreOffice; each sheet is a table."""

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import openpyxl

from bot.importing.archive import refused
from bot.importing.document import Document
from bot.importing.found import Failure, FoundArticle, Outcome
from bot.importing.question_table import Row, articles_in

MOST_COLUMNS = 50
DAMAGED = "The workbook is damaged. Open it with Excel or LibreOffice and save it again."


def read_xlsx(document: Document) -> list[Outcome]:
    """The articles of all sheets that have a header; without any, what is wrong."""
    why_not = refused(document.content, program="Excel or LibreOffice")
    if why_not:
        return [Failure(document.where, why_not, document.key)]
    try:
        with warnings.catch_warnings(action="ignore"):  # of styles and extensions
            sheets = [articles_in(document, rows) for rows in _sheets(document.content)]
    except Exception:  # openpyxl lets through whatever its XML readers raise
        return [Failure(document.where, DAMAGED, document.key)]
    good = [found for found in sheets if any(isinstance(each, FoundArticle) for each in found)]
    return [each for found in good or sheets[:1] for each in found]


def _sheets(content: bytes) -> Iterator[Iterator[Row]]:
    workbook = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
    try:
        for sheet in workbook.worksheets:
            sheet.reset_dimensions()  # what the file says of its size may be a million columns
            yield _rows(sheet)
    finally:
        workbook.close()


def _rows(sheet: Any) -> Iterator[Row]:
    rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
    for number, values in enumerate(rows, start=1):
        cells = tuple("" if value is None else str(value) for value in values)
        yield Row(f"{sheet.title}, row {number}", cells)
