"""Patches that each take a behaviour away, and the test that must notice.

Each `<behaviour>.patch` begins with a line `Killed-by: tests/…::test_…`, then the diff.
"""
