"""Training Tracker: staff training and intercultural competence for public administrations."""
