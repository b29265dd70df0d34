"""How quick and how large the knowledge base is, when it is large."""
