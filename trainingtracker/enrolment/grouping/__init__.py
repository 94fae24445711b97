"""Placement tests, and the groups that are formed from their results."""
