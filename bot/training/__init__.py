"""From edited data to a model that serves."""

from bot.training.train import TrainingFailed, train

__all__ = ["TrainingFailed", "train"]
