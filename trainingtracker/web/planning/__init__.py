"""HR's desk, the post, and what is needed before there are dates."""
