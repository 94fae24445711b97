"""Placement tests and the groups formed after them."""
