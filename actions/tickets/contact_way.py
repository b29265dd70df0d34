"""How else to reach a company: by phone, by mail, in a shop; and whether that is open."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from actions.tickets.opening import OpeningTimes, Shift
from actions.tickets.team import opening_hours_of
from actions.tickets.wording import Text, in_language


def _address(given: Any) -> Any:
    # The same in every language, as a phone number is: written once.
    return {"": str(given)} if isinstance(given, str | int) else given


def _hours(text: Any) -> str | None:
    return None if text is None else opening_hours_of(text)


class ContactWay(BaseModel):
    """`address` as people read it; without `hours` it can be used at any time."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Text
    address: Annotated[Text, BeforeValidator(_address)]
    hours: Annotated[str | None, BeforeValidator(_hours)] = None

    def address_in(self, language: str) -> str:
        """The address as it is read in a language."""
        return in_language(self.address, language)


def shift_at(opening: OpeningTimes, now: datetime) -> Shift:
    """The stretch that is open now, else the next one; raises NeverOpen."""
    return next(opening.shifts(now))
