"""Patches that each take a behaviour away, and the test that must notice."""
