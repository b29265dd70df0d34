"""Alerts: what a lead should know at once; and the digest, what they should know every day."""

from actions.alerts.alert import KINDS, Alert, Kind, Trouble
from actions.alerts.alerts import Alerts
from actions.alerts.digest import Digest
from actions.alerts.wording import letter_of, sentence

__all__ = ["KINDS", "Alert", "Alerts", "Digest", "Kind", "Trouble", "letter_of", "sentence"]
