"""From edited data to a model that serves."""

from bot.training.train import TrainingFailed, train
from bot.training.workbench import Workbench

__all__ = ["TrainingFailed", "Workbench", "train"]
