"""What can go wrong with tickets.

TicketError
├── NeverOpen
├── ErasedConversation
├── UnknownTicket
├── NotAllowed
├── NothingSaid
├── UnknownDelivery
└── Unsendable
"""


class TicketError(Exception):
    """A ticket or its delivery cannot be handled."""


class NeverOpen(TicketError):
    """A team's hours hold no opening within a year."""

    def __init__(self, hours: str) -> None:
        super().__init__(
            f"Hours {hours!r} never open within a year, so no time can be promised. "
            "Correct `hours` in actions/desk.yml, e.g. Mo-Fr 09:00-18:00."
        )


class ErasedConversation(TicketError):
    """The contact had the conversation erased; nothing is kept about it any more."""

    def __init__(self) -> None:
        super().__init__("The conversation was erased while a ticket was being opened. None is.")


class UnknownTicket(TicketError):
    """No ticket has this number."""

    def __init__(self, number: str) -> None:
        super().__init__(f"There is no ticket {number!r}. `primera tickets list` shows them.")


class NotAllowed(TicketError):
    """Who acts may not do this, or not in the state the ticket is in."""


class NothingSaid(TicketError):
    """A reply without words."""

    def __init__(self, act: str) -> None:
        super().__init__(f"{act!r} says something to the contact: give a text.")


class UnknownDelivery(TicketError):
    """No delivery has this id."""

    def __init__(self, delivery_id: str) -> None:
        super().__init__(
            f"There is no delivery {delivery_id!r}. `primera deliveries list` shows them."
        )


class Unsendable(TicketError):
    """An event cannot be signed or sent as it is; trying again would not help."""
