"""How a company writes its numbers: of orders, of repairs, of taxes."""

import re
from functools import lru_cache
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator


class WrittenForm(BaseModel):
    """`pattern` finds a number in a text; its one group goes into `written` for `{}`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pattern: str
    written: str = "{}"

    def read(self, text: str) -> str | None:
        """The first such number in a text, as the company writes it."""
        found = _anywhere(self.pattern).search(text)
        return self.written.format(found[1].upper()) if found else None

    @model_validator(mode="after")
    def _can_be_filled(self) -> Self:
        try:
            groups = re.compile(self.pattern).groups
        except re.error as error:
            raise ValueError(f"pattern {self.pattern!r} is no pattern: {error}") from None
        if groups != 1:
            raise ValueError(rf"pattern {self.pattern!r} needs one group, e.g. AU-(\d{{5}})")
        if self.written.count("{}") != 1 or re.search(r"[{}]", self.written.replace("{}", "")):
            raise ValueError(f"written {self.written!r} needs one {{}} for the group, e.g. AU-{{}}")
        return self


@lru_cache(maxsize=64)
def _anywhere(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
