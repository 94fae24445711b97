"""Dated facts: which rows a statement of a list supersedes and adds."""
