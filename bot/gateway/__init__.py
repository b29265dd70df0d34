"""The only public port: keeps what contacts write, lets Rasa act on it, shows what came of it."""
