"""Unanswered questions: what people asked and no article answered, until a lead closes it."""

from actions.unanswered.gaps import Gap, Why, gaps_in
from actions.unanswered.question import UnansweredQuestion
from actions.unanswered.store import NoSuchQuestion, UnansweredStore

__all__ = ["Gap", "NoSuchQuestion", "UnansweredQuestion", "UnansweredStore", "Why", "gaps_in"]
