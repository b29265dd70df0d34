"""Why a turn cannot be decided again.

ReplayError
├── NothingHeard      the record does not hold what the turn was decided from
├── NotKept           what it was decided with is not there any more
├── NoRule            no rule of today says what its act leads to
└── NoModel           there is no trained model to read the message with
"""


class ReplayError(Exception):
    """A turn cannot be decided again; the message says what can be done instead."""


class NothingHeard(ReplayError):
    """The record does not hold what the turn was decided from."""


class NotKept(ReplayError):
    """A generation, an encoder or a model of that time is gone."""


class NoRule(ReplayError):
    """No rule says what the message's act leads to."""


class NoModel(ReplayError):
    """No trained model reads the message."""
