"""Pages of the site itself: statements and its health."""
