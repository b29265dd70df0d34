"""What a lead switches while the bot runs: articles withdrawn, answers paused, notices."""

from actions.answers.controls import Controls, Notice, Pause, Withdrawal
from actions.answers.showing import may_show
from actions.answers.store import ControlsStore, NotWithdrawn, UnknownNotice, Watched

__all__ = [
    "Controls",
    "ControlsStore",
    "NotWithdrawn",
    "Notice",
    "Pause",
    "UnknownNotice",
    "Watched",
    "Withdrawal",
    "may_show",
]
