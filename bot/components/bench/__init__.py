"""Measuring our understanding beside others' on labelled texts, in Rasa's Python."""
