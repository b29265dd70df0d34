"""Review: real messages that the bot was unsure of, most useful first, made into examples."""
