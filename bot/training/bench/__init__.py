"""Measuring the understanding on folders of labelled texts, beside other systems."""
