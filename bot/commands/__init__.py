"""What the commands of `primera` do; bot/command_line says how they are called."""
