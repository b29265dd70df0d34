"""Redaction: what people are told apart by, taken out of their words before these are kept."""

from actions.redaction.learned import LearnedDetails, NoModel, learned_details
from actions.redaction.redactor import Redactor

__all__ = ["LearnedDetails", "NoModel", "Redactor", "learned_details"]
