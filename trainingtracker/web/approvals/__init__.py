"""Deciding on requests: by whom, in whose place, by when."""
