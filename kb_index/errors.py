"""What can go wrong in the knowledge base.

KnowledgeBaseError
├── EncoderError
│   ├── UnknownEncoder         no package, folder or hub model has that name
│   ├── UnsupportedEncoder     it loads, but we cannot serve it
│   └── DamagedEncoder         the exported folder is incomplete or changed
├── NoArticles                 nothing published to build an index from
├── UnknownGlossary            a language is to be glossed that has no glossary
└── GenerationError
    ├── NoGeneration           nothing was built yet
    ├── DamagedGeneration      a built folder is incomplete or changed
    └── ForeignEncoder         the index was built with another encoder
"""


class KnowledgeBaseError(Exception):
    """Something about the knowledge base needs a person; the message says what to do."""


class EncoderError(KnowledgeBaseError):
    """The encoder cannot be used."""


class UnknownEncoder(EncoderError):
    """No package, folder or hub model has that name."""


class UnsupportedEncoder(EncoderError):
    """The model loads, but it has parts that the exported form cannot express."""


class DamagedEncoder(EncoderError):
    """The exported folder is incomplete or was changed."""


class NoArticles(KnowledgeBaseError):
    """There is nothing published to build an index from."""


class UnknownGlossary(KnowledgeBaseError):
    """A language is to be read through a glossary that is not there, or has a broken line."""


class GenerationError(KnowledgeBaseError):
    """A built index cannot be served."""


class NoGeneration(GenerationError):
    """Nothing was built yet."""


class DamagedGeneration(GenerationError):
    """A built folder is incomplete or was changed."""


class ForeignEncoder(GenerationError):
    """The index was built with another encoder than the one at hand."""
