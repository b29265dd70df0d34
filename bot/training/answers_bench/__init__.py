"""How well answers are found in public and own bases, beside simpler searches."""
