"""Bridges to help desks: separate processes that know only the public webhook."""
