"""Training outside the catalogue."""
