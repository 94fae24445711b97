"""Offerings and those enrolled in them, as HR runs them."""
