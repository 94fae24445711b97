"""Courses and topics, as HR keeps them."""
