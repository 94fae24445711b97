"""Feedback after an offering."""
