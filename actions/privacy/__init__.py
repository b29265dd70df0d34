"""Privacy: a contact's data end when they ask, or when they have been kept long enough."""

from actions.privacy.erasures import Erasures
from actions.privacy.export import Export
from actions.privacy.finding import Finding, Found
from actions.privacy.retention import Due, Retention

__all__ = ["Due", "Erasures", "Export", "Finding", "Found", "Retention"]
