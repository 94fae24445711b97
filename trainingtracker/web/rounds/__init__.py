"""Places that are given out together, and who is heard before."""
