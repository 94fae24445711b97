"""The waiting list: its order, places that are offered, and until when people move up."""
