"""Reports: which there are, their rows on a page, their files."""
