"""Replay: a recorded turn decided again, to see whether the same reply comes out."""
