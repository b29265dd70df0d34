"""What a company's order numbers look like."""

import re
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator


class OrderNumber(BaseModel):
    """`pattern` finds a number in a text; its one group goes into `written` for `{}`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pattern: str
    written: str
    example: str

    def read(self, text: str) -> str | None:
        """The first order number in a text, as the company writes it."""
        found = re.search(rf"(?<!\w)(?:{self.pattern})(?!\w)", text, re.IGNORECASE)
        return self.written.format(found[1]) if found else None

    @model_validator(mode="after")
    def _reads_its_example(self) -> Self:
        try:
            groups = re.compile(self.pattern).groups
        except re.error as error:
            raise ValueError(f"pattern {self.pattern!r} is no pattern: {error}") from None
        if groups != 1:
            raise ValueError(rf"pattern {self.pattern!r} needs one group, e.g. AU-(\d{{5}})")
        if self.read(self.example) != self.example:
            raise ValueError(
                f"example {self.example!r} is read as {self.read(self.example)!r}; make pattern, "
                "written and example agree"
            )
        return self
