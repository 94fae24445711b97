"""Rows to entries: headings, and what dates, numbers and words in cells mean."""
