"""Rounds: requests are collected, put in order by published criteria, and answered together."""
