"""Feedback on offerings, without names: asking, answering, publishing once, looking back."""
