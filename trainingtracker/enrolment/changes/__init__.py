"""Changes after the fact: of a place, of a date, of the offering as a whole."""
