"""What can be learned: topics, courses and their offerings."""
