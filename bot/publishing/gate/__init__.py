"""The gate: what a candidate does worse than what serves, case by case."""

from bot.publishing.gate.cases import Case as Case
from bot.publishing.gate.report import Report as Report

__all__ = ["Case", "Report"]
