"""Bridges to help desks: from Primera's webhook to their API, and back; they know nothing else."""
