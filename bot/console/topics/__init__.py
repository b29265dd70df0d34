"""What the bot understands: topics, what teaches them, and what they lack."""
