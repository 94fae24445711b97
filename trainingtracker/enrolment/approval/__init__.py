"""Whose decision a request waits for, how it is decided, and what happens when nobody does."""
