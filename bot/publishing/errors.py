"""What stands in the way of publishing.

PublishingError
├── NoRelease         a release is named that is not there
├── NothingToPublish  what people edit is what serves
├── NotJudged         the candidate has not been through the gate, or not against what serves now
├── Blocked           the gate found what must not be published
├── NotOverridable    a reason was given for what no reason excuses
└── NotTakenUp        the running Primera did not go over to the release
"""


class PublishingError(Exception):
    """Something is not published; the message says why and what can be done."""


class NoRelease(PublishingError):
    """A release is named that is not there."""


class NothingToPublish(PublishingError):
    """What people edit is what serves."""


class NotJudged(PublishingError):
    """The candidate has not been judged as it is now."""


class Blocked(PublishingError):
    """The gate found what must not be published."""


class NotOverridable(PublishingError):
    """No reason excuses a failing case of this kind."""


class NotTakenUp(PublishingError):
    """The running Primera did not go over to the release."""
