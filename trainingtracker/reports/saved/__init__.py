"""Filters of reports under a name: what they mean, with whom they are shared, when they are due."""
