"""What a message wants: learned with numpy, scipy and scikit-learn alone, on Python 3.10 and up."""

from bot.components.understanding.archive import UnknownArchive, load, save
from bot.components.understanding.example import Example, Understood
from bot.components.understanding.understanding import NothingToLearn, Understanding, learn

__all__ = [
    "Example",
    "NothingToLearn",
    "Understanding",
    "Understood",
    "UnknownArchive",
    "learn",
    "load",
    "save",
]
