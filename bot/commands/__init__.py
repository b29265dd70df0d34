"""What the commands of `primera` do; bot/command_line.py says how they are called."""
