"""Sets Primera up and keeps it running: standard library only, any Python from 3.9.

It runs before any environment exists. What needs the app environment is in `bot.supervisor.app`,
which runs as a process of its own there.
"""
