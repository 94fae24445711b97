"""What people can do: what a course gives them, what it asks of them, what they hold."""
