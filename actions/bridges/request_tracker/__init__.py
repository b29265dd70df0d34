"""The bridge to Request Tracker 5."""
