"""Progress: what happens to tickets after they were opened, and how their contacts are told."""

from actions.progress.card import card_of, due_words
from actions.progress.progress import Letters, Progress

__all__ = ["Letters", "Progress", "card_of", "due_words"]
