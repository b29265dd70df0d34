"""Steps of the preparation that need the app environment; each runs as a process of its own."""
