"""Redactor: a text without what tells whose it is."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from actions.redaction.identifiers import identifiers_in
from actions.redaction.learned import LearnedDetails
from actions.redaction.people import NAME, people_in
from actions.redaction.span import Span, covered
from bot.components.details.finder import details_in

# Kind of detail → its mark. Products, amounts and our own shops name nobody.
MARKS = {
    "email": "[e-mail]",
    "order_number": "[order]",
    "address": "[address]",
    "phone": "[phone]",
    "postcode": "[postcode]",
    "date": "[date]",
    "name": NAME,
}


@dataclass(frozen=True, slots=True)
class Redactor:
    """Takes out what the understanding finds as details, known identifiers, and names."""

    learned: LearnedDetails

    def redacted(self, text: str, *, names: Collection[str] = ()) -> str:
        """The text with a mark in each place; `names`: how the writer is known to be called."""
        return covered(text, self._spans(text, names))

    def _spans(self, text: str, names: Collection[str]) -> Iterator[Span]:
        for detail in details_in(text, self.learned.lexicon, self.learned.customs):
            if mark := MARKS.get(detail.kind):
                yield Span(detail.start, detail.end, mark)
        yield from identifiers_in(text)
        yield from people_in(text, self.learned.lexicon, known=names)
