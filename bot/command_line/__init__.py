"""The command line: one module for each group of commands; what they do is in bot/commands."""

from bot.command_line.program import app, main

__all__ = ["app", "main"]
