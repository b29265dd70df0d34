"""Why an import cannot begin.

ImportingError
├── NoSource        there is no such folder, file or site, or it is of no known kind
├── UnknownChoice   a topic or language that the company does not have
└── BrokenLedger    kb_index/imported.json cannot be read
"""


class ImportingError(Exception):
    """An import cannot begin; the message says what to do."""


class NoSource(ImportingError):
    """There is no such folder, file or site, or it is of no known kind."""


class UnknownChoice(ImportingError):
    """A topic or language that the company does not have."""


class BrokenLedger(ImportingError):
    """What was imported before cannot be read."""
