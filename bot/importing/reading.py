"""Reads documents in a process of their own: none can stop, fill or crash the import."""

import logging
import multiprocessing
import resource
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Self

from bot.importing.csv_file import read_csv
from bot.importing.document import Document, Kind
from bot.importing.docx_file import read_docx
from bot.importing.found import Failure, Outcome
from bot.importing.html_file import read_html
from bot.importing.markdown_file import read_markdown
from bot.importing.pdf_file import read_pdf
from bot.importing.xlsx_file import read_xlsx

READERS: dict[Kind, Callable[[Document], list[Outcome]]] = {
    "markdown": read_markdown,
    "html": read_html,
    "csv": read_csv,
    "xlsx": read_xlsx,
    "docx": read_docx,
    "pdf": read_pdf,
}
# A document of 5 MB takes a second or two; one that was made to harm would take for ever.
SECONDS = 60.0
# Several times what the largest document and the readers themselves need.
MEMORY_BYTES = 2_000_000_000


def read(document: Document) -> list[Outcome]:
    """The articles in a document, and what could not be read; nothing is raised."""
    try:
        return READERS[document.kind](document)
    except (MemoryError, RecursionError):
        what = "It is too large or too deeply nested. Split it, or export it again."
    except Exception as error:  # of other people's readers, on what was made to break them
        what = f"It cannot be read ({type(error).__name__}). Export it again, or copy its text."
    return [Failure(document.where, what, document.key)]


class ReadingProcess:
    """Reads one document after another; one that takes too long ends its process."""

    def __init__(self, *, seconds: float = SECONDS, memory: int = MEMORY_BYTES) -> None:
        self._seconds = seconds
        self._memory = memory
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def read(self, document: Document) -> list[Outcome]:
        """As `read`, within the limits of time and memory."""
        pipe = self._started()
        try:
            pipe.send(document)
            if pipe.poll(self._seconds):
                found: list[Outcome] = pipe.recv()
                return found
            what = (
                f"Reading it takes longer than {self._seconds:g} s. Split it, or export it again."
            )
        except (EOFError, OSError):
            what = "Reading it needs too much memory. Split it, or export it again."
        self._end()
        return [Failure(document.where, what, document.key)]

    def _started(self) -> Connection:
        if self._pipe is not None:
            return self._pipe
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_read_on, args=(theirs, self._memory), daemon=True)
        self._process.start()
        theirs.close()
        return self._pipe

    def _end(self) -> None:
        if self._pipe is not None and self._process is not None:
            self._pipe.close()
            self._process.kill()
            self._process.join()
            self._process.close()
        self._pipe = self._process = None


def _read_on(pipe: Connection, memory: int) -> None:
    logging.disable()  # what readers say of damaged files says nothing to a lead
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the import itself ends this process
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    while True:
        try:
            document = pipe.recv()
        except EOFError:
            return
        pipe.send(read(document))
