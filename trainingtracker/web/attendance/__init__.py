"""Who was there, and what comes of it."""
