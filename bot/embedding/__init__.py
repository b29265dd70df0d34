"""Embedding: what keeps the chat from working on a site, as a browser meets it from outside."""

from bot.embedding.examination import examine
from bot.embedding.visit import Patience

__all__ = ["Patience", "examine"]
