"""Load on a Primera that runs as a user starts it, measured from outside, through the gateway."""
