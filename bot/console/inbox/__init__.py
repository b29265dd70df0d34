"""The inbox: conversations that wait for people or that people have."""
