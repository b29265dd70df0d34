"""What a lead switches while the bot runs: articles withdrawn, answers paused."""

from actions.answers.controls import Controls, Pause, Withdrawal
from actions.answers.store import ControlsStore, NotWithdrawn, Watched

__all__ = ["Controls", "ControlsStore", "NotWithdrawn", "Pause", "Watched", "Withdrawal"]
